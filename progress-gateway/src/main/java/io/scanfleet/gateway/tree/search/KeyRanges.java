package io.scanfleet.gateway.tree.search;

import io.scanfleet.model.DirectoryKey;
import org.jspecify.annotations.Nullable;

/**
 * Divides a whole table into ranges of keys. Keys are evenly spread, so a first portion, which is
 * small and ends by count, tells how wide a range has to be for a number of listings. Portions
 * grow: the first answers at once, the later ones keep their threads busy.
 */
final class KeyRanges implements Portions {

  private static final int FIRST_ROWS = 128;
  private static final int MOST_ROWS = 1024;

  /** An uneven range may hold more than was expected of it, but not any number. */
  private static final int TOO_MANY_ROWS = 2 * MOST_ROWS;

  /** Of all keys. Directories of many listings would make ranges too narrow. */
  private static final double LEAST_WIDTH = 0x1p-14;

  private final Place.Table table;
  private @Nullable Place rest;
  private @Nullable Portion first;
  private int wanted = FIRST_ROWS;
  private long rowsSeen;
  private double widthSeen;

  KeyRanges(Place from) {
    table = from.table();
    rest = from;
  }

  @Override
  public Place.Table table() {
    return table;
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
      first = new Portion(from, null, null, FIRST_ROWS);
      return first;
    }
    wanted = Math.min(MOST_ROWS, wanted * 2);
    double end = from.fractionOfKeys() + Math.max(LEAST_WIDTH, wanted * widthSeen / rowsSeen);
    long high = (long) (end * 0x1p53) << 11;
    if (end >= 1) {
      rest = null;
      return new Portion(from, null, null, TOO_MANY_ROWS);
    }
    DirectoryKey before = new DirectoryKey(high, 0);
    rest = Place.at(table, before);
    return new Portion(from, before, null, TOO_MANY_ROWS);
  }

  @Override
  public @Nullable Portion searched(Portion portion, Candidates found) {
    Place end = found.end();
    DirectoryKey before = portion.before();
    double to = end != null ? end.fractionOfKeys() : before != null ? fraction(before) : 1;
    rowsSeen += found.rows();
    widthSeen += to - portion.from().fractionOfKeys();
    if (portion.equals(first)) {
      rowsSeen = Math.max(1, rowsSeen);
      rest = end;
      first = null;
      return null;
    }
    return end == null ? null : portion.from(end);
  }

  private static double fraction(DirectoryKey key) {
    return Place.at(Place.Table.LISTINGS, key).fractionOfKeys();
  }

  @Override
  public @Nullable Place rest() {
    return rest;
  }
}
