package io.scanfleet.gateway.tree;

import io.scanfleet.gateway.tree.TreeOrder.Place;
import java.util.Arrays;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Some places of a directory in an order, and how many entries come before each: so an offset is
 * known to lie between two of them.
 *
 * <p>The places are drawn at random, each entry with the same chance (Vitter's algorithm R), so
 * between two of a thousand lies a thousandth of the entries, give or take. That takes a look at
 * the directory, and counting another. Immutable.
 */
final class Milestones {

  /** Shows all places of a directory, as often as it is asked to. */
  interface Pass {
    void each(Consumer<Place> consumer);
  }

  /**
   * A part of a directory.
   *
   * @param low its first place; null for the directory's beginning
   * @param high the first place behind it; null for the directory's end
   * @param before how many entries come before it
   */
  record Stretch(@Nullable Place low, @Nullable Place high, long before) {

    static final Stretch WHOLE = new Stretch(null, null, 0);

    private boolean contains(Place place, Comparator<Place> order) {
      return (low == null || order.compare(place, low) >= 0)
          && (high == null || order.compare(place, high) < 0);
    }
  }

  private static final int BYTES_OF_A_PLACE = 72;

  private final Stretch stretch;
  private final Place[] places;
  private final long[] before;
  private final long end;

  /**
   * Lays them.
   *
   * @param most how many, from 2
   */
  Milestones(Pass directory, Comparator<Place> order, Stretch stretch, int most) {
    this.stretch = stretch;
    Draw draw = new Draw(order, most);
    directory.each(
        place -> {
          if (stretch.contains(place, order)) {
            draw.take(place);
          }
        });
    this.places = draw.sorted();
    // How many lie before the first, between each two, and from the last on.
    long[] counts = new long[places.length + 1];
    directory.each(
        place -> {
          if (stretch.contains(place, order)) {
            int at = Arrays.binarySearch(places, place, order);
            counts[at < 0 ? -at - 1 : at + 1]++;
          }
        });
    this.before = new long[places.length];
    long soFar = stretch.before;
    for (int i = 0; i < places.length; i++) {
      soFar += counts[i];
      before[i] = soFar;
    }
    this.end = soFar + counts[places.length];
  }

  /** How many entries come before the end of what they stand in. */
  long end() {
    return end;
  }

  /** Where an offset lies that is not beyond the end. */
  Stretch around(long offset) {
    int at = Arrays.binarySearch(before, offset);
    int next = at < 0 ? -at - 1 : at + 1;
    Place high = next == places.length ? stretch.high : places[next];
    return next == 0
        ? new Stretch(stretch.low, high, stretch.before)
        : new Stretch(places[next - 1], high, before[next - 1]);
  }

  /** About what they take, in bytes. */
  int bytes() {
    return Arrays.stream(places).mapToInt(place -> BYTES_OF_A_PLACE + place.name().length).sum();
  }

  private static final class Draw {

    private final Comparator<Place> order;
    // Drawn alike each time; whichever are drawn, the same entry is found.
    private final SplittableRandom random = new SplittableRandom(1);
    private final Place[] drawn;
    private long seen;

    Draw(Comparator<Place> order, int most) {
      this.order = order;
      this.drawn = new Place[most];
    }

    void take(Place place) {
      long at = seen < drawn.length ? seen : random.nextLong(seen + 1);
      seen++;
      if (at < drawn.length) {
        drawn[(int) at] = place;
      }
    }

    Place[] sorted() {
      Place[] all = Arrays.copyOf(drawn, (int) Math.min(seen, drawn.length));
      Arrays.sort(all, order);
      return all;
    }
  }
}
