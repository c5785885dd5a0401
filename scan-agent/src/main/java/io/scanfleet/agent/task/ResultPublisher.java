package io.scanfleet.agent.task;

import io.scanfleet.model.TargetId;
import io.scanfleet.model.message.TargetState;

/** Where pages and states go. Nothing given to it is lost while the process lives. Thread-safe. */
public interface ResultPublisher {

  /** Begins the pages of one attempt at a target. */
  Pages pages(TargetId target, int attempt);

  /**
   * Publishes a state and waits until the broker has confirmed it, however long that takes.
   *
   * @throws InterruptedException if the agent stops before
   */
  void publish(TargetState state) throws InterruptedException;

  /** The pages of one attempt. Thread-safe. */
  interface Pages {

    /**
     * Publishes a page, numbered in the order of the calls. Waits while too many are unconfirmed.
     *
     * @throws StoppedException if the agent stops before
     */
    void send(byte[] page);

    /**
     * Waits until the broker has confirmed every page.
     *
     * @return how many there were
     * @throws InterruptedException if the agent stops before
     */
    long awaitConfirmed() throws InterruptedException;
  }

  /** The agent is stopping; what was not published will be again by its next start. */
  final class StoppedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StoppedException() {
      super("the agent is stopping", null, false, false);
    }
  }
}
