package io.scanfleet.model.message;

import io.scanfleet.model.AgentId;
import io.scanfleet.model.Phase;
import io.scanfleet.model.ScanStatus;
import org.jspecify.annotations.Nullable;

/**
 * One target's part of a batch's progress message.
 *
 * @param target the target's index in its batch
 * @param agent the agent that scans it
 * @param path the directory scanned
 * @param status the last three are final
 * @param phase what the agent is doing; finer than the status
 * @param filesProcessed the number of entries found that are not directories
 * @param totalFiles the number of files that the percentage is of; null while there is no estimate
 * @param totalIsExact whether {@code totalFiles} is counted, not estimated
 * @param progressPercentage 0 to 100 percent; null while {@code totalFiles} is
 * @param currentFile a file lately found, as an absolute path
 * @param directoriesProcessed the number of directories dealt with, the target's own included
 * @param bytesProcessed apparent size of the files found, in bytes
 * @param errors how many things could not be read
 * @param filesPerSecond files found per second of late; null if not known
 * @param etaSeconds expected seconds to the end; null while {@code totalFiles} is
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
