package io.scanfleet.gateway.tree.compare;

import io.scanfleet.model.DirectoryKey;
import java.util.Map;

/**
 * What differs between two directories and in all below them. Not changed any more; any number of
 * threads may read it.
 *
 * @param top of the two themselves
 * @param below of every directory that was opened, by its key in the newer tree
 * @param moves between the whole trees
 */
record TreeDifferences(Differences top, Map<DirectoryKey, Differences> below, Moves moves) {

  /** How much there is to hold, in pieces of some 300 bytes. */
  int weight() {
    return 1 + below.size() + moves.size();
  }
}
