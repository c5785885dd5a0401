package io.scanfleet.gateway.tree.export;

import io.scanfleet.model.Totals;
import io.scanfleet.model.entry.EntryColumns;
import io.scanfleet.model.entry.EntryType;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * An entry of a tree as formats with a row for each show it. What is unknown is null.
 *
 * @param path the absolute path as text; what is not valid UTF-8 is U+FFFD
 * @param pathBytes the exact bytes, if the path is not valid UTF-8
 * @param nameStart where in {@code path} the name begins
 * @param depth 0 for the first directory
 * @param entries where its attributes stand; null if nobody has listed it
 * @param i which of them it is
 * @param entered whether it is a directory that was not passed over
 * @param totals what lies below it, if it is a finished directory
 */
@SuppressWarnings("ArrayRecordComponent") // never changed, never compared
record Row(
    String path,
    byte @Nullable [] pathBytes,
    int nameStart,
    int depth,
    @Nullable EntryColumns entries,
    int i,
    boolean entered,
    @Nullable Totals totals,
    @Nullable String error) {

  private static final long MOST_SECONDS = Long.MAX_VALUE / 1_000_000 - 1;

  String name() {
    return path.substring(nameStart);
  }

  EntryType type() {
    return entries == null ? EntryType.DIRECTORY : entries.type(i);
  }

  boolean isDirectory() {
    return type() == EntryType.DIRECTORY;
  }

  @Nullable Long bytes() {
    if (entries == null || isDirectory()) {
      return totals == null ? null : Long.valueOf(totals.bytes());
    }
    return known(entries.bytes(i));
  }

  @Nullable Long allocatedBytes() {
    if (entries == null || isDirectory()) {
      return totals == null ? null : totals.allocatedBytes();
    }
    return known(entries.allocated(i));
  }

  private static @Nullable Long known(long size) {
    return size == EntryColumns.UNKNOWN_SIZE ? null : Long.valueOf(size);
  }

  /** Where its attributes stand, if they could be read. */
  private @Nullable EntryColumns attributes() {
    return entries == null || entries.modifiedNanos(i) == EntryColumns.UNKNOWN_TIME
        ? null
        : entries;
  }

  /** Seconds since 1970 as a decimal number, exactly. */
  @Nullable String mtime() {
    EntryColumns known = attributes();
    if (known == null) {
      return null;
    }
    long seconds = known.modifiedSeconds(i);
    int nanos = known.modifiedNanos(i);
    if (nanos == 0) {
      return Long.toString(seconds);
    }
    return BigDecimal.valueOf(seconds)
        .add(BigDecimal.valueOf(nanos, 9))
        .stripTrailingZeros()
        .toPlainString();
  }

  /** Microseconds since 1970, rounded down; null also if they do not fit. */
  @Nullable Long mtimeMicros() {
    EntryColumns known = attributes();
    if (known == null || Math.abs(known.modifiedSeconds(i)) > MOST_SECONDS) {
      return null;
    }
    return known.modifiedSeconds(i) * 1_000_000 + known.modifiedNanos(i) / 1000;
  }

  /** Null also if whoever exported the tree before it was imported did not tell. */
  @Nullable Long inode() {
    EntryColumns known = attributes();
    return known == null || known.inode(i) == 0 ? null : Long.valueOf(known.inode(i));
  }

  @Nullable Long device() {
    EntryColumns known = attributes();
    return known == null || known.inode(i) == 0 ? null : Long.valueOf(known.device(i));
  }

  @Nullable Integer links() {
    EntryColumns known = attributes();
    return known == null || known.links(i) == 0 ? null : Integer.valueOf(known.links(i));
  }

  /** The permission bits. */
  @Nullable Integer mode() {
    EntryColumns known = access();
    return known == null ? null : Integer.valueOf(known.mode(i));
  }

  /** The owner's number, of which the bits are that of an unsigned one. */
  @Nullable Integer owner() {
    EntryColumns known = access();
    return known == null ? null : Integer.valueOf(known.owner(i));
  }

  /** The group's number, likewise. */
  @Nullable Integer group() {
    EntryColumns known = access();
    return known == null ? null : Integer.valueOf(known.group(i));
  }

  private @Nullable EntryColumns access() {
    EntryColumns known = attributes();
    return known == null || known.mode(i) == EntryColumns.UNKNOWN_MODE ? null : known;
  }

  boolean has(int flag) {
    return entries != null && entries.has(i, flag);
  }

  /** Whether its numbers are lower bounds, or not known because it is not finished. */
  boolean partial() {
    return entered && (totals == null || totals.partial());
  }

  /** The permission bits in octal, as {@code 0755}. */
  @Nullable String octalMode() {
    Integer mode = mode();
    if (mode == null) {
      return null;
    }
    String digits = Integer.toOctalString(mode);
    return digits.length() < 4 ? "0".repeat(4 - digits.length()) + digits : digits;
  }
}
