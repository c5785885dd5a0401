/**
 * What a scenario puts on a server.
 *
 * @param sessions how many sessions
 * @param subscriptions batches of each session
 * @param batches how many batches there are
 * @param leastNanos between two ticks of a batch
 * @param mostNanos the same, for jitter
 * @param stalled how many of the sessions do not read
 * @param sample how many of those that read are timed
 * @param warmUpMillis of load before anything counts
 * @param windowMillis of what counts
 */
record Load(
    int sessions,
    int subscriptions,
    int batches,
    long leastNanos,
    long mostNanos,
    int stalled,
    int sample,
    long warmUpMillis,
    long windowMillis) {

  /** Room for all ticks, also when a run is held up. */
  int mostTicks() {
    return (int) ((warmUpMillis + windowMillis + 120_000) * 1_000_000 / leastNanos);
  }
}
