package io.scanfleet.gateway.live;

/**
 * When the next message may go out, so that on average there is no more than one in an interval:
 * the generic cell rate algorithm, with a tolerance of one tick. Two may follow each other
 * directly, and then it is one in an interval again.
 *
 * <p>Without the tolerance, news that comes every 50 ms and was late once would be late for ever: a
 * message that was held back holds back the next, and since news comes no slower than it may go
 * out, the delay is never made up for. Belongs to the loop's thread; times are of a monotonic
 * clock, in nanoseconds.
 */
final class Pace {

  private static final long TOLERANCE = TickLength.SHORTEST.toNanos();

  private long next;

  /** The first message may go out now, and a second one with it. */
  Pace(long now) {
    this.next = now - TOLERANCE;
  }

  /** When the next one may go out; in the past if it may at once. */
  long next() {
    return next;
  }

  /** One went out. */
  void sent(long now, long interval) {
    next = Math.max(next, now - TOLERANCE) + interval;
  }
}
