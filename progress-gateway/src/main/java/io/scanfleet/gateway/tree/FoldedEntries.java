package io.scanfleet.gateway.tree;

import org.jspecify.annotations.Nullable;

/**
 * Entries that are not shown, added up: those that come after the last one shown.
 *
 * @param entries how many entries they are
 * @param files how many files they are or hold
 * @param directories how many directories they are or hold
 * @param bytes their apparent size in bytes
 * @param allocatedBytes the space they take on disk in bytes; null if it is not known of all
 * @param partial whether the numbers are lower bounds
 */
record FoldedEntries(
    long entries,
    long files,
    long directories,
    long bytes,
    @Nullable Long allocatedBytes,
    boolean partial) {

  static final FoldedEntries NONE = new FoldedEntries(0, 0, 0, 0, 0L, false);

  /** With another entry among them. */
  FoldedEntries plus(TreeEntry entry) {
    boolean counts = entry.hardLink() == null && entry.excluded() == null;
    Long more = counts ? entry.allocatedBytes() : Long.valueOf(0);
    Long files = entry.files();
    Long directories = entry.directories();
    boolean directory = entry.isDirectory();
    return new FoldedEntries(
        entries + 1,
        this.files + (files != null ? files : directory ? 0 : 1),
        this.directories + (directory ? 1 : 0) + (directories == null ? 0 : directories),
        bytes + (counts && entry.bytes() != null ? entry.bytes() : 0),
        allocatedBytes == null || more == null ? null : Long.valueOf(allocatedBytes + more),
        partial
            || entry.partial() != null
            || entry.error() != null
            || (entry.bytes() == null && counts));
  }
}
