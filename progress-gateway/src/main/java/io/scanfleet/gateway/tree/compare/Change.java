package io.scanfleet.gateway.tree.compare;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What became of something between two scans. */
enum Change {
  /** It is there, and was not. */
  ADDED,
  /** It was there, and is not. */
  REMOVED,
  /**
   * Of what is no directory: its type, its size or the time of its content. Of a directory:
   * something in it or below it, with the same size in all.
   */
  CHANGED,
  /** A directory with more bytes in and below it than before. */
  GROWN,
  /** A directory with fewer bytes in and below it than before. */
  SHRUNK,
  /** It came from another place, or went to one. */
  MOVED,
  /** One of the scans did not read it, or did not look there to the end. */
  NOT_KNOWN,
  UNCHANGED;

  @JsonValue
  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What became of a directory that is in both. */
  static Change of(Differences differences) {
    if (differences.unread) {
      return NOT_KNOWN;
    }
    if (differences.any()) {
      return differences.bytesGrown > 0 ? GROWN : differences.bytesGrown < 0 ? SHRUNK : CHANGED;
    }
    return differences.notKnown.equals(Amount.NONE) && !differences.partial ? UNCHANGED : NOT_KNOWN;
  }
}
