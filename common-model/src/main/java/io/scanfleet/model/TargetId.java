package io.scanfleet.model;

import java.util.Objects;

/**
 * One target of a batch: one directory on one agent.
 *
 * @param batch the batch it belongs to
 * @param index its place in the batch, from 0
 */
public record TargetId(BatchId batch, int index) {

  public TargetId {
    Objects.requireNonNull(batch);
    if (index < 0) {
      throw new IllegalArgumentException("a target's index starts at 0: " + index);
    }
  }

  @Override
  public String toString() {
    return batch + "/" + index;
  }
}
