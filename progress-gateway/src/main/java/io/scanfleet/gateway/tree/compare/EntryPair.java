package io.scanfleet.gateway.tree.compare;

import io.scanfleet.gateway.tree.compare.ComparedRows.Row;
import io.scanfleet.model.entry.EntryColumns;
import io.scanfleet.model.entry.EntryType;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What two directories have under one name. Valid while it is being visited.
 *
 * @param older the entries that {@code i} counts in
 * @param i its index in the older directory; {@value #NONE} if it is not there
 * @param olderRow of a directory, if it is finished
 * @param newer the entries that {@code j} counts in
 * @param j its index in the newer directory, likewise
 * @param newerRow likewise
 */
record EntryPair(
    EntryColumns older,
    int i,
    @Nullable Row olderRow,
    EntryColumns newer,
    int j,
    @Nullable Row newerRow) {

  /** No index. */
  static final int NONE = -1;

  private static final int PASSED_OVER = EntryColumns.EXCLUDED | EntryColumns.OTHER_FILE_SYSTEM;

  /** What can be said of the two without looking below them. */
  enum Kind {
    ADDED,
    REMOVED,
    /** A directory stands where there was none, or none where there was one. */
    REPLACED,
    FILE_CHANGED,
    SAME,
    /** Both are directories, and something may differ in them. */
    DIRECTORIES,
    /** One was not read, or not looked for. */
    NOT_KNOWN,
    /** Both scans passed it over on purpose. */
    PASSED_OVER
  }

  byte[] name() {
    return j == NONE ? older.name(i) : newer.name(j);
  }

  boolean wasDirectory() {
    return i != NONE && older.isDirectory(i);
  }

  boolean isDirectory() {
    return j != NONE && newer.isDirectory(j);
  }

  /**
   * Compares the two.
   *
   * @param olderWhole whether what is not in the older directory was not there
   * @param newerWhole likewise
   */
  Kind kind(boolean olderWhole, boolean newerWhole) {
    boolean wasPassedOver = i != NONE && (older.flags(i) & PASSED_OVER) != 0;
    boolean isPassedOver = j != NONE && (newer.flags(j) & PASSED_OVER) != 0;
    if (wasPassedOver && isPassedOver) {
      return Kind.PASSED_OVER;
    }
    if (wasPassedOver || isPassedOver) {
      return Kind.NOT_KNOWN;
    }
    if (i == NONE) {
      return olderWhole ? Kind.ADDED : Kind.NOT_KNOWN;
    }
    if (j == NONE) {
      return newerWhole ? Kind.REMOVED : Kind.NOT_KNOWN;
    }
    if (older.type(i) == EntryType.UNKNOWN || newer.type(j) == EntryType.UNKNOWN) {
      return Kind.NOT_KNOWN;
    }
    if (older.isDirectory(i) != newer.isDirectory(j)) {
      return Kind.REPLACED;
    }
    return older.isDirectory(i)
        ? (areSame(olderRow, newerRow) ? Kind.SAME : Kind.DIRECTORIES)
        : fileKind();
  }

  /** Whether two directories are known to be the same without looking into them. */
  static boolean areSame(@Nullable Row older, @Nullable Row newer) {
    return older != null
        && newer != null
        && older.digest() != null
        && Objects.equals(older.digest(), newer.digest())
        && !older.totals().partial()
        && !newer.totals().partial()
        && older.error() == null
        && newer.error() == null;
  }

  private Kind fileKind() {
    long before = older.bytes(i);
    long after = newer.bytes(j);
    boolean sizes = before != EntryColumns.UNKNOWN_SIZE && after != EntryColumns.UNKNOWN_SIZE;
    boolean times =
        older.modifiedNanos(i) != EntryColumns.UNKNOWN_TIME
            && newer.modifiedNanos(j) != EntryColumns.UNKNOWN_TIME;
    if (older.type(i) != newer.type(j) || (sizes && before != after)) {
      return Kind.FILE_CHANGED;
    }
    if (times && !isSameTime(older, i, newer, j)) {
      return Kind.FILE_CHANGED;
    }
    return sizes || times ? Kind.SAME : Kind.NOT_KNOWN;
  }

  /**
   * Whether two times are the same. Where one has no fraction of a second, as in trees that come
   * from elsewhere, only seconds are compared.
   */
  static boolean isSameTime(EntryColumns a, int i, EntryColumns b, int j) {
    return a.modifiedSeconds(i) == b.modifiedSeconds(j)
        && (a.modifiedNanos(i) == b.modifiedNanos(j)
            || a.modifiedNanos(i) == 0
            || b.modifiedNanos(j) == 0);
  }

  /** The older one with all below it. */
  Amount amountBefore() {
    return Amount.of(older, i, olderRow);
  }

  /** The newer one with all below it. */
  Amount amountAfter() {
    return Amount.of(newer, j, newerRow);
  }

  /** The bytes that a file adds to the totals: a further name of a counted inode adds none. */
  static long counted(EntryColumns entries, int i) {
    return entries.has(i, EntryColumns.REPEATED_LINK) ? 0 : Math.max(0, entries.bytes(i));
  }

  /**
   * By how many bytes a file that is in both has grown. It counts where the newer scan counts it,
   * so that it makes no difference which of several names was read first.
   */
  long growth() {
    boolean known =
        older.bytes(i) != EntryColumns.UNKNOWN_SIZE && newer.bytes(j) != EntryColumns.UNKNOWN_SIZE;
    return known && !newer.has(j, EntryColumns.REPEATED_LINK) ? newer.bytes(j) - older.bytes(i) : 0;
  }
}
