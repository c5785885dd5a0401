package io.scanfleet.gateway.tree.report;

import io.scanfleet.model.DirectoryKey;
import io.scanfleet.model.entry.ByteSink;
import io.scanfleet.model.entry.ByteSource;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * The largest {@value #MOST} of what is shown to it, files or directories. Ties are broken by place
 * and name, so that the same tree has the same report whatever order its pages arrive in. Not
 * thread-safe.
 */
final class Largest {

  static final int MOST = 200;

  /**
   * Something large.
   *
   * @param in a directory above it in which another lies
   * @param name of a directory, its name; of a file, that of its directory, a slash and its own
   * @param bytes apparent size
   * @param allocated space on disk, or -1 if not known; of a directory, always -1
   * @param files of a directory, how many files lie directly in it; of a file 1
   * @param mtime when the content was last changed, in Unix nanoseconds; 0 if not known
   * @param owner the owner's number
   */
  record Item(
      DirectoryKey in, byte[] name, long bytes, long allocated, long files, long mtime, int owner) {

    private static final Comparator<Item> SMALLEST_FIRST =
        Comparator.comparingLong(Item::bytes)
            .thenComparingLong(item -> item.in().high())
            .thenComparingLong(item -> item.in().low())
            .thenComparing(Item::name, Arrays::compareUnsigned);

    void write(ByteSink out) {
      out.bytes(in.toBytes(), 0, DirectoryKey.BYTES);
      out.block(name);
      out.signed(bytes);
      out.signed(allocated);
      out.varint(files);
      out.signed(mtime);
      out.signed(owner);
    }

    static Item read(ByteSource in) {
      return new Item(
          DirectoryKey.fromBytes(in.bytes(DirectoryKey.BYTES)),
          in.block(),
          in.signed(),
          in.signed(),
          in.count("files"),
          in.signed(),
          (int) in.signed());
    }
  }

  private final PriorityQueue<Item> items = new PriorityQueue<>(Item.SMALLEST_FIRST);

  /** Whether something of this size can still be among the largest. */
  boolean wants(long bytes) {
    Item smallest = items.peek();
    return items.size() < MOST || smallest == null || bytes >= smallest.bytes();
  }

  void add(Item item) {
    items.add(item);
    if (items.size() > MOST) {
      items.remove();
    }
  }

  void add(Largest other) {
    other.items.forEach(this::add);
  }

  List<Item> largestFirst() {
    return items.stream().sorted(Item.SMALLEST_FIRST.reversed()).toList();
  }

  void write(ByteSink out) {
    out.varint(items.size());
    items.forEach(item -> item.write(out));
  }

  void read(ByteSource in) {
    int size = in.count(MOST, "largest");
    for (int i = 0; i < size; i++) {
      add(Item.read(in));
    }
  }
}
