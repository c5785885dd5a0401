package io.scanfleet.gateway.batch;

import io.scanfleet.model.BatchId;
import io.scanfleet.model.message.ProgressMessage;
import java.time.Duration;

/** Knows how far a batch is at this moment. Thread-safe. */
public interface CurrentProgress {

  /** The progress of a batch just read from the database, with what agents have told since. */
  ProgressMessage of(Scan scan);

  /**
   * Waits for news of a batch: returns when its sequence is above the given one, it is final, or
   * the time is over.
   *
   * @throws InterruptedException if the thread is interrupted
   */
  void await(BatchId batch, long since, Duration wait) throws InterruptedException;
}
