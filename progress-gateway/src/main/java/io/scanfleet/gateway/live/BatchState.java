package io.scanfleet.gateway.live;

import io.scanfleet.gateway.batch.Scan;
import io.scanfleet.gateway.batch.Target;
import io.scanfleet.model.Phase;
import io.scanfleet.model.ScanStatus;
import io.scanfleet.model.SteadyTotal;
import io.scanfleet.model.Totals;
import io.scanfleet.model.message.ProgressMessage;
import io.scanfleet.model.message.TargetProgress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Folds what the database says of a batch and what agents tick into one current state.
 *
 * <p>Ticks may come twice, late and out of order: one whose sequence is not above the last of its
 * target is ignored. A target that the agent has begun again counts from 0; what is shown stays
 * where it was until the count passes it. Final states come from the database alone and are never
 * left. The percentage never falls, is 100 only when completed, and is not known while the total is
 * not.
 *
 * <p>The sequence of a batch is the sum of its targets' sequences, and one more for everything that
 * is final. Whatever changes makes it grow, and every gateway that has heard the same says the
 * same.
 *
 * <p>Not thread-safe.
 */
final class BatchState {

  private static final double ALMOST_DONE = 99.9;

  private Scan scan;
  private final Map<Integer, TargetFold> targets = new HashMap<>();
  private final SteadyTotal steady = new SteadyTotal();

  BatchState(Scan scan) {
    this.scan = scan;
    takeTargets();
  }

  boolean isFinal() {
    return scan.status().isFinal();
  }

  /** What the database said last. */
  Scan scan() {
    return scan;
  }

  /** Takes the newer state of the database. */
  void take(Scan newer) {
    if (!isFinal()) {
      scan = newer;
      takeTargets();
    }
  }

  private void takeTargets() {
    for (Target target : scan.targets()) {
      targets.computeIfAbsent(target.id().index(), i -> new TargetFold(target)).take(target);
    }
  }

  /**
   * Takes a tick.
   *
   * @param now when it came, in Unix seconds
   * @return whether it changed anything
   */
  boolean take(ProgressMessage tick, double now) {
    TargetFold target = tick.target() == null ? null : targets.get(tick.target());
    return !isFinal() && target != null && target.take(tick, now);
  }

  /**
   * The state as a message.
   *
   * @param now in Unix seconds
   */
  ProgressMessage message(double now) {
    List<TargetProgress> parts =
        targets.values().stream()
            .sorted(Comparator.comparingInt(fold -> fold.target.id().index()))
            .map(TargetFold::progress)
            .toList();
    ScanStatus status = status(parts);
    long files = parts.stream().mapToLong(TargetProgress::filesProcessed).sum();
    boolean exact = parts.stream().allMatch(TargetProgress::totalIsExact);
    Long total =
        parts.stream().allMatch(part -> part.totalFiles() != null)
            ? Long.valueOf(
                parts.stream()
                    .mapToLong(part -> Objects.requireNonNullElse(part.totalFiles(), 0L))
                    .sum())
            : null;
    Double percentage = null;
    if (status == ScanStatus.COMPLETED) {
      percentage = 100.0;
    } else if (total != null && total > 0) {
      SteadyTotal.Shown shown = steady.show(files, total);
      total = shown.total();
      percentage = shown.percentage();
    }
    return new ProgressMessage(
        scan.id(),
        status,
        files,
        total,
        percentage,
        currentFile(),
        now,
        parts.stream().mapToLong(TargetProgress::directoriesProcessed).sum(),
        parts.stream().mapToLong(TargetProgress::bytesProcessed).sum(),
        parts.stream().mapToLong(TargetProgress::errors).sum(),
        status.isFinal() ? null : sumOfKnown(parts),
        exact,
        eta(status, parts),
        phase(status, parts),
        sequence(),
        null,
        null,
        null,
        parts);
  }

  /** Grows with every change. */
  long sequence() {
    long sum = isFinal() ? 1 : 0;
    for (TargetFold fold : targets.values()) {
      sum += fold.sequence + (fold.target.status().isFinal() ? 1 : 0);
    }
    return sum;
  }

  private ScanStatus status(List<TargetProgress> parts) {
    if (scan.status() == ScanStatus.QUEUED
        && parts.stream().anyMatch(part -> part.status() != ScanStatus.QUEUED)) {
      return ScanStatus.RUNNING;
    }
    return scan.status();
  }

  private @Nullable String currentFile() {
    return targets.values().stream()
        .filter(fold -> fold.currentFile != null)
        .max(Comparator.comparingDouble(fold -> fold.lastHeard))
        .map(fold -> fold.currentFile)
        .orElse(null);
  }

  private static @Nullable Double sumOfKnown(List<TargetProgress> parts) {
    List<Double> known = new ArrayList<>();
    for (TargetProgress part : parts) {
      if (part.filesPerSecond() != null) {
        known.add(part.filesPerSecond());
      }
    }
    return known.isEmpty()
        ? null
        : Double.valueOf(known.stream().mapToDouble(Double::doubleValue).sum());
  }

