package io.scanfleet.agent.task;

import io.scanfleet.agent.progress.ProgressTicker;
import io.scanfleet.agent.progress.ScanCounters;
import io.scanfleet.agent.progress.TotalEstimate;
import io.scanfleet.agent.tree.ExpectedDirectory;
import io.scanfleet.agent.tree.PageAssembler;
import io.scanfleet.agent.tree.TreeBuilder;
import io.scanfleet.agent.tree.TreeSink;
import io.scanfleet.agent.walk.AbandonableCall;
import io.scanfleet.agent.walk.DirectoryException;
import io.scanfleet.agent.walk.Excludes;
import io.scanfleet.agent.walk.Volume;
import io.scanfleet.agent.walk.Walker;
import io.scanfleet.model.ScanStatus;
import io.scanfleet.model.Totals;
import io.scanfleet.model.message.AccountNames;
import io.scanfleet.model.message.AgentCommand;
import io.scanfleet.model.message.TargetState;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One attempt at one target: says that it runs, walks, waits until every page is confirmed, and
 * only then says how it ended. One thread runs it; others may cancel it, ask for its ticks, and
 * have its pages flushed.
 */
final class ScanTask {

  private static final System.Logger LOG = System.getLogger(ScanTask.class.getName());

  private final AgentCommand.Start start;
  private final ScanContext context;
  private final ScanCounters counters;
  private final ProgressTicker ticker;
  private final ResultPublisher.Pages pages;
  private final PageAssembler assembler;
  private final @Nullable ExpectedDirectory lastScan;
  private volatile TotalEstimate estimate;
  private volatile boolean cancelled;
  private volatile boolean stopping;
  private volatile boolean ticking;

  ScanTask(AgentCommand.Start start, boolean cancelled, ScanContext context) {
    this.start = start;
    this.context = context;
    this.cancelled = cancelled;
    Long files = start.expectedFiles();
    this.lastScan =
        files == null || files == 0
            ? null
            : ExpectedDirectory.target(files, start.expectedDirectories());
    this.estimate = TotalEstimate.of(lastScan, OptionalLong.empty());
    this.counters = new ScanCounters(context.metrics());
    this.ticker =
        new ProgressTicker(
            start.targetId(),
            context.agent(),
            start.attempt(),
            start.path(),
            () -> estimate,
            counters,
            context.walker()::isThrottled,
            context.clock(),
            context.nanoTime());
    this.pages = context.results().pages(start.targetId(), start.attempt());
    this.assembler = new PageAssembler(pages::send);
  }

  AgentCommand.Start start() {
    return start;
  }

  /** Asks it to end; what was found is kept. */
  void cancel() {
    cancelled = true;
  }

  /** Asks it to end without a final state, so that the agent's next start goes on with it. */
  void stop() {
    stopping = true;
  }

  /** Sends what is due. */
  void tick() {
    if (!ticking) {
      return;
    }
    var message = ticker.tick();
    if (message != null) {
      context.ticks().publish(message);
    }
  }

  /** Sends the page that is being filled, so that what was found can be browsed. */
  void flush() {
    assembler.flush();
  }

  /**
   * Runs to the end.
   *
   * @throws InterruptedException if the agent stops before
   */
  void run() throws InterruptedException {
    context.results().publish(state(ScanStatus.RUNNING, 0, null, null, null));
    ticking = true;
    AccountsSeen accounts = new AccountsSeen(TreeSink.ofRecords(assembler));
    TreeBuilder tree = new TreeBuilder(accounts, counters, lastScan);
    ScanStatus status;
    String error = null;
    try {
      if (!cancelled) {
        walk(tree);
      }
      status = cancelled ? ScanStatus.CANCELLED : ScanStatus.COMPLETED;
    } catch (Roots.RefusedException e) {
      status = ScanStatus.FAILED;
      error = e.reason();
    } catch (DirectoryException e) {
      status = cancelled ? ScanStatus.CANCELLED : ScanStatus.FAILED;
      error = cancelled ? null : "Cannot open " + start.path() + ": " + e.reason();
    } catch (IllegalArgumentException e) {
      status = ScanStatus.FAILED;
      error = e.getMessage();
    } catch (ResultPublisher.StoppedException e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "The scan of " + start.path() + " broke", e);
      status = ScanStatus.FAILED;
      error = "The agent failed: " + e;
    }
    if (stopping) {
      throw new InterruptedException("the agent is stopping");
    }
    ticker.storing();
    assembler.flush();
    long count = pages.awaitConfirmed();
    ticking = false;
    AccountNames names = AccountDirectory.namesOf(accounts.users(), accounts.groups());
    context.results().publish(state(status, count, tree.totals(), error, names));
    LOG.log(
        System.Logger.Level.INFO,
        "Target {0} is {1}: {2} files in {3} directories",
        start.targetId(),
        status.wireName(),
        String.valueOf(tree.totals().files()),
        String.valueOf(counters.directories()));
  }

  private record Found(Roots.Allowed allowed, OptionalLong usedInodes) {}

  private void walk(TreeBuilder tree)
      throws Roots.RefusedException, DirectoryException, InterruptedException {
    BooleanSupplier stopped = () -> cancelled || stopping;
    Found found =
        AbandonableCall.<Found, Roots.RefusedException>make(
            () -> {
              Roots.Allowed allowed = context.roots().resolve(start.path());
              return new Found(
                  allowed,
                  start.crossMounts() ? OptionalLong.empty() : Volume.usedInodes(allowed.path()));
            },
            stopped);
    if (lastScan == null) {
      estimate = TotalEstimate.of(null, found.usedInodes());
    }
    context
        .walker()
        .walk(
            new Walker.Request(
                found.allowed().root(),
                found.allowed().path(),
                Excludes.withDefaults(start.exclude()),
                start.crossMounts()),
            tree,
            stopped);
  }

  private TargetState state(
      ScanStatus status,
      long pageCount,
      @Nullable Totals totals,
      @Nullable String error,
      @Nullable AccountNames accounts) {
    return new TargetState(
        start.batchId(),
        start.target(),
        context.agent(),
        start.attempt(),
        status,
        pageCount,
        totals,
        counters.directories(),
        ticker.nextSequence(),
        error,
        context.clock().millis() / 1000.0,
        accounts);
  }
}
