package io.scanfleet.model.message;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.scanfleet.model.BatchId;
import java.util.Objects;

/**
 * One gateway tells all others that a batch has opened, changed, ended or been deleted. It only
 * saves waiting: whoever misses it finds the same in the database.
 */
public record BatchEvent(@JsonProperty("batch_id") BatchId batchId) {

  public BatchEvent {
    Objects.requireNonNull(batchId, "batch_id");
  }
}
