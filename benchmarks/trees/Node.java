import io.scanfleet.model.entry.EntryColumns;
import io.scanfleet.model.entry.EntryType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A directory of a made-up tree: a few numbers from which its entries follow, so that the same
 * directory has the same entries in every run and nothing of the tree is ever held.
 */
abstract class Node {

  private static final int DIRECTORY_BYTES = 4096;

  private static final int BLOCK = 4096;
  private static final long DEVICE = 0x10302;

  final long seed;
  final String name;
  final int owner;
  final int group;

  Node(long seed, String name, int owner, int group) {
    this.seed = seed;
    this.name = name;
    this.owner = owner;
    this.group = group;
  }

  /** Numbers of inodes, in the order of creation. */
  static final class Inodes {
    private long last = 1_000_000;

    /** The next one; now and then some were taken by others. */
    long next(SplittableRandom random) {
      last += random.nextInt(16) == 0 ? random.nextInt(2, 64) : 1;
      return last;
    }
  }

  /** Adds its files to {@code files} and its directories to {@code directories}. */
  abstract void list(
      SplittableRandom random, Inodes inodes, EntryColumns files, List<Node> directories);

  /** Whether only files lie in it. */
  abstract boolean isLeaf();

  /** When it was last changed, in Unix seconds. */
  long modifiedSeconds() {
    return 1_690_000_000 + Math.floorMod(mix(seed ^ 0x5bd1e995), 30_000_000);
  }

  static void addFile(
      EntryColumns files,
      String name,
      EntryType type,
      long bytes,
      long seconds,
      int nanos,
      long inode,
      int mode,
      int owner,
      int group) {
    byte[] raw = name.getBytes(StandardCharsets.US_ASCII);
    int i = files.add(raw, 0, raw.length, type);
    files.setSizes(i, bytes, type == EntryType.SYMLINK ? 0 : (bytes + BLOCK - 1) / BLOCK * BLOCK);
    files.setModified(i, seconds, nanos);
    files.setInode(i, DEVICE, inode, type == EntryType.DIRECTORY ? 2 : 1);
    files.setAccess(i, mode, owner, group);
  }

  /** Adds it to its parent's entries. */
  void addTo(EntryColumns entries, String nameNow, long seconds, long inode) {
    addFile(
        entries,
        nameNow,
        EntryType.DIRECTORY,
        DIRECTORY_BYTES,
        seconds,
        (int) Math.floorMod(mix(seed + 7), 1_000_000_000L),
        inode,
        0755,
        owner,
        group);
  }

  /** The seed of something below. */
  static long below(long seed, long number) {
    return mix(seed + 0x9e3779b97f4a7c15L * (number + 1));
  }

  static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
