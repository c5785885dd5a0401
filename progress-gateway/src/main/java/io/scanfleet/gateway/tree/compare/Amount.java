package io.scanfleet.gateway.tree.compare;

import io.scanfleet.gateway.tree.compare.ComparedRows.Row;
import io.scanfleet.model.entry.EntryColumns;
import org.jspecify.annotations.Nullable;

/**
 * How much some entries are, with all below them.
 *
 * @param files entries that are no directories
 * @param directories the entries themselves included
 * @param bytes apparent size; further names of a counted inode add nothing
 */
record Amount(long files, long directories, long bytes) {

  static final Amount NONE = new Amount(0, 0, 0);

  /** An entry with all below it; of a directory that is not finished, itself alone. */
  static Amount of(EntryColumns entries, int i, @Nullable Row row) {
    if (!entries.isDirectory(i)) {
      return new Amount(1, 0, EntryPair.counted(entries, i));
    }
    return row == null
        ? new Amount(0, 1, 0)
        : new Amount(row.totals().files(), 1 + row.totals().directories(), row.totals().bytes());
  }

  Amount plus(Amount other) {
    return new Amount(files + other.files, directories + other.directories, bytes + other.bytes);
  }

  Amount minus(Amount other) {
    return new Amount(files - other.files, directories - other.directories, bytes - other.bytes);
  }
}
