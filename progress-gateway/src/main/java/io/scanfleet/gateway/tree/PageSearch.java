package io.scanfleet.gateway.tree;

import io.scanfleet.gateway.tree.Milestones.Pass;
import io.scanfleet.gateway.tree.Milestones.Stretch;
import io.scanfleet.gateway.tree.TreeOrder.Place;
import java.util.Arrays;
import java.util.Comparator;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds where in a directory a page begins, without sorting the directory or holding all of it. An
 * offset is looked for between {@link Milestones}; the rest, a few hundred entries of hundreds of
 * thousands, is left to be skipped. If too many are left, milestones are laid between those two.
 * For one thread.
 */
final class PageSearch {

  private static final int MOST_SKIPPED = 10_000;
  private static final int MILESTONES = 1024;

  private final Pass directory;
  private final Comparator<Place> order;
  private final int mostSkipped;
  private final int milestones;

  PageSearch(Pass directory, TreeOrder order) {
    this(directory, order, MOST_SKIPPED, MILESTONES);
  }

  /**
   * @param mostSkipped as many entries as may be held to be skipped
   * @param milestones how many are laid at once, from 2
   */
  PageSearch(Pass directory, TreeOrder order, int mostSkipped, int milestones) {
    this.directory = directory;
    this.order = order.comparator();
    this.mostSkipped = mostSkipped;
    this.milestones = milestones;
  }

  /** Lays milestones over the whole directory. */
  Milestones milestones() {
    return new Milestones(directory, order, Stretch.WHOLE, milestones);
  }

  /**
   * Finds it.
   *
   * @param whole milestones of the whole directory, if they are needed
   */
  Threshold find(PageStart start, Supplier<Milestones> whole) {
    return switch (start) {
      case PageStart.First() -> Threshold.BEGINNING;
      case PageStart.After(Place place) -> new Threshold(place, false, 0);
      case PageStart.Named(byte[] name) -> named(name);
      case PageStart.Offset(long entries) -> behind(entries, whole);
    };
  }

  private Threshold named(byte[] name) {
    var next =
        new Object() {
          @Nullable Place place;

          void take(Place other) {
            if (Arrays.compareUnsigned(other.name(), name) >= 0
                && (place == null || Arrays.compareUnsigned(other.name(), place.name()) < 0)) {
              place = other;
            }
          }
        };
    directory.each(next::take);
    return next.place == null ? Threshold.END : new Threshold(next.place, true, 0);
  }

  private Threshold behind(long offset, Supplier<Milestones> whole) {
    Stretch stretch = Stretch.WHOLE;
    while (offset - stretch.before() > mostSkipped) {
      Milestones laid =
          stretch.equals(Stretch.WHOLE)
              ? whole.get()
              : new Milestones(directory, order, stretch, milestones);
      if (offset >= laid.end()) {
        return Threshold.END;
      }
      stretch = laid.around(offset);
    }
    return new Threshold(stretch.low(), true, (int) (offset - stretch.before()));
  }
}
