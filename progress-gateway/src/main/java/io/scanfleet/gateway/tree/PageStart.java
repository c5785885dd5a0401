package io.scanfleet.gateway.tree;

import io.scanfleet.gateway.tree.TreeOrder.Place;

/** Where a page of a directory's entries begins, as it is asked for. */
sealed interface PageStart {

  /** With what comes first. */
  record First() implements PageStart {}

  /** Behind a place, as pages follow each other. */
  record After(Place place) implements PageStart {}

  /** With the entry that so many come before. */
  record Offset(long entries) implements PageStart {

    public Offset {
      if (entries < 0) {
        throw new IllegalArgumentException("a negative offset: " + entries);
      }
    }
  }

  /**
   * With the entry of this name; if there is none, with the one that would follow it by name.
   *
   * @param name not to be changed
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
  record Named(byte[] name) implements PageStart {}
}