  /** The batch ends when its last target does; not known if that of any is not. */
  private static @Nullable Double eta(ScanStatus status, List<TargetProgress> parts) {
    if (status == ScanStatus.COMPLETED) {
      return 0.0;
    }
    double latest = 0;
    for (TargetProgress part : parts) {
      if (part.status().isFinal()) {
        continue;
      }
      Double eta = part.etaSeconds();
      if (eta == null || status.isFinal()) {
        return null;
      }
      latest = Math.max(latest, eta);
    }
    return status.isFinal() ? null : Double.valueOf(latest);
  }

  private static Phase phase(ScanStatus status, List<TargetProgress> parts) {
    if (status.isFinal()) {
      return Phase.DONE;
    }
    for (Phase phase : List.of(Phase.THROTTLED, Phase.WALKING, Phase.STORING)) {
      if (parts.stream().anyMatch(part -> part.phase() == phase)) {
        return phase;
      }
    }
    return parts.stream().allMatch(part -> part.phase() == Phase.QUEUED)
        ? Phase.QUEUED
        : Phase.STORING;
  }

  /** One target's part. */
  private static final class TargetFold {

    private Target target;
    private long sequence;
    private long files;
    private long directories;
    private long bytes;
    private long errors;
    private @Nullable Long total;
    private @Nullable Double rate;
    private @Nullable Double eta;
    private @Nullable String currentFile;
    private double lastHeard;
    private Phase phase = Phase.QUEUED;

    TargetFold(Target target) {
      this.target = target;
    }

    void take(Target newer) {
      if (target.status().isFinal() && !newer.status().isFinal()) {
        // Read before the end.
        return;
      }
      target = newer;
      Totals totals = newer.totals();
      if (totals != null) {
        // Told at the end of the walk; who begins to look while the tree is being stored has heard
        // no tick of it.
        files = Math.max(files, totals.files());
        directories = Math.max(directories, newer.directoriesProcessed());
        bytes = Math.max(bytes, totals.bytes());
        errors = Math.max(errors, totals.errors());
      }
      sequence = Math.max(sequence, newer.sequence());
      if (newer.reported() != null && phase != Phase.STORING) {
        phase = Phase.STORING;
      } else if (newer.status() == ScanStatus.RUNNING && phase == Phase.QUEUED) {
        phase = Phase.WALKING;
      }
    }

    boolean take(ProgressMessage tick, double now) {
      if (target.status().isFinal() || tick.sequence() <= sequence) {
        return false;
      }
      sequence = tick.sequence();
      files = Math.max(files, tick.filesProcessed());
      directories = Math.max(directories, tick.directoriesProcessed());
      bytes = Math.max(bytes, tick.bytesProcessed());
      errors = Math.max(errors, tick.errors());
      total = tick.totalFiles() == null ? null : Long.valueOf(Math.max(files, tick.totalFiles()));
      rate = tick.filesPerSecond();
      eta = tick.etaSeconds();
      currentFile = tick.currentFile() == null ? currentFile : tick.currentFile();
      phase = tick.phase();
      lastHeard = now;
      return true;
    }

    TargetProgress progress() {
      ScanStatus status = target.status();
      Totals totals = target.totals();
      if (status.isFinal() && totals != null) {
        return ended(status, totals);
      }
      boolean begun = sequence > 0;
      Long shownTotal = total != null || begun ? total : target.expectedFiles();
      return new TargetProgress(
          target.id().index(),
          target.agent(),
          target.path(),
          status == ScanStatus.QUEUED && begun ? ScanStatus.RUNNING : status,
          status.isFinal() ? Phase.DONE : phase,
          files,
          shownTotal,
          false,
          shownTotal == null || shownTotal == 0
              ? null
              : Double.valueOf(Math.min(ALMOST_DONE, 100.0 * files / shownTotal)),
          currentFile,
          directories,
          bytes,
          errors,
          status.isFinal() ? null : rate,
          status.isFinal() ? null : eta,
          lastHeard == 0 ? null : Double.valueOf(lastHeard),
          errors > 0 || status == ScanStatus.CANCELLED || status == ScanStatus.FAILED,
          target.error());
    }

    private TargetProgress ended(ScanStatus status, Totals totals) {
      boolean completed = status == ScanStatus.COMPLETED;
      Long expected = target.expectedFiles();
      return new TargetProgress(
          target.id().index(),
          target.agent(),
          target.path(),
          status,
          Phase.DONE,
          totals.files(),
          completed ? Long.valueOf(totals.files()) : expected,
          completed,
          completed ? Double.valueOf(100) : null,
          currentFile,
          target.directoriesProcessed(),
          totals.bytes(),
          totals.errors(),
          null,
          completed ? Double.valueOf(0) : null,
          lastHeard == 0 ? null : Double.valueOf(lastHeard),
          totals.partial() || !completed,
          target.error());
    }
  }
}
