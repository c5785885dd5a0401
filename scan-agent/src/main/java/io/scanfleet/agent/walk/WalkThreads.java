package io.scanfleet.agent.walk;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RecursiveAction;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * The threads that read directories: a work-stealing pool, of which as many may read at a time as
 * {@link Pace} finds right, and no faster than the ceiling. A thread whose call hangs is given up
 * and another takes its place. Thread-safe.
 */
final class WalkThreads {

  /** A walk that waits looks this often whether it has been stopped meanwhile. */
  private static final long LONGEST_SLEEP = 50_000_000L;

  private static final int MOST = 64;
  private static final int MOST_PER_CORE = 8;
  private static final long SAMPLE_NANOS = 1_000_000_000L;

  private final Pace pace;
  private final Gate gate;
  private final ForkJoinPool pool;
  private final EntryRate rate;
  private final LongSupplier nanoTime;
  private final LongAdder calls = new LongAdder();
  private final LongAdder busyNanos = new LongAdder();
  private final AtomicInteger lost = new AtomicInteger();

  private long sampledAt;
  private long sampledCalls;
  private long sampledNanos;

  WalkThreads(WalkLimits limits, LongSupplier nanoTime) {
    int start = limits.threads() > 0 ? limits.threads() : cores();
    int most = limits.threads() > 0 ? start : Math.min(MOST, start * MOST_PER_CORE);
    this.nanoTime = nanoTime;
    this.pace = new Pace(start, most);
    this.gate = new Gate(start);
    this.pool = new ForkJoinPool(start);
    this.rate = new EntryRate(limits.maxEntriesPerSecond(), nanoTime.getAsLong());
    this.sampledAt = nanoTime.getAsLong();
  }

  private static int cores() {
    return Math.max(2, Runtime.getRuntime().availableProcessors());
  }

  Pace pace() {
    return pace;
  }

  long now() {
    return nanoTime.getAsLong();
  }

  void execute(RecursiveAction task) {
    pool.execute(task);
  }

  void enter() {
    gate.enter();
  }

  void leave() {
    gate.leave();
  }

  /** A thread inside hangs in a call: another may take its place. */
  void lost() {
    lost.incrementAndGet();
    gate.leave();
    makeRoom();
  }

  /** The pool only ever grows: its threads wait at the gate when they are too many. */
  private void makeRoom() {
    int wanted = gate.limit() + lost.get();
    if (wanted > pool.getParallelism()) {
      pool.setParallelism(wanted);
    }
    // The pool makes threads when it is given work, not when it is allowed more.
    pool.execute(() -> {});
  }

  /** A thread that was lost is back, and outside. */
  void found() {
    lost.decrementAndGet();
  }

  /** Threads that hang in a call. */
  int hanging() {
    return lost.get();
  }

  /** Calls were answered, in so many nanoseconds together. */
  void answered(int count, long nanos) {
    calls.add(count);
    busyNanos.add(nanos);
  }

  /**
   * Waits as long as limits and storage ask for.
   *
   * @param entries how many were read
   * @param took what that took, in nanoseconds
   */
  void pause(int entries, long took, BooleanSupplier stopped) {
    long wait = Math.max(rate.delayAfter(entries, now()), took * pace.pauseFactor());
    if (wait == 0) {
      return;
    }
    long until = now() + wait;
    for (long left = wait; left > 0 && !stopped.getAsBoolean(); left = until - now()) {
      LockSupport.parkNanos(Math.min(left, LONGEST_SLEEP));
    }
  }

  /** Adapts to what was measured; called by one thread, several times a second. */
  void adapt() {
    long now = now();
    long since = now - sampledAt;
    if (since < SAMPLE_NANOS) {
      return;
    }
    long callsNow = calls.sum();
    long nanosNow = busyNanos.sum();
    pace.sample(callsNow - sampledCalls, nanosNow - sampledNanos, since / 1e9);
    sampledAt = now;
    sampledCalls = callsNow;
    sampledNanos = nanosNow;
    if (pace.threads() != gate.limit()) {
      gate.setLimit(pace.threads());
      makeRoom();
    }
  }

  void close() {
    pool.shutdownNow();
  }
}
