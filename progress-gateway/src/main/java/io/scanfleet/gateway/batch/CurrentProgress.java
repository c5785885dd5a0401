package io.scanfleet.gateway.batch;

import io.scanfleet.model.BatchId;
import io.scanfleet.model.message.ProgressMessage;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Knows how far a batch is at this moment; of one that runs, without asking the database.
 * Thread-safe.
 */
public interface CurrentProgress {

  /** The progress of a batch just read from the database, with what agents have told since. */
  ProgressMessage of(Scan scan);

  /** The state of a batch; empty if there is none. */
  Optional<Moment> now(BatchId batch);

  /**
   * Waits for news of a batch, then tells its newest state; empty if there is no such batch. News
   * is what is newer than a sequence, or that nothing will follow. It may be held back a little,
   * for the sake of all who wait.
   *
   * @param wait how long at most
   * @throws InterruptedException if the thread is interrupted
   */
  Optional<Moment> await(BatchId batch, long since, Duration wait) throws InterruptedException;

  /**
   * A state of a batch, the same object for all who ask while it is the newest; so what it looks
   * like on the wire is made for the first alone. Thread-safe.
   */
  final class Moment {

    private final Scan scan;
    private final ProgressMessage progress;
    private volatile byte @Nullable [] encoded;

    /**
     * @param scan as the database had it
     * @param progress with what agents have told since
     */
    public Moment(Scan scan, ProgressMessage progress) {
      this.scan = scan;
      this.progress = progress;
    }

    public Scan scan() {
      return scan;
    }

    public ProgressMessage progress() {
      return progress;
    }

    /** What the encoder makes of it, once. Not to be changed. */
    byte[] encoded(Function<Moment, byte[]> encoder) {
      byte[] made = encoded;
      if (made == null) {
        made = encoder.apply(this);
        encoded = made;
      }
      return made;
    }
  }
}
