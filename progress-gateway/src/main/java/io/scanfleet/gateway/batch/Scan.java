package io.scanfleet.gateway.batch;

import io.scanfleet.model.BatchId;
import io.scanfleet.model.ScanStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A batch as the database has it. Times are Unix seconds.
 *
 * @param label what the person who started it calls it; null if nothing
 * @param exclude globs of what to pass over
 * @param crossMounts whether other file systems mounted below are entered
 * @param startedAt when the first target began; null before
 * @param finishedAt when it became final; null before
 * @param targets in the order of their indexes
 */
public record Scan(
    BatchId id,
    @Nullable String label,
    List<String> exclude,
    boolean crossMounts,
    ScanStatus status,
    double createdAt,
    @Nullable Double startedAt,
    @Nullable Double finishedAt,
    List<Target> targets) {

  public Scan {
    exclude = List.copyOf(exclude);
    targets = List.copyOf(targets);
  }
}
