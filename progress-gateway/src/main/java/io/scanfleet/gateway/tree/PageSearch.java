package io.scanfleet.gateway.tree;

import io.scanfleet.gateway.tree.TreeOrder.Place;
import java.util.Arrays;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds where in a directory a page begins, without sorting the directory or holding all of it.
 *
 * <p>For an offset, places are drawn at random from all (Vitter's algorithm R) and sorted, then it
 * is counted how many entries lie between each two of them. So the offset is known to lie between
 * two that are a thousandth of the directory apart, give or take; the rest, a few hundred entries
 * of hundreds of thousands, is left to be skipped. If too many are left, the same is done between
 * those two. The places are drawn alike each time, and whichever are drawn, the page is the same.
 * For one thread.
 */
final class PageSearch {

  private static final int MOST_SKIPPED = 10_000;

  private static final int DRAWN = 1024;

  /** Shows all places of a directory, as often as it is asked to. */
  interface Pass {
    void each(Consumer<Place> consumer);
  }

  private final Pass places;
  private final Comparator<Place> order;
  private final int mostSkipped;
  private final int mostDrawn;

  PageSearch(Pass places, TreeOrder order) {
    this(places, order, MOST_SKIPPED, DRAWN);
  }

  /**
   * @param mostSkipped as many entries as may be held to be skipped
   * @param mostDrawn as many places as are drawn in a pass, from 2
   */
  PageSearch(Pass places, TreeOrder order, int mostSkipped, int mostDrawn) {
    this.places = places;
    this.order = order.comparator();
    this.mostSkipped = mostSkipped;
    this.mostDrawn = mostDrawn;
  }

  Threshold find(PageStart start) {
    return switch (start) {
      case PageStart.First() -> Threshold.BEGINNING;
      case PageStart.After(Place place) -> new Threshold(place, false, 0);
      case PageStart.Named(byte[] name) -> named(name);
      case PageStart.Offset(long entries) -> behind(entries);
    };
  }

  private Threshold named(byte[] name) {
    var search =
        new Object() {
          @Nullable Place found;
          @Nullable Place last;

          void take(Place place) {
            if (Arrays.compareUnsigned(place.name(), name) >= 0
                && (found == null || Arrays.compareUnsigned(place.name(), found.name()) < 0)) {
              found = place;
            }
            if (last == null || order.compare(place, last) > 0) {
              last = place;
            }
          }
        };
    places.each(search::take);
    return search.found != null
        ? new Threshold(search.found, true, 0)
        : new Threshold(search.last, false, 0);
  }

  /** Those from {@code low} on and before {@code high}; without bounds where they are null. */
  private record Range(@Nullable Place low, @Nullable Place high) {

    boolean contains(Place place, Comparator<Place> order) {
      return (low == null || order.compare(place, low) >= 0)
          && (high == null || order.compare(place, high) < 0);
    }
  }

  private Threshold behind(long offset) {
    Range range = new Range(null, null);
    long before = 0;
    while (offset - before > mostSkipped) {
      Draw draw = draw(range);
      if (before + draw.seen <= offset) {
        return new Threshold(draw.last, false, 0);
      }
      Place[] drawn = draw.sorted();
      long[] counts = counts(range, drawn);
      int at = 0;
      while (at < drawn.length && before + counts[at] <= offset) {
        before += counts[at];
        at++;
      }
      range =
          new Range(
              at == 0 ? range.low : drawn[at - 1], at == drawn.length ? range.high : drawn[at]);
    }
    return new Threshold(range.low, true, (int) (offset - before));
  }

  /** Places drawn so that each had the same chance. */
  private final class Draw {

    private final SplittableRandom random = new SplittableRandom(mostDrawn);
    private final Place[] drawn = new Place[mostDrawn];
    private long seen;
    private @Nullable Place last;

    void take(Place place) {
      long at = seen < mostDrawn ? seen : random.nextLong(seen + 1);
      seen++;
      if (at < mostDrawn) {
        drawn[(int) at] = place;
      }
      if (last == null || order.compare(place, last) > 0) {
        last = place;
      }
    }

    Place[] sorted() {
      Place[] all = Arrays.copyOf(drawn, (int) Math.min(seen, mostDrawn));
      Arrays.sort(all, order);
      return all;
    }
  }

  private Draw draw(Range range) {
    Draw draw = new Draw();
    places.each(
        place -> {
          if (range.contains(place, order)) {
            draw.take(place);
          }
        });
    return draw;
  }

  /** How many entries lie before the first of some places, between each two, and from the last. */
  private long[] counts(Range range, Place[] sorted) {
    long[] counts = new long[sorted.length + 1];
    places.each(
        place -> {
          if (range.contains(place, order)) {
            int at = Arrays.binarySearch(sorted, place, order);
            counts[at < 0 ? -at - 1 : at + 1]++;
          }
        });
    return counts;
  }
}
