package io.scanfleet.gateway.tree.search;

import org.jspecify.annotations.Nullable;

/** Divides what is to be searched into portions, in order. For one search and thread. */
interface Portions {

  /** The table that is divided; of several the first. */
  Place.Table table();

  /** The next portion; null if there is none, or none before the first has told. */
  @Nullable Portion next();

  /**
   * Takes note of what has come of a portion.
   *
   * @return what is left of it to be searched next; null if that is nothing, or comes later
   */
  @Nullable Portion searched(Portion portion, Candidates found);

  /** Where the next portion begins; null if there is none. */
  @Nullable Place rest();
}
