package io.scanfleet.model.message;

import io.scanfleet.model.AgentId;
import io.scanfleet.model.Phase;
import io.scanfleet.model.ScanStatus;
import org.jspecify.annotations.Nullable;

/**
 * One target's part of a batch's progress message; the fields mean what they mean there.
 *
 * @param target the target's index in its batch
 * @param path the directory scanned
 * @param lastHeard when the agent last spoke of this target, in Unix seconds; null if never
 * @param partial whether what was found is a lower bound: something was not read, or the scan
 *     stopped early
 * @param error why it failed, as a sentence; null if it did not
 */
public record TargetProgress(
    int target,
    AgentId agent,
    String path,
    ScanStatus status,
    Phase phase,
    long filesProcessed,
    @Nullable Long totalFiles,
    boolean totalIsExact,
    @Nullable Double progressPercentage,
    @Nullable String currentFile,
    long directoriesProcessed,
    long bytesProcessed,
    long errors,
    @Nullable Double filesPerSecond,
    @Nullable Double etaSeconds,
    @Nullable Double lastHeard,
    boolean partial,
    @Nullable String error) {}
