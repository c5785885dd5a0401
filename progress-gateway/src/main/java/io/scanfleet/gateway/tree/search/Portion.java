package io.scanfleet.gateway.tree.search;

import io.scanfleet.model.DirectoryKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a tree that one thread searches at a time.
 *
 * @param from where it begins
 * @param before the key that it ends before; null for the end of the table
 * @param only with which keys; null for all between
 * @param mostRows how many listings are read at once; what is left of it is searched then
 */
record Portion(
    Place from, @Nullable DirectoryKey before, @Nullable List<DirectoryKey> only, int mostRows) {

  /** What is left of it. */
  Portion from(Place place) {
    return new Portion(place, before, only, mostRows);
  }
}
