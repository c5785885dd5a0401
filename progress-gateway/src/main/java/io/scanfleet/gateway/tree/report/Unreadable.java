package io.scanfleet.gateway.tree.report;

import io.scanfleet.model.DirectoryKey;
import io.scanfleet.model.entry.ByteSink;
import io.scanfleet.model.entry.ByteSource;
import java.util.ArrayList;
import java.util.List;

/**
 * What could not be read, and why: all of it counted, the first {@value #MOST} told. Not
 * thread-safe.
 */
final class Unreadable {

  static final int MOST = 1000;

  /**
   * Something that could not be read.
   *
   * @param in a directory above it in which another lies
   * @param name of a directory, its name, empty for the target's own; of an entry, the name of its
   *     directory, a slash and its own
   * @param directory whether it is a directory that could not be listed, or not to the end;
   *     otherwise it is an entry whose attributes could not be read
   */
  record Item(DirectoryKey in, byte[] name, boolean directory, String reason) {}

  private final List<Item> items = new ArrayList<>();
  private long count;

  void add(Item item) {
    count++;
    if (items.size() < MOST) {
      items.add(item);
    }
  }

  void add(Unreadable other) {
    long untold = other.count - other.items.size();
    other.items.forEach(this::add);
    count += untold;
  }

  long count() {
    return count;
  }

  List<Item> items() {
    return List.copyOf(items);
  }

  void write(ByteSink out) {
    out.varint(count);
    out.varint(items.size());
    for (Item item : items) {
      out.bytes(item.in().toBytes(), 0, DirectoryKey.BYTES);
      out.block(item.name());
      out.octet(item.directory() ? 1 : 0);
      out.text(item.reason());
    }
  }

  void read(ByteSource in) {
    long all = in.count("unreadable");
    int told = in.count(MOST, "unreadable");
    for (int i = 0; i < told; i++) {
      add(
          new Item(
              DirectoryKey.fromBytes(in.bytes(DirectoryKey.BYTES)),
              in.block(),
              in.octet() == 1,
              in.text()));
    }
    count = all;
  }
}
