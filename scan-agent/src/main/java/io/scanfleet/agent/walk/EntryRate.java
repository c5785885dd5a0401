package io.scanfleet.agent.walk;

import java.util.concurrent.atomic.AtomicLong;

/**
 * A ceiling on entries per second, as a schedule: every entry takes its share of a second, and
 * whoever has read entries waits until the schedule has come to them. Time not used for half a
 * second is forgotten. Thread-safe.
 */
final class EntryRate {

  private static final long FORGOTTEN_AFTER = 500_000_000L;

  private final double nanosPerEntry;
  private final AtomicLong scheduled;

  /**
   * @param entriesPerSecond 0 for no ceiling
   * @param now from a monotonic clock, in nanoseconds
   */
  EntryRate(long entriesPerSecond, long now) {
    nanosPerEntry = entriesPerSecond == 0 ? 0 : 1e9 / entriesPerSecond;
    scheduled = new AtomicLong(now);
  }

  /** How many nanoseconds to wait after this many entries have been read. */
  long delayAfter(int entries, long now) {
    if (nanosPerEntry == 0) {
      return 0;
    }
    long share = Math.round(entries * nanosPerEntry);
    long until =
        scheduled.updateAndGet(last -> Math.max(last - now, -FORGOTTEN_AFTER) + now + share);
    return Math.max(0, until - now);
  }
}
