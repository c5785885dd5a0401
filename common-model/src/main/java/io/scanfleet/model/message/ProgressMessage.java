package io.scanfleet.model.message;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.scanfleet.model.AgentId;
import io.scanfleet.model.BatchId;
import io.scanfleet.model.Phase;
import io.scanfleet.model.ScanStatus;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The progress message: one shape from agent to gateway, from gateway to browser, and as the body
 * of the polling twin. The agent's speaks of one target and says which ({@code agent}, {@code
 * target}, {@code attempt}); the gateway's sums the batch and lists its {@code targets}. What is
 * unknown is null, never 0.
 *
 * @param batchId the batch, a UUID
 * @param status the last three are final
 * @param filesProcessed the number of entries found that are not directories
 * @param totalFiles the number of files that the percentage is of; null while there is no estimate
 * @param progressPercentage 0 to 100 percent; never falls; 100 only when completed; null while
 *     {@code totalFiles} is
 * @param currentFile a file lately found, as an absolute path
 * @param timestamp when this was said, in Unix seconds with a fraction
 * @param directoriesProcessed the number of directories dealt with, the target's own included
 * @param bytesProcessed apparent size of the files found, in bytes; a file with several hard links
 *     counts once
 * @param errors how many things could not be read; any makes the other numbers lower bounds
 * @param filesPerSecond files found per second of late; null if not known
 * @param totalIsExact whether {@code totalFiles} is counted, not estimated
 * @param etaSeconds expected seconds to the end; null while {@code totalFiles} is
 * @param phase what it is doing; finer than the status
 * @param sequence a number that grows with every message about the same batch (or target); what is
 *     not newer can be ignored
 * @param target the target's index; only in an agent's message
 * @param agent the target's agent; only in an agent's message
 * @param attempt the number of this start of the target by its agent, from 1; only in an agent's
 *     message
 * @param targets the parts of the sum; only in a gateway's message
 */
@JsonPropertyOrder({
  "type",
  "batch_id",
  "status",
  "filesProcessed",
  "totalFiles",
  "progressPercentage",
  "currentFile",
  "timestamp"
})
public record ProgressMessage(
    @JsonProperty("batch_id") BatchId batchId,
    ScanStatus status,
    long filesProcessed,
    @Nullable Long totalFiles,
    @Nullable Double progressPercentage,
    @Nullable String currentFile,
    double timestamp,
    long directoriesProcessed,
    long bytesProcessed,
    long errors,
    @Nullable Double filesPerSecond,
    boolean totalIsExact,
    @Nullable Double etaSeconds,
    Phase phase,
    long sequence,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer target,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable AgentId agent,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer attempt,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<TargetProgress> targets) {

  /**
   * A later attempt's sequences are above all of an earlier one's by this distance. A day of ticks
   * takes 2 million; both stay exact in a double.
   */
  public static final long SEQUENCES_PER_ATTEMPT = 1_000_000_000L;

  public ProgressMessage {
    Objects.requireNonNull(batchId, "batch_id");
    Objects.requireNonNull(status, "status");
    Objects.requireNonNull(phase, "phase");
    if (progressPercentage != null && !(progressPercentage >= 0 && progressPercentage <= 100)) {
      throw new IllegalArgumentException("a percentage is 0 to 100: " + progressPercentage);
    }
    targets = targets == null ? null : List.copyOf(targets);
  }

  /** Always {@code progress}: tells this message from others on the same socket. */
  @JsonProperty(access = JsonProperty.Access.READ_ONLY)
  public String type() {
    return "progress";
  }
}
