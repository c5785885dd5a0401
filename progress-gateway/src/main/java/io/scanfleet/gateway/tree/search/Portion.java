package io.scanfleet.gateway.tree.search;

import io.scanfleet.model.DirectoryKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a tree that one thread searches at a time.
 *
 * @param from where it begins
 * @param before the key that it ends before; null for the end of the tree
 * @param only of which directories; null for all between
 */
record Portion(Place from, @Nullable DirectoryKey before, @Nullable List<DirectoryKey> only) {

  /** What is left of it. */
  Portion from(Place place) {
    return new Portion(place, before, only);
  }
}
