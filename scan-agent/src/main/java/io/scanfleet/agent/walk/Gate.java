package io.scanfleet.agent.walk;

/**
 * Lets a number of threads through at a time; the number may change at any moment. Threads that are
 * inside when it falls finish what they do. Thread-safe.
 */
final class Gate {

  private int limit;
  private int inside;

  Gate(int limit) {
    this.limit = limit;
  }

  /** Waits for its turn, whatever interrupts come: what waits here must be dealt with. */
  synchronized void enter() {
    boolean interrupted = false;
    while (inside >= limit) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    inside++;
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** One fewer inside; need not be called by the thread that entered. */
  synchronized void leave() {
    inside--;
    notifyAll();
  }

  synchronized void setLimit(int limit) {
    this.limit = limit;
    notifyAll();
  }

  synchronized int limit() {
    return limit;
  }
}
