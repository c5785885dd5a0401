package io.scanfleet.agent.task;

import io.scanfleet.agent.progress.ProgressTicker;
import io.scanfleet.model.ScanStatus;
import io.scanfleet.model.TargetId;
import io.scanfleet.model.message.AgentCommand;
import io.scanfleet.model.message.TargetState;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The targets that this agent has to do with: takes commands, runs a few targets at a time and the
 * others after them, ticks all of them, and takes up at start what a crash left behind.
 *
 * <p>A command is in the journal when the call that brought it returns, so it may be acknowledged
 * then. A command that arrives again finds the target there and changes nothing. Thread-safe.
 */
public final class ScanTasks implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(ScanTasks.class.getName());

  /** Targets scanned at once; they share the walker's threads. */
  private static final int AT_ONCE = 4;

  private static final Duration FLUSH = Duration.ofSeconds(1);
  private static final Duration RUN_DOWN = Duration.ofSeconds(10);

  private final ScanContext context;
  private final Journal journal;
  private final Map<TargetId, ScanTask> tasks = new ConcurrentHashMap<>();
  private final ExecutorService runners =
      Executors.newFixedThreadPool(AT_ONCE, Thread.ofPlatform().name("scan-", 0).factory());
  private final ScheduledExecutorService ticks =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("ticks").daemon().factory());
  private final ScheduledExecutorService flushes =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("flushes").daemon().factory());

  public ScanTasks(ScanContext context, Journal journal) {
    this.context = context;
    this.journal = journal;
  }

  /** Takes up what the journal holds, and starts ticking. */
  public void open() {
    for (Journal.Entry entry : journal.entries()) {
      AgentCommand.Start old = entry.start();
      AgentCommand.Start again =
          new AgentCommand.Start(
              old.batchId(),
              old.target(),
              old.path(),
              old.exclude(),
              old.crossMounts(),
              old.expectedFiles(),
              old.expectedDirectories(),
              old.attempt() + 1);
      LOG.log(System.Logger.Level.INFO, "Scanning {0} again after a stop", old.path());
      begin(new Journal.Entry(again, entry.cancelled()));
    }
    // A rest between two ticks, not a clock: a clock's next tick may come a hair too early to tell.
    long rest = ProgressTicker.FILE_TICK.toMillis();
    var _ = ticks.scheduleWithFixedDelay(this::tick, rest, rest, TimeUnit.MILLISECONDS);
    var _ =
        flushes.scheduleWithFixedDelay(
            this::flush, FLUSH.toMillis(), FLUSH.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Obeys a command; it will be obeyed even if the process dies now. */
  public void accept(AgentCommand command) {
    switch (command) {
      case AgentCommand.Start start -> {
        if (!tasks.containsKey(start.targetId())) {
          begin(new Journal.Entry(start, false));
        }
      }
      case AgentCommand.Cancel cancel -> cancel(cancel);
    }
  }

  private void begin(Journal.Entry entry) {
    journal.put(entry);
    ScanTask task = new ScanTask(entry.start(), entry.cancelled(), context);
    tasks.put(entry.start().targetId(), task);
    runners.execute(() -> run(task));
  }

  private void cancel(AgentCommand.Cancel cancel) {
    ScanTask task = tasks.get(cancel.targetId());
    if (task != null) {
      journal.put(new Journal.Entry(task.start(), true));
      task.cancel();
      return;
    }
    // Either it has ended, and the gateway will pass this over, or its start was lost for good.
    runners.execute(
        () -> {
          try {
            context.results().publish(unknown(cancel));
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  private TargetState unknown(AgentCommand.Cancel cancel) {
    return new TargetState(
        cancel.batchId(),
        cancel.target(),
        context.agent(),
        0,
        ScanStatus.CANCELLED,
        0,
        null,
        0,
        0,
        null,
        context.clock().millis() / 1000.0);
  }

  private void run(ScanTask task) {
    TargetId target = task.start().targetId();
    context.metrics().targetStarted();
    try {
      task.run();
      journal.remove(target);
    } catch (InterruptedException | ResultPublisher.StoppedException e) {
      LOG.log(
          System.Logger.Level.INFO, "Target {0} will go on when the agent starts again", target);
    } catch (RuntimeException e) {
      LOG.log(
          System.Logger.Level.ERROR,
          "Target " + target + " failed; it will be tried again when the agent starts again",
          e);
    } finally {
      tasks.remove(target, task);
      context.metrics().targetEnded();
    }
  }

  private void tick() {
    for (ScanTask task : tasks.values()) {
      try {
        task.tick();
      } catch (RuntimeException e) {
        LOG.log(System.Logger.Level.WARNING, "A tick was lost", e);
      }
    }
  }

  private void flush() {
    for (ScanTask task : tasks.values()) {
      try {
        task.flush();
      } catch (ResultPublisher.StoppedException e) {
        return;
      } catch (RuntimeException e) {
        LOG.log(System.Logger.Level.WARNING, "A page could not be sent early", e);
      }
    }
  }

  /** Stops all targets where they are; the journal keeps them for the next start. */
  @Override
  public void close() {
    tasks.values().forEach(ScanTask::stop);
    ticks.shutdownNow();
    flushes.shutdownNow();
    runners.shutdownNow();
    try {
      if (!runners.awaitTermination(RUN_DOWN.toSeconds(), TimeUnit.SECONDS)) {
        LOG.log(System.Logger.Level.WARNING, "A scan does not stop; leaving it");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
