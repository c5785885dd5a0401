package io.scanfleet.gateway.batch;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.scanfleet.model.message.ProgressMessage;
import io.scanfleet.model.message.TargetProgress;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A batch as HTTP shows it: the progress message, and what does not change with it. Times are Unix
 * seconds.
 *
 * @param label what the person who started it calls it; null if nothing
 * @param createdAt when it was asked for, in Unix seconds
 * @param startedAt when the first target began, in Unix seconds; null before
 * @param finishedAt when it became final, in Unix seconds; null before
 * @param partial whether what was found is a lower bound
 * @param exclude globs of what is passed over
 * @param crossMounts whether other file systems mounted below are entered
 * @param importedFrom the program, with its version, whose export this was made of; left out if it
 *     was scanned
 */
public record ScanView(
    @JsonUnwrapped ProgressMessage progress,
    @Nullable String label,
    double createdAt,
    @Nullable Double startedAt,
    @Nullable Double finishedAt,
    boolean partial,
    List<String> exclude,
    boolean crossMounts,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String importedFrom) {

  /** What to show of a state. */
  public static ScanView of(CurrentProgress.Moment moment) {
    Scan scan = moment.scan();
    ProgressMessage progress = moment.progress();
    List<TargetProgress> targets = progress.targets();
    return new ScanView(
        progress,
        scan.label(),
        scan.createdAt(),
        scan.startedAt(),
        scan.finishedAt(),
        targets != null && targets.stream().anyMatch(TargetProgress::partial),
        scan.exclude(),
        scan.crossMounts(),
        scan.targets().stream()
            .map(Target::importedFrom)
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(null));
  }
}
