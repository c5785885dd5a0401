import io.scanfleet.model.DirectoryKey;
import io.scanfleet.model.Totals;
import io.scanfleet.model.entry.EntryColumns;
import io.scanfleet.model.entry.EntryDigest;
import io.scanfleet.model.entry.EntryType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Shows a made-up tree to a visitor as a walk would find it: the entries of a directory when it is
 * opened, its totals when all below it is done. Only the directories that are open are held. The
 * same shape and size give the same tree; its later version differs in one directory of a thousand:
 * files were added, removed and rewritten, or a directory was given another name.
 */
final class SyntheticTree {

  private static final int ONE_IN = 1000;
  private static final long A_DAY = 86_400;

  /** A directory that is open, or was. */
  static final class Directory {
    final Directory parent;
    final byte[] name;
    final DirectoryKey key;

    /** In the order of opening, from 0. */
    final long number;

    final int depth;
    int entryCount;
    long ownFiles;
    long ownBytes;
    private long files;
    private long directories;
    private long symlinks;
    private long bytes;
    private long allocated;
    private long digest;

    private Directory(Directory parent, byte[] name, long number) {
      this.parent = parent;
      this.name = name;
      this.number = number;
      depth = parent == null ? 0 : parent.depth + 1;
      key = parent == null ? DirectoryKey.ROOT : parent.key.child(name);
    }

    Totals totals() {
      return new Totals(files, directories, symlinks, 0, bytes, allocated, 0, false);
    }

    /** Of all below it, as an agent reckons it. */
    long digest() {
      return digest;
    }

    /** Below the target. */
    String path() {
      if (parent == null) {
        return "";
      }
      String own = new String(name, StandardCharsets.US_ASCII);
      return parent.parent == null ? own : parent.path() + "/" + own;
    }

    private void count(EntryColumns entries) {
      entryCount = entries.size();
      for (int i = 0; i < entries.size(); i++) {
        digest += EntryDigest.of(entries, i);
        if (entries.isDirectory(i)) {
          directories++;
          continue;
        }
        files++;
        symlinks += entries.type(i) == EntryType.SYMLINK ? 1 : 0;
        bytes += entries.bytes(i);
        allocated += entries.allocated(i);
      }
      ownFiles = files;
      ownBytes = bytes;
    }

    private void add(Directory child) {
      files += child.files;
      directories += child.directories;
      symlinks += child.symlinks;
      bytes += child.bytes;
      allocated += child.allocated;
      digest += EntryDigest.ofDirectory(child.name, child.digest);
    }
  }

  /** Is shown a tree. */
  interface Visitor {

    /** A directory is opened: all its entries, at most as many as a listing holds. */
    void listing(Directory directory, EntryColumns entries) throws Exception;

    /** All below a directory was shown. */
    void finished(Directory directory) throws Exception;
  }

  private final Shape shape;
  private final long files;
  private final boolean later;
  private final EntryColumns entries = new EntryColumns();
  private Node.Inodes inodes;
  private long opened;

  /**
   * @param files about how many
   * @param later whether it is the tree of another day
   */
  SyntheticTree(Shape shape, long files, boolean later) {
    this.shape = shape;
    this.files = files;
    this.later = later;
  }

  /** Shows all of it; the totals of the target. */
  Totals show(Visitor visitor) throws Exception {
    inodes = new Node.Inodes();
    opened = 0;
    Directory root = new Directory(null, new byte[0], opened++);
    show(shape.root(files), root, visitor);
    return root.totals();
  }

  private void show(Node node, Directory directory, Visitor visitor) throws Exception {
    entries.clear();
    List<Node> nodes = new ArrayList<>();
    node.list(new SplittableRandom(node.seed), inodes, entries, nodes);
    String renamed = isChanged(node) ? change(node, nodes) : null;
    SplittableRandom numbers = new SplittableRandom(~node.seed);
    List<byte[]> names = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      Node child = nodes.get(i);
      String name = i == 0 && renamed != null ? renamed : child.name;
      long seconds = child.modifiedSeconds() + (isChanged(child) ? 100 * A_DAY : 0);
      child.addTo(entries, name, seconds, inodes.next(numbers));
      names.add(name.getBytes(StandardCharsets.US_ASCII));
    }
    directory.count(entries);
    visitor.listing(directory, entries);
    for (int i = 0; i < nodes.size(); i++) {
      Directory child = new Directory(directory, names.get(i), opened++);
      show(nodes.get(i), child, visitor);
      directory.add(child);
    }
    visitor.finished(directory);
  }

  private boolean isChanged(Node node) {
    return later && Math.floorMod(Node.mix(node.seed + 1), ONE_IN) == 0;
  }

  /**
   * Changes the files of a directory.
   *
   * @return the new name of the first directory in it; null if that keeps its own
   */
  private String change(Node node, List<Node> nodes) {
    SplittableRandom random = new SplittableRandom(node.seed + 2);
    if (!nodes.isEmpty() && nodes.getFirst().isLeaf()) {
      return nodes.getFirst().name + "_old";
    }
    int there = entries.size();
    for (int i = 0; i < there; i++) {
      int fate = random.nextInt(20);
      if (fate == 0) {
        entries.setFlag(i, EntryColumns.VANISHED);
      } else if (fate == 1) {
        entries.setSizes(i, entries.bytes(i) + 4096, entries.allocated(i) + 4096);
        entries.setModified(i, entries.modifiedSeconds(i) + A_DAY, entries.modifiedNanos(i));
      }
    }
    entries.removeFlagged(EntryColumns.VANISHED);
    int added = random.nextInt(1, 6);
    for (int i = 0; i < added; i++) {
      Node.addFile(
          entries,
          "added_later." + i + ".txt",
          EntryType.FILE,
          random.nextInt(100_000),
          node.modifiedSeconds() + 100 * A_DAY,
          random.nextInt(1_000_000_000),
          (1L << 40) + Math.floorMod(node.seed, 1L << 30) + i,
          0644,
          node.owner,
          node.group);
    }
    return null;
  }
}
