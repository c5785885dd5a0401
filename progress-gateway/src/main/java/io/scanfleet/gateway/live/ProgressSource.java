package io.scanfleet.gateway.live;

import io.scanfleet.model.BatchId;

/**
 * Where ticks come from. Opening what is open, and closing what is not, does nothing. Thread-safe.
 */
public interface ProgressSource {

  /**
   * Begins to consume a batch's ticks.
   *
   * @return false if that is not possible at the moment
   */
  boolean open(BatchId batch);

  /** Ends it. */
  void close(BatchId batch);
}
