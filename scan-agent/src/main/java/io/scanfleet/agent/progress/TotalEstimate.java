package io.scanfleet.agent.progress;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * How many files a scan will find, as far as that can be known: what the last completed scan of the
 * directory found, or the inodes in use where a whole volume is scanned. What a walk has seen so
 * far says too little about what it has not: such guesses are wrong by 20 points and more on real
 * trees, so without one of the two there is no estimate. Neither is there any more once a scan has
 * passed it: then nobody knows how much is left. Immutable.
 */
public final class TotalEstimate {

  /** No estimate is full before the end. */
  private static final double ALMOST_DONE = 99.9;

  /** Nothing is known. */
  public static final TotalEstimate NONE = new TotalEstimate(0, 0);

  private final long lastFiles;
  private final long usedInodes;

  private TotalEstimate(long lastFiles, long usedInodes) {
    this.lastFiles = lastFiles;
    this.usedInodes = usedInodes;
  }

  /**
   * The best there is.
   *
   * @param lastFiles how many files the last completed scan found; null if there was none
   * @param usedInodes how many inodes the volume has in use, if that is what is scanned
   */
  public static TotalEstimate of(@Nullable Long lastFiles, OptionalLong usedInodes) {
    if (lastFiles != null && lastFiles > 0) {
      return new TotalEstimate(lastFiles, 0);
    }
    return usedInodes.isPresent() ? new TotalEstimate(0, usedInodes.getAsLong()) : NONE;
  }

  /**
   * An estimate.
   *
   * @param files how many there will be
   * @param percentage how much of that is done; what was found divided by {@code files}
   */
  record Total(long files, double percentage) {}

  /** What the total will be, given what has been found; null if that is not known. */
  @Nullable Total after(long files, long directories) {
    double part;
    long total;
    if (lastFiles > 0) {
      total = lastFiles;
      part = (double) files / lastFiles;
    } else if (usedInodes > 0 && files + directories > 0) {
      part = (double) (files + directories) / usedInodes;
      total = Math.round(files / part);
    } else {
      return null;
    }
    return part > 1 ? null : new Total(total, Math.min(ALMOST_DONE, 100 * part));
  }
}
