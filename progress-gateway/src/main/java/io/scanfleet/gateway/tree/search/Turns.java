package io.scanfleet.gateway.tree.search;

import io.scanfleet.gateway.problem.ProblemException;
import java.util.concurrent.Semaphore;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/**
 * Bounds how many do something at once; who comes when all are at it is told to come again.
 * Thread-safe.
 */
final class Turns {

  private final Semaphore free;

  Turns(int most) {
    free = new Semaphore(most);
  }

  /** A turn, which ends when it is closed. */
  interface Turn extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Begins a turn.
   *
   * @throws ProblemException if all are taken
   */
  Turn take() {
    if (!free.tryAcquire()) {
      ProblemException busy =
          ProblemException.of(
              HttpStatus.SERVICE_UNAVAILABLE,
              "busy",
              "Busy",
              "As many searches are running as the gateway takes at once; ask again.",
              null);
      busy.getHeaders().set(HttpHeaders.RETRY_AFTER, "1");
      throw busy;
    }
    return free::release;
  }
}
