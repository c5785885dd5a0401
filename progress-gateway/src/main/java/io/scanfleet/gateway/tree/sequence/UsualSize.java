package io.scanfleet.gateway.tree.sequence;

import java.util.Arrays;

/**
 * Which sizes are usual among the frames of a sequence; the rule is told at {@link Sequence}. Empty
 * files and those whose size is not known are neither usual nor odd.
 *
 * @param least the least usual size, in bytes
 * @param most the greatest
 */
record UsualSize(long least, long most) {

  private static final UsualSize ANY = new UsualSize(1, Long.MAX_VALUE);

  /** From so many files on there is a usual size. */
  private static final int FEWEST = 3;

  static UsualSize of(long[] sizes, int n) {
    long[] sorted = new long[n];
    int known = 0;
    boolean alike = true;
    for (int i = 0; i < n; i++) {
      if (sizes[i] > 0) {
        alike &= known == 0 || sizes[i] == sorted[0];
        sorted[known++] = sizes[i];
      }
    }
    if (alike || known < FEWEST) {
      return ANY;
    }
    Arrays.sort(sorted, 0, known);
    long median = sorted[known / 2];
    // What three quarters have in common is the median, too.
    long common = 0;
    for (int i = 0; i < known; i++) {
      common += sorted[i] == median ? 1 : 0;
    }
    if (common * 4 >= known * 3L) {
      return new UsualSize(median, median);
    }
    return new UsualSize(
        Math.ceilDiv(median, 4), median > Long.MAX_VALUE / 4 ? Long.MAX_VALUE : median * 4);
  }

  boolean isOdd(long size) {
    return size > 0 && (size < least || size > most);
  }
}
