package io.scanfleet.gateway.live;

import java.time.Duration;

/**
 * How long a session rests between two writes: 50 ms, and more when the loop that serves it is busy
 * for most of its time. A longer rest means fewer writes with more news in each, so overload costs
 * freshness and nothing else.
 *
 * <p>Every fifth of a second, or every tick if that is longer, the share of time spent working is
 * looked at. Above 75 % the tick grows so that the same work would have taken 70 %, by half at
 * most; below 65 % it shrinks likewise, by a fifth at most. Between the two it stays. Not
 * thread-safe.
 */
final class TickLength {

  /** The contract: of one batch comes at most one message in 50 ms. */
  static final Duration SHORTEST = Duration.ofMillis(50);

  static final Duration LONGEST = Duration.ofSeconds(1);

  private static final long WINDOW_NANOS = Duration.ofMillis(200).toNanos();
  private static final double TOO_BUSY = 0.75;
  private static final double AT_EASE = 0.65;
  private static final double AIM = 0.70;
  private static final double MOST_GROWTH = 1.5;
  private static final double MOST_SHRINKING = 0.8;

  private long nanos = SHORTEST.toNanos();
  private long windowBegan;
  private long worked;

  /**
   * @param now by a monotonic clock, in nanoseconds
   */
  TickLength(long now) {
    this.windowBegan = now;
  }

  /** The tick now, in nanoseconds. */
  long nanos() {
    return nanos;
  }

  boolean isStretched() {
    return nanos > SHORTEST.toNanos();
  }

  /**
   * So much work was done until now.
   *
   * @return whether the tick has another length than before
   */
  boolean worked(long workedNanos, long now) {
    worked += workedNanos;
    long window = now - windowBegan;
    if (window < Math.max(WINDOW_NANOS, nanos)) {
      return false;
    }
    double share = (double) worked / window;
    windowBegan = now;
    worked = 0;
    long before = nanos;
    if (share > TOO_BUSY) {
      nanos = Math.round(nanos * Math.min(MOST_GROWTH, Math.max(1.1, share / AIM)));
    } else if (share < AT_EASE) {
      nanos = Math.round(nanos * Math.max(MOST_SHRINKING, share / AIM));
    }
    nanos = Math.clamp(nanos, SHORTEST.toNanos(), LONGEST.toNanos());
    return nanos != before;
  }
}
