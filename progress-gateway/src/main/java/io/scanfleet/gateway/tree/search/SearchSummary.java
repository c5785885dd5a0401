package io.scanfleet.gateway.tree.search;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.scanfleet.model.BatchId;
import io.scanfleet.model.ScanStatus;
import org.jspecify.annotations.Nullable;

/**
 * How far a search came.
 *
 * @param batchId the scan, a UUID
 * @param target the target's index in it, from 0
 * @param status of the target
 * @param scannedDirectories how many directories were looked into for this answer
 * @param progress how much of the tree has been searched by this and the answers before, a number
 *     from 0 to 1
 * @param complete whether all of the tree that is stored has been searched
 * @param partial whether there may be entries on the disk that no search finds: the scan has not
 *     ended, was cancelled, failed, or could not read everything
 * @param nextCursor for the next page; null if all has been searched
 */
record SearchSummary(
    @JsonProperty("batch_id") BatchId batchId,
    int target,
    ScanStatus status,
    long scannedDirectories,
    double progress,
    boolean complete,
    boolean partial,
    @Nullable String nextCursor) {}
