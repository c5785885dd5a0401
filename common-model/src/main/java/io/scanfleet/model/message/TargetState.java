package io.scanfleet.model.message;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.scanfleet.model.AgentId;
import io.scanfleet.model.BatchId;
import io.scanfleet.model.ScanStatus;
import io.scanfleet.model.TargetId;
import io.scanfleet.model.Totals;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A target changed its state. Published with the pages, and like them never lost. A final one is
 * sent after the last page and says how many pages there are: the target is done when all of them
 * are stored.
 *
 * @param attempt counts the agent's starts of this target, from 1
 * @param pages how many pages this attempt published; 0 unless the state is final
 * @param totals what was found so far, or in all when final; null when nothing was read
 * @param directoriesProcessed directories dealt with, the target's own included
 * @param sequence newer than that of every progress message of this attempt before it
 * @param error why it failed, as a sentence; null if it did not
 * @param timestamp Unix seconds with a fraction
 * @param accounts names of the owners of what was found; null unless the state is final
 */
public record TargetState(
    @JsonProperty("batch_id") BatchId batchId,
    int target,
    AgentId agent,
    int attempt,
    ScanStatus status,
    long pages,
    @Nullable Totals totals,
    long directoriesProcessed,
    long sequence,
    @Nullable String error,
    double timestamp,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable AccountNames accounts) {

  public TargetState {
    Objects.requireNonNull(batchId, "batch_id");
    Objects.requireNonNull(agent, "agent");
    Objects.requireNonNull(status, "status");
  }

  /** A state that tells no names. */
  public TargetState(
      BatchId batchId,
      int target,
      AgentId agent,
      int attempt,
      ScanStatus status,
      long pages,
      @Nullable Totals totals,
      long directoriesProcessed,
      long sequence,
      @Nullable String error,
      double timestamp) {
    this(
        batchId,
        target,
        agent,
        attempt,
        status,
        pages,
        totals,
        directoriesProcessed,
        sequence,
        error,
        timestamp,
        null);
  }

  public TargetId targetId() {
    return new TargetId(batchId, target);
  }
}
