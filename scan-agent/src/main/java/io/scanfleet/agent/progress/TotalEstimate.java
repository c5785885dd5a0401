package io.scanfleet.agent.progress;

import io.scanfleet.agent.tree.ExpectedDirectory;
import io.scanfleet.model.SteadyTotal;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * How many files a scan will find, as far as that can be known: what it has found and what the last
 * completed scan lets expect of the rest, or the inodes in use where a whole volume is scanned.
 * What a walk has seen so far says too little about what it has not: such guesses are wrong by 20
 * points and more on real trees (benchmarks/README.md), so without one of the two there is no
 * estimate. Neither is there any more once a scan has passed it: then nobody knows how much is
 * left. Not thread-safe.
 */
public final class TotalEstimate {

  private final @Nullable ExpectedDirectory lastScan;
  private final long usedInodes;
  private final SteadyTotal steady = new SteadyTotal();

  private TotalEstimate(@Nullable ExpectedDirectory lastScan, long usedInodes) {
    this.lastScan = lastScan;
    this.usedInodes = usedInodes;
  }

  /** Nothing is known. */
  public static TotalEstimate none() {
    return new TotalEstimate(null, 0);
  }

  /**
   * The best there is.
   *
   * @param lastScan what the last completed scan lets expect; null if there was none
   * @param usedInodes how many inodes the volume has in use, if that is what is scanned
   */
  public static TotalEstimate of(@Nullable ExpectedDirectory lastScan, OptionalLong usedInodes) {
    return new TotalEstimate(lastScan, lastScan == null ? usedInodes.orElse(0) : 0);
  }

  /** What the total will be, given what has been found; null if that is not known. */
  SteadyTotal.@Nullable Shown after(long files, long directories) {
    if (lastScan != null) {
      long total = Math.max(files, lastScan.total());
      return lastScan.isPassed() || total == 0 ? null : steady.show(files, (double) total);
    }
    long found = files + directories;
    if (found == 0 || found > usedInodes) {
      return null;
    }
    return steady.show(files, Math.max(1, (double) files * usedInodes / found));
  }
}
