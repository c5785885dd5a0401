package io.scanfleet.model.entry;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Tells whether what lies in a directory is the same as in another scan, without looking at either.
 *
 * <p>A directory's digest is the sum, modulo 2<sup>64</sup>, of a hash of each entry in it; a
 * directory in it adds a hash of its name and its own digest. A sum, so that it does not matter in
 * which order entries are read, nor by how many threads. Hashed is what makes a person say that
 * something has changed: the name, the type, and of what is no directory the size and the time of
 * its content. Not hashed is what changes by itself: inode numbers after a restore, the space on
 * disk, and which of several hard links was counted.
 *
 * <p>Two different directories have the same digest with a chance of one in 2<sup>64</sup>; it is
 * no protection from somebody who wants them to. The hash folds 128-bit products, as wyhash does.
 * Thread-safe.
 */
public final class EntryDigest {

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long K0 = 0xa0761d6478bd642fL;
  private static final long K1 = 0xe7037ed1a0b428dbL;
  private static final long K2 = 0x8ebc6af09c88c6e3L;

  private EntryDigest() {}

  /** What an entry adds to its directory's digest. */
  public static long of(EntryColumns entries, int i) {
    int start = entries.nameStart(i);
    long hash = hash(entries.nameStore(), start, entries.nameEnd(i));
    hash =
        fold(
            hash ^ entries.type(i).code(),
            K1 ^ (entries.flags(i) & (EntryColumns.EXCLUDED | EntryColumns.OTHER_FILE_SYSTEM)));
    if (entries.isDirectory(i)) {
      return hash;
    }
    hash = fold(hash ^ entries.bytes(i), K2);
    return fold(hash ^ entries.modifiedSeconds(i), K0 ^ entries.modifiedNanos(i));
  }

  /**
   * What a directory that was entered adds to the digest of the one it lies in, besides its entry.
   */
  public static long ofDirectory(byte[] name, long digest) {
    return fold(hash(name, 0, name.length) ^ K2, K0 ^ fold(digest ^ K1, K0));
  }

  private static long hash(byte[] bytes, int start, int end) {
    long hash = K0 ^ (end - start);
    int at = start;
    for (; end - at >= Long.BYTES; at += Long.BYTES) {
      hash = fold(hash ^ (long) LONGS.get(bytes, at), K1);
    }
    long rest = 0;
    for (; at < end; at++) {
      rest = rest << 8 | (bytes[at] & 0xFF);
    }
    return fold(hash ^ rest, K2);
  }

  private static long fold(long a, long b) {
    return Math.unsignedMultiplyHigh(a, b) ^ (a * b);
  }
}
