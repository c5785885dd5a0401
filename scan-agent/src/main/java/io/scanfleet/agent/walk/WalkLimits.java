package io.scanfleet.agent.walk;

/**
 * How hard a walker may work.
 *
 * @param threads directories read at once; 0 for a number that fits the storage, found while
 *     walking
 * @param maxEntriesPerSecond a ceiling for all walks together; 0 for none
 */
public record WalkLimits(int threads, long maxEntriesPerSecond) {

  /** As fast as the storage likes. */
  public static final WalkLimits NONE = new WalkLimits(0, 0);

  public WalkLimits {
    if (threads < 0 || threads > 1000) {
      throw new IllegalArgumentException("threads must be 0 to 1000: " + threads);
    }
    if (maxEntriesPerSecond < 0) {
      throw new IllegalArgumentException(
          "the entries per second cannot be negative: " + maxEntriesPerSecond);
    }
  }
}
