package io.scanfleet.agent.walk;

/**
 * Decides how hard a walk may lean on the storage, from how long its own calls take.
 *
 * <p>Two things are decided, about once a second. <em>How many threads:</em> calls that are
 * answered from memory take some microseconds, and more threads than cores are of no use then.
 * Calls that wait (a cold disk, a network) leave room: the number grows by half, stays if the
 * throughput grew by a tenth with it, and goes back and rests for a while if not. <em>Whether to
 * give way:</em> the calmest latency seen so far is the measure, drifting up by 1 % a second so
 * that it is not for ever. When calls take {@value #SLOWER} times as long and more than {@value
 * #SLOW_MICROS} µs on average, somebody else needs the storage, or it suffers from us: the threads
 * are halved every second, and then pauses are made, up to four times as long as the work between
 * them. When calls are quick again, pauses and then threads come back one by one.
 *
 * <p>Not thread-safe; what it has decided may be read by any thread.
 */
final class Pace {

  private static final double WAITING_MICROS = 25;
  private static final double SLOW_MICROS = 5_000;
  private static final double SLOWER = 8;
  private static final double CALM_DRIFT = 1.01;
  private static final double WORTH_IT = 1.10;
  private static final int REST = 5;
  private static final int LONGEST_PAUSE = 4;
  private static final int FEWEST_CALLS = 8;

  private final int fewest;
  private final int most;
  private volatile int threads;
  private volatile int pauseFactor;
  private volatile boolean throttled;

  private double calmMicros = Double.POSITIVE_INFINITY;
  private double tried;
  private int before;
  private int rest;

  /**
   * @param start the number of threads to begin with
   * @param most the largest number; {@code start} if the number is given and must not grow
   */
  Pace(int start, int most) {
    this.fewest = start;
    this.most = most;
    this.threads = start;
  }

  /** How many threads may read. */
  int threads() {
    return threads;
  }

  /** How many times as long as its work a thread pauses after it; 0 for not at all. */
  int pauseFactor() {
    return pauseFactor;
  }

  /** Whether the walk is giving way to others. */
  boolean isThrottled() {
    return throttled;
  }

  /**
   * Takes the measure of the last second or so.
   *
   * @param calls system calls that were answered
   * @param busyNanos what all of them took together, by the clock
   * @param seconds over how long
   */
  void sample(long calls, long busyNanos, double seconds) {
    if (calls < FEWEST_CALLS && busyNanos / 1000.0 < SLOW_MICROS * Math.max(1, calls)) {
      return;
    }
    double micros = busyNanos / 1000.0 / Math.max(1, calls);
    calmMicros = Math.min(calmMicros * CALM_DRIFT, micros);
    if (micros > Math.max(SLOW_MICROS, SLOWER * calmMicros)) {
      giveWay();
    } else if (throttled) {
      if (micros < Math.max(SLOW_MICROS, SLOWER * calmMicros) / 2) {
        comeBack();
      }
    } else {
      grow(micros, calls / seconds);
    }
  }

  private void giveWay() {
    throttled = true;
    tried = 0;
    int allowed = threads;
    int pause = pauseFactor;
    if (allowed > 1) {
      threads = allowed / 2;
    } else {
      pauseFactor = Math.min(LONGEST_PAUSE, Math.max(1, pause * 2));
    }
  }

  private void comeBack() {
    int pause = pauseFactor;
    int allowed = threads;
    if (pause > 0) {
      pauseFactor = pause / 2;
    } else if (allowed < fewest) {
      threads = allowed + 1;
    }
    throttled = pauseFactor > 0 || threads < fewest;
    rest = REST;
  }

  private void grow(double micros, double throughput) {
    if (tried > 0) {
      boolean worthIt = throughput >= tried * WORTH_IT;
      tried = 0;
      if (!worthIt) {
        threads = before;
        rest = REST;
        return;
      }
    }
    if (rest > 0) {
      rest--;
    } else if (micros > WAITING_MICROS && threads < most) {
      before = threads;
      tried = throughput;
      threads = Math.min(most, threads + Math.max(1, threads / 2));
    }
  }
}
