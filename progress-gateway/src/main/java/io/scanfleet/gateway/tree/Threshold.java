package io.scanfleet.gateway.tree;

import io.scanfleet.gateway.tree.TreeOrder.Place;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * Where a page begins in a directory that was read: a number of entries behind a place.
 *
 * @param place nothing before it is shown; null for the beginning if it is included, else for the
 *     end
 * @param included whether what stands at the place itself may be shown
 * @param skipped how many entries from there on are not shown either
 */
record Threshold(@Nullable Place place, boolean included, int skipped) {

  static final Threshold BEGINNING = new Threshold(null, true, 0);

  /** Nothing is shown. */
  static final Threshold END = new Threshold(null, false, 0);

  boolean isReachedBy(Place other, Comparator<Place> order) {
    if (place == null) {
      return included;
    }
    int compared = order.compare(other, place);
    return compared > 0 || (included && compared == 0);
  }
}
