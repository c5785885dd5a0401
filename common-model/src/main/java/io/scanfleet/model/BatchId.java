package io.scanfleet.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Objects;
import java.util.UUID;

/** Identifies a batch: what a person starts and watches. Written as a UUID in lower case. */
public record BatchId(UUID value) {

  public BatchId {
    Objects.requireNonNull(value);
  }

  /** A new random id. */
  public static BatchId random() {
    return new BatchId(UUID.randomUUID());
  }

  /**
   * Reads the canonical 36-character form.
   *
   * @throws IllegalArgumentException if the text is not a UUID
   */
  @JsonCreator
  public static BatchId parse(String text) {
    if (text.length() != 36) {
      throw new IllegalArgumentException("not a batch id (a UUID of 36 characters): " + text);
    }
    return new BatchId(UUID.fromString(text));
  }

  @Override
  @JsonValue
  public String toString() {
    return value.toString();
  }
}
