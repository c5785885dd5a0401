package io.scanfleet.gateway.batch;

import io.scanfleet.model.AgentId;
import io.scanfleet.model.ScanStatus;
import io.scanfleet.model.TargetId;
import io.scanfleet.model.Totals;
import org.jspecify.annotations.Nullable;

/**
 * A target as the database has it.
 *
 * @param key stands for {@code id} in the tables with many rows
 * @param expectedFiles how many files the last completed scan of this directory found; null if
 *     there was none
 * @param attempt the newest start that the agent has told of; 0 before the first
 * @param reported the final state that the agent has told of; null if none
 * @param totals what was found; null until the agent has told of the end
 * @param sequence of the newest state that the agent has told of
 * @param error why it failed; null if it did not
 * @param importedFrom the program, with its version, whose export the tree was made of; null if an
 *     agent scanned it
 */
public record Target(
    long key,
    TargetId id,
    AgentId agent,
    String path,
    ScanStatus status,
    @Nullable Long expectedFiles,
    boolean cancelRequested,
    int attempt,
    @Nullable ScanStatus reported,
    @Nullable Totals totals,
    long directoriesProcessed,
    long sequence,
    @Nullable String error,
    @Nullable String importedFrom) {

  /** A target that an agent scans. */
  public Target(
      long key,
      TargetId id,
      AgentId agent,
      String path,
      ScanStatus status,
      @Nullable Long expectedFiles,
      boolean cancelRequested,
      int attempt,
      @Nullable ScanStatus reported,
      @Nullable Totals totals,
      long directoriesProcessed,
      long sequence,
      @Nullable String error) {
    this(
        key,
        id,
        agent,
        path,
        status,
        expectedFiles,
        cancelRequested,
        attempt,
        reported,
        totals,
        directoriesProcessed,
        sequence,
        error,
        null);
  }
}
