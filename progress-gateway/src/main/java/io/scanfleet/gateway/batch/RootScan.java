package io.scanfleet.gateway.batch;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.scanfleet.model.BatchId;
import io.scanfleet.model.ScanStatus;
import org.jspecify.annotations.Nullable;

/**
 * What one scan found in a directory. What is unknown is null.
 *
 * @param batchId the scan, a UUID
 * @param target the target's index in it, from 0
 * @param status of the target
 * @param startedAt when the scan began, in Unix seconds; null if it never did
 * @param finishedAt when the target's tree was whole, in Unix seconds; null if it is not yet
 * @param seconds how long that took, in seconds; null if it is not known
 * @param files how many entries that are no directories; null until the agent has told of the end
 * @param directories how many directories, the target's own not counted; likewise
 * @param bytes apparent size of the files, in bytes; likewise
 * @param allocatedBytes the space the files take on disk, in bytes; null if it is not known
 * @param errors how many entries could not be read; null until the agent has told of the end
 * @param partial whether the numbers are lower bounds
 * @param error why it failed; null if it did not
 */
record RootScan(
    @JsonProperty("batch_id") BatchId batchId,
    int target,
    ScanStatus status,
    @Nullable Double startedAt,
    @Nullable Double finishedAt,
    @Nullable Double seconds,
    @Nullable Long files,
    @Nullable Long directories,
    @Nullable Long bytes,
    @Nullable Long allocatedBytes,
    @Nullable Long errors,
    boolean partial,
    @Nullable String error) {}
