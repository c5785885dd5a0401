package io.scanfleet.gateway.tree.report;

import io.scanfleet.model.entry.ByteSink;
import io.scanfleet.model.entry.ByteSource;

/** How many files there are of some kind, and what they take. Not thread-safe. */
final class Amount {

  private long files;
  private long bytes;
  private long allocated;

  void add(long moreFiles, long moreBytes, long moreAllocated) {
    files += moreFiles;
    bytes += moreBytes;
    allocated += moreAllocated;
  }

  void add(Amount other) {
    add(other.files, other.bytes, other.allocated);
  }

  long files() {
    return files;
  }

  /** Apparent size, in bytes. */
  long bytes() {
    return bytes;
  }

  /** Space on disk, in bytes; what a file system does not tell counts as nothing. */
  long allocated() {
    return allocated;
  }

  void write(ByteSink out) {
    out.varint(files);
    out.signed(bytes);
    out.signed(allocated);
  }

  static Amount read(ByteSource in) {
    Amount amount = new Amount();
    amount.add(in.count("files"), in.signed(), in.signed());
    return amount;
  }
}
