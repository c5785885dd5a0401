package io.scanfleet.gateway.tree.search;

import io.scanfleet.model.DirectoryKey;
import org.jspecify.annotations.Nullable;

/**
 * Divides a whole tree into ranges of keys. Keys are evenly spread, so a first portion, which is
 * small and ends by count, tells how wide a range has to be for a number of listings. Portions
 * grow: the first answers at once, the later ones keep their threads busy.
 */
final class KeyRanges implements Portions {

  private static final int FIRST_ROWS = 128;
  private static final int MOST_ROWS = 1024;

  /** Of all keys. Directories of many listings would make ranges too narrow. */
  private static final double LEAST_WIDTH = 0x1p-14;

  private @Nullable Place rest;
  private @Nullable Portion first;
  private int wanted = FIRST_ROWS;
  private long rowsSeen;
  private double widthSeen;

  KeyRanges(Place from) {
    rest = from;
  }

  @Override
  public int rows() {
    // An uneven range may hold more than was expected of it.
    return rowsSeen == 0 ? FIRST_ROWS : 2 * MOST_ROWS;
  }

  @Override
  public @Nullable Portion next() {
    Place from = rest;
    if (from == null) {
      return null;
    }
    if (rowsSeen == 0) {
      if (first != null) {
        return null;
      }
      first = new Portion(from, null, null);
      return first;
    }
    wanted = Math.min(MOST_ROWS, wanted * 2);
    double end = from.fraction() + Math.max(LEAST_WIDTH, wanted * widthSeen / rowsSeen);
    long high = (long) (end * 0x1p53) << 11;
    if (end >= 1) {
      rest = null;
      return new Portion(from, null, null);
    }
    DirectoryKey before = new DirectoryKey(high, 0);
    rest = new Place(before, 0, 0);
    return new Portion(from, before, null);
  }

  @Override
  public @Nullable Portion searched(Portion portion, Candidates found) {
    Place end = found.end();
    DirectoryKey before = portion.before();
    double to = end != null ? end.fraction() : before != null ? fraction(before) : 1;
    rowsSeen += found.rows();
    widthSeen += to - portion.from().fraction();
    if (portion.equals(first)) {
      rowsSeen = Math.max(1, rowsSeen);
      rest = end;
      first = null;
      return null;
    }
    return end == null ? null : portion.from(end);
  }

  private static double fraction(DirectoryKey key) {
    return new Place(key, 0, 0).fraction();
  }

  @Override
  public @Nullable Place rest() {
    return rest;
  }
}
