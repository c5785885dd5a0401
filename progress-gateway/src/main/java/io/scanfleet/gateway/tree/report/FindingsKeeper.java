package io.scanfleet.gateway.tree.report;

import io.scanfleet.gateway.batch.BatchChanged;
import io.scanfleet.model.entry.MalformedDataException;
import jakarta.annotation.PreDestroy;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;

/**
 * Puts the findings of a target's pages together.
 *
 * <p>While it runs that is done for whoever asks. When it has ended it is done once, and the result
 * takes the place of the pages' rows. That needs no haste and is repeated after a failure or a
 * crash, by any gateway: the same pages add up to the same. Thread-safe; settling has a thread of
 * its own.
 */
@Service
public class FindingsKeeper {

  private static final System.Logger LOG = System.getLogger(FindingsKeeper.class.getName());

  private final FindingsRows rows;
  private final ExecutorService settling =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().name("scanfleet-settling").daemon().factory());

  FindingsKeeper(FindingsRows rows) {
    this.rows = rows;
  }

  /** What has been found of a target so far, or in all. */
  public Findings of(long targetKey) {
    return rows.whole(targetKey)
        .map(Findings::decode)
        .orElseGet(
            () -> {
              Findings sum = new Findings();
              rows.pages(targetKey, page -> sum.add(Findings.decode(page)));
              // Settled while its pages were read: some of them may have been gone.
              Optional<byte[]> whole = rows.whole(targetKey);
              return whole.map(Findings::decode).orElse(sum);
            });
  }

  @EventListener
  void batchChanged(BatchChanged event) {
    later();
  }

  /** For what a gateway that died has left. */
  @Scheduled(initialDelayString = "PT5S", fixedDelayString = "PT1M")
  void later() {
    try {
      settling.execute(this::settle);
    } catch (RejectedExecutionException e) {
      // The gateway stops; the next start settles.
    }
  }

  private void settle() {
    try {
      for (long target : rows.unsettled()) {
        settle(target);
      }
    } catch (DataAccessException e) {
      LOG.log(System.Logger.Level.WARNING, "Reports are put together later: {0}", e.getMessage());
    }
  }

  /** One target's findings that cannot be read do not hold up the others'. */
  private void settle(long target) {
    try {
      rows.settle(target, of(target).encode());
    } catch (MalformedDataException e) {
      LOG.log(
          System.Logger.Level.ERROR,
          "The reports of the tree with key " + target + " cannot be put together: {0}",
          e.getMessage());
    }
  }

  @PreDestroy
  void stop() {
    settling.shutdownNow();
  }
}
