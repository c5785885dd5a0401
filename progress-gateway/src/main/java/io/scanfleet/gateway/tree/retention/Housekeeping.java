package io.scanfleet.gateway.tree.retention;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.scanfleet.gateway.batch.BatchChanged;
import io.scanfleet.gateway.batch.ScanRepository;
import io.scanfleet.gateway.tree.retention.DiscardedTrees.Discarded;
import io.scanfleet.model.BatchId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.stereotype.Component;

/**
 * Removes, in the background, what is not kept: scans that the rules do not keep, then the rows of
 * trees that were discarded, then the space that those took.
 *
 * <p>One thread does all of it. It looks once a minute, and at once when a batch has changed here;
 * what it finds is in the database, so a crash or an error costs a minute, and several gateways may
 * look at the same time. Between two steps it rests as long as the step took: SQLite has one
 * writer, and it is not fair to those who wait.
 */
@Component
@EnableConfigurationProperties(RetentionRules.class)
class Housekeeping implements SmartLifecycle {

  private static final System.Logger LOG = System.getLogger(Housekeeping.class.getName());

  private static final Duration LOOK = Duration.ofMinutes(1);

  /** News comes in swarms. */
  private static final Duration REST = Duration.ofSeconds(1);

  private static final Duration LONGEST_STOP = Duration.ofSeconds(10);

  /**
   * A page of a tree may be on its way into the database while the tree is discarded; so what has
   * been discarded is looked for again.
   */
  private static final double SECONDS_UNTIL_QUIET = 60;

  private final RetentionRules rules;
  private final ExpiredScans expired;
  private final ScanRepository scans;
  private final DiscardedTrees trees;
  private final DatabaseFile file;
  private final ApplicationEventPublisher events;
  private final InstantSource clock;
  private final Counter expiredCount;
  private final Counter removedRows;
  private final BlockingQueue<Boolean> wakes = new ArrayBlockingQueue<>(1);
  private CountDownLatch stopping = new CountDownLatch(1);
  private @Nullable Thread thread;
  private boolean unsettled;
  private volatile int waiting;

  Housekeeping(
      RetentionRules rules,
      ExpiredScans expired,
      ScanRepository scans,
      DiscardedTrees trees,
      DatabaseFile file,
      ApplicationEventPublisher events,
      InstantSource clock,
      MeterRegistry meters) {
    this.rules = rules;
    this.expired = expired;
    this.scans = scans;
    this.trees = trees;
    this.file = file;
    this.events = events;
    this.clock = clock;
    this.expiredCount =
        Counter.builder("scanfleet.scans.expired")
            .description("Scans removed because the rules do not keep them")
            .register(meters);
    this.removedRows =
        Counter.builder("scanfleet.rows.removed")
            .description("Rows of deleted trees removed from the database")
            .register(meters);
    Gauge.builder("scanfleet.trees.discarded", () -> waiting)
        .description("Deleted trees whose rows are still being removed")
        .register(meters);
  }

  @EventListener
  void changed(BatchChanged event) {
    var _ = wakes.offer(true);
  }

  @Override
  public synchronized void start() {
    stopping = new CountDownLatch(1);
    thread = Thread.ofPlatform().name("housekeeping").daemon().start(this::run);
  }

  @Override
  public synchronized void stop() {
    Thread running = thread;
    if (running == null) {
      return;
    }
    stopping.countDown();
    var _ = wakes.offer(true);
    try {
      running.join(LONGEST_STOP);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    thread = null;
  }

  @Override
  public synchronized boolean isRunning() {
    return thread != null;
  }

  private void run() {
    try {
      while (!isStopping()) {
        try {
          look();
        } catch (RuntimeException e) {
          LOG.log(
              System.Logger.Level.WARNING,
              "What is not kept could not be removed; tried again in a minute",
              e);
        }
        if (!stopping.await(REST.toMillis(), TimeUnit.MILLISECONDS)) {
          var _ = wakes.poll(LOOK.toMillis(), TimeUnit.MILLISECONDS);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Does what there is to do now. */
  void look() {
    expire();
    var discarded = trees.until(now());
    int left = discarded.size();
    waiting = left;
    for (Discarded tree : discarded) {
      if (isStopping()) {
        return;
      }
      left -= remove(tree) ? 1 : 0;
      waiting = left;
    }
    shrink();
  }

  private void expire() {
    if (rules.keepAll()) {
      return;
    }
    for (BatchId batch : expired.find(rules, now())) {
      if (isStopping()) {
        return;
      }
      if (scans.delete(batch, now())) {
        events.publishEvent(new BatchChanged(batch));
        expiredCount.increment();
      }
    }
  }

  /** Removes what there is of a tree; tells whether no more will come. */
  private boolean remove(Discarded tree) {
    try {
      long removed = trees.removeRows(tree.targetKey(), new Rests());
      removedRows.increment((double) removed);
      if (removed > 0) {
        unsettled = true;
      } else if (!isStopping() && now() - tree.since() >= SECONDS_UNTIL_QUIET) {
        trees.forget(tree.targetKey());
        return true;
      }
    } catch (ConcurrencyFailureException e) {
      // Another gateway is at it.
    }
    return false;
  }

  private void shrink() {
    Rests rests = new Rests();
    while (file.shrink()) {
      unsettled = true;
      if (!rests.getAsBoolean()) {
        return;
      }
    }
    if (unsettled && !isStopping()) {
      unsettled = !file.settle();
    }
  }

  private double now() {
    return clock.millis() / 1000.0;
  }

  private boolean isStopping() {
    return stopping.getCount() == 0;
  }

  /** Waits as long as was worked since it last waited. */
  private final class Rests implements BooleanSupplier {

    private long since = System.nanoTime();

    @Override
    public boolean getAsBoolean() {
      boolean stopped;
      try {
        stopped = stopping.await(System.nanoTime() - since, TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        stopped = true;
      }
      since = System.nanoTime();
      return !stopped;
    }
  }
}
