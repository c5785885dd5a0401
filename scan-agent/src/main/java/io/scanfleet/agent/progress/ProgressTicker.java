package io.scanfleet.agent.progress;

import io.scanfleet.model.AgentId;
import io.scanfleet.model.Phase;
import io.scanfleet.model.ScanStatus;
import io.scanfleet.model.SteadyTotal;
import io.scanfleet.model.TargetId;
import io.scanfleet.model.message.ProgressMessage;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Turns the counters of one target into progress messages: at most every 50 ms while files are
 * being found, every 100 ms while only directories are, and none when nothing has changed.
 *
 * <p>The denominator comes from {@link TotalEstimate}; without one there is no percentage. The
 * percentage stays below 100 here: only the gateway says 100, when all is stored.
 *
 * <p>Thread-safe: the ticks and the end of the task may come from different threads.
 */
public final class ProgressTicker {

  /** The least time between two messages while files are being found. */
  public static final Duration FILE_TICK = Duration.ofMillis(50);

  private static final Duration DIRECTORY_TICK = Duration.ofMillis(100);

  private final TargetId target;
  private final AgentId agent;
  private final int attempt;
  private final String root;
  private final Supplier<TotalEstimate> estimate;
  private final ScanCounters counters;
  private final BooleanSupplier throttled;
  private final InstantSource clock;
  private final LongSupplier nanoTime;
  private final Rate rate;

  private boolean storing;
  private @Nullable Phase saidPhase;
  private long saidFiles;
  private long saidDirectories;
  private long saidAt;
  private long sequence;

  /**
   * @param root the target's path, for people
   * @param estimate what is known of the total at the moment
   * @param throttled whether the walk is giving way to others on the storage
   * @param nanoTime a monotonic clock
   */
  public ProgressTicker(
      TargetId target,
      AgentId agent,
      int attempt,
      String root,
      Supplier<TotalEstimate> estimate,
      ScanCounters counters,
      BooleanSupplier throttled,
      InstantSource clock,
      LongSupplier nanoTime) {
    this.target = target;
    this.agent = agent;
    this.attempt = attempt;
    this.root = root.endsWith("/") ? root : root + "/";
    this.estimate = estimate;
    this.counters = counters;
    this.throttled = throttled;
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.rate = new Rate(nanoTime.getAsLong());
    this.sequence = (attempt - 1) * ProgressMessage.SEQUENCES_PER_ATTEMPT;
  }

  /** Everything is read; pages are still on their way. */
  public synchronized void storing() {
    storing = true;
  }

  /** A sequence above that of every message so far. */
  public synchronized long nextSequence() {
    return ++sequence;
  }

  /** The message that is due now; null if none is. */
  public synchronized @Nullable ProgressMessage tick() {
    long now = nanoTime.getAsLong();
    long files = counters.files();
    long directories = counters.directories();
    Phase phase = phase();
    boolean first = saidPhase == null;
    Duration since = Duration.ofNanos(now - saidAt);
    boolean due =
        first
            || phase != saidPhase
            || (files != saidFiles && since.compareTo(FILE_TICK) >= 0)
            || (directories != saidDirectories && since.compareTo(DIRECTORY_TICK) >= 0);
    if (!due) {
      return null;
    }
    rate.sample(files, now);
    saidPhase = phase;
    saidFiles = files;
    saidDirectories = directories;
    saidAt = now;
    return message(phase, files, directories);
  }

  private Phase phase() {
    if (storing) {
      return Phase.STORING;
    }
    return throttled.getAsBoolean() ? Phase.THROTTLED : Phase.WALKING;
  }

  private ProgressMessage message(Phase phase, long files, long directories) {
    Long total = null;
    Double percentage = null;
    Double eta = null;
    Double perSecond = phase != Phase.STORING ? rate.perSecond() : null;
    SteadyTotal.Shown expected = estimate.get().after(files, directories);
    if (expected != null) {
      total = expected.total();
      percentage = expected.percentage();
      if (perSecond != null && perSecond > 0 && files < total) {
        eta = (total - files) / perSecond;
      }
    }
    String current = counters.currentFile();
    return new ProgressMessage(
        target.batch(),
        ScanStatus.RUNNING,
        files,
        total,
        percentage,
        current == null ? null : root + current,
        clock.millis() / 1000.0,
        directories,
        counters.bytes(),
        counters.errors(),
        perSecond,
        false,
        eta,
        phase,
        ++sequence,
        target.index(),
        agent,
        attempt,
        null);
  }
}
