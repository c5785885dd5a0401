package io.scanfleet.gateway.tree.search;

import io.scanfleet.model.entry.ListingReader;

/** What is asked of names. Immutable, so that several threads can ask at once. */
interface NameTest {

  /** The first entry from {@code from} on whose name will do; -1 if there is none. */
  int next(ListingReader listing, int from);
}
