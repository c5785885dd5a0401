package io.scanfleet.agent.walk;

import java.util.concurrent.Semaphore;

/**
 * Lets a number of threads through at a time; the number may change at any moment. Threads that are
 * inside when it falls finish what they do. Thread-safe.
 */
final class Gate {

  private final Permits permits;
  private int limit;

  Gate(int limit) {
    this.limit = limit;
    this.permits = new Permits(limit);
  }

  /** Waits for its turn, whatever interrupts come: what waits here must be dealt with. */
  void enter() {
    permits.acquireUninterruptibly();
  }

  /** One fewer inside; need not be called by the thread that entered. */
  void leave() {
    permits.release();
  }

  synchronized void setLimit(int limit) {
    if (limit >= this.limit) {
      permits.release(limit - this.limit);
    } else {
      permits.reducePermits(this.limit - limit);
    }
    this.limit = limit;
  }

  synchronized int limit() {
    return limit;
  }

  /** Opens what the library keeps for subclasses. */
  private static final class Permits extends Semaphore {

    private static final long serialVersionUID = 1L;

    Permits(int permits) {
      super(permits);
    }

    @Override
    protected void reducePermits(int reduction) {
      super.reducePermits(reduction);
    }
  }
}
