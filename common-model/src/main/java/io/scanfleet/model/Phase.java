package io.scanfleet.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a scan is doing at the moment; finer than its status. */
public enum Phase {
  /** Asked for, not begun by the agent. */
  QUEUED,
  /** Directories are being read. */
  WALKING,
  /** Directories are being read, slowly, because the storage is slow for others too. */
  THROTTLED,
  /** Everything is read; the last pages are on their way into the database. */
  STORING,
  /** Final. */
  DONE;

  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  @JsonCreator
  public static Phase of(String wireName) {
    return valueOf(wireName.toUpperCase(Locale.ROOT));
  }
}
