package io.scanfleet.agent.walk;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The last answer to {@code statx}: its fields, taken from {@code struct statx} in whole words. The
 * structure is the same on every architecture; both that are supported put the lower half of a word
 * first. Not thread-safe.
 */
final class LinuxStat {

  private static final long BYTES = 256;

  /** As far as the fields reach that are wanted. */
  private static final int WORDS = 18;

  private static final long MOUNT_ROOT = 0x2000;
  private static final long BLOCK_BYTES = 512;

  private final MemorySegment memory;
  private final long[] words = new long[WORDS];

  LinuxStat(Arena arena) {
    memory = arena.allocate(BYTES, Long.BYTES);
  }

  /** Where the call is to put its answer. */
  MemorySegment memory() {
    return memory;
  }

  /** The call was answered. */
  void take() {
    MemorySegment.copy(memory, ValueLayout.JAVA_LONG, 0, words, 0, WORDS);
  }

  /** Whether something is mounted here. */
  boolean isMountRoot() {
    return (words[1] & MOUNT_ROOT) != 0;
  }

  int links() {
    return (int) words[2];
  }

  int owner() {
    return (int) (words[2] >>> 32);
  }

  int group() {
    return (int) words[3];
  }

  /** Type and permissions. */
  int mode() {
    return (int) (words[3] >>> 32) & 0xFFFF;
  }

  long inode() {
    return words[4];
  }

  /** In bytes. */
  long size() {
    return words[5];
  }

  /** In bytes. */
  long allocated() {
    return words[6] * BLOCK_BYTES;
  }

  /** Since 1970. */
  long modifiedSeconds() {
    return words[14];
  }

  int modifiedNanos() {
    return (int) words[15];
  }

  /** Major number in the upper half, minor in the lower. */
  long device() {
    return words[17] << 32 | words[17] >>> 32;
  }
}
