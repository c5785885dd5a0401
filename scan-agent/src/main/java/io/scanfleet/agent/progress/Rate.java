package io.scanfleet.agent.progress;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Files per second of late, calm enough to read: an exponentially weighted mean whose weights halve
 * every two seconds, whatever the distance between the samples. Not thread-safe.
 */
final class Rate {

  private static final double HALF_LIFE_SECONDS = 2.0;

  /** A rate over less time than this says nothing. */
  private static final Duration SHORTEST = Duration.ofMillis(500);

  private final long startNanos;
  private long lastNanos;
  private long lastCount;
  private double smoothed;
  private double weight;

  /**
   * @param nanos the time of the first sample, whose count is 0, from a monotonic clock
   */
  Rate(long nanos) {
    startNanos = nanos;
    lastNanos = nanos;
  }

  /** A count that never falls, at a time that never does. */
  void sample(long count, long nanos) {
    double seconds = (nanos - lastNanos) / 1e9;
    if (seconds <= 0) {
      return;
    }
    double keep = Math.exp(-Math.log(2) * seconds / HALF_LIFE_SECONDS);
    smoothed = smoothed * keep + (count - lastCount) / seconds * (1 - keep);
    // The mean starts from nothing; dividing by the weight gathered so far takes that bias out.
    weight = weight * keep + (1 - keep);
    lastCount = count;
    lastNanos = nanos;
  }

  /** Per second; null while there is too little to tell. */
  @Nullable Double perSecond() {
    if (lastNanos - startNanos < SHORTEST.toNanos() || weight == 0) {
      return null;
    }
    return smoothed / weight;
  }
}
