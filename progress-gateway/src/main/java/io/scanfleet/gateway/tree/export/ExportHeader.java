package io.scanfleet.gateway.tree.export;

import io.scanfleet.model.AgentId;
import io.scanfleet.model.BatchId;
import io.scanfleet.model.ScanStatus;
import io.scanfleet.model.Totals;
import org.jspecify.annotations.Nullable;

/**
 * What an export says of itself.
 *
 * @param target its index in the batch
 * @param path the absolute path of the directory that is exported, as bytes
 * @param status of the target
 * @param totals what lies below the directory; null if it is not finished
 * @param error why it could not be read, or not to the end
 * @param madeAt when the target's scan ended, or else when this was asked for, in Unix seconds
 * @param version of this program
 */
@SuppressWarnings("ArrayRecordComponent") // never changed, never compared
record ExportHeader(
    BatchId batchId,
    int target,
    AgentId agent,
    byte[] path,
    ScanStatus status,
    @Nullable String label,
    @Nullable Totals totals,
    @Nullable String error,
    @Nullable Double startedAt,
    @Nullable Double finishedAt,
    double madeAt,
    String version) {

  /** Whether something is missing below the directory. */
  boolean partial() {
    return totals == null || totals.partial();
  }
}
