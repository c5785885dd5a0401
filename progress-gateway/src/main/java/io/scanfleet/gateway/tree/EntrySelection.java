package io.scanfleet.gateway.tree;

import io.scanfleet.gateway.tree.DirectoryRows.Finished;
import io.scanfleet.gateway.tree.TreeOrder.Place;
import io.scanfleet.gateway.tree.sequence.Sequence;
import io.scanfleet.model.Totals;
import io.scanfleet.model.entry.EntryColumns;
import io.scanfleet.model.entry.EntryType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Chooses what is shown of a directory while its listings pass by: the first entries from a
 * threshold on; the others after them are added up. So a directory of millions costs time but no
 * memory. For one thread.
 */
final class EntrySelection implements EntryPlaces.Visitor {

  /** An entry that is shown, with its place in the order. */
  record Selected(Place place, TreeEntry entry) {}

  private final Threshold from;
  private final int most;
  private final Comparator<Place> order;
  private final PriorityQueue<Selected> best;
  private final boolean addUp;
  private FoldedEntries others = FoldedEntries.NONE;
  private long count;
  private long before;
  private Totals soFar = Totals.NONE;

  /**
   * @param limit how many entries are shown at most
   * @param addUp whether {@link #totalsSoFar} will be asked for
   */
  EntrySelection(TreeOrder order, Threshold from, int limit, boolean addUp) {
    this.from = from;
    this.most = from.skipped() + limit;
    this.addUp = addUp;
    this.order = order.comparator();
    this.best = new PriorityQueue<>(Comparator.comparing(Selected::place, this.order.reversed()));
  }

  @Override
  public void stored(EntryColumns entries, int i, @Nullable Finished below) {
    if (addUp) {
      add(entries, i, below);
    }
  }

  @Override
  public void entry(Place place, EntryColumns entries, int i, @Nullable Finished below) {
    if (counts(place)) {
      offer(new Selected(place, TreeEntry.of(entries, i, below)));
    }
  }

  @Override
  public void sequence(Place place, Sequence sequence) {
    if (counts(place)) {
      offer(new Selected(place, TreeEntry.of(sequence)));
    }
  }

  private boolean counts(Place place) {
    count++;
    boolean reached = from.isReachedBy(place, order);
    if (!reached) {
      before++;
    }
    return reached;
  }

  private void offer(Selected selected) {
    Selected last = best.peek();
    if (best.size() < most) {
      best.add(selected);
    } else if (last != null && order.compare(selected.place(), last.place()) < 0) {
      best.remove();
      best.add(selected);
      others = others.plus(last.entry());
    } else {
      others = others.plus(selected.entry());
    }
  }

  /** What is shown. */
  List<Selected> inOrder() {
    List<Selected> sorted = new ArrayList<>(best);
    sorted.sort(Comparator.comparing(Selected::place, order));
    return sorted.subList(skipped(), sorted.size());
  }

  private int skipped() {
    return Math.min(from.skipped(), best.size());
  }

  /** What comes after the last entry shown; null if nothing does. */
  @Nullable FoldedEntries others() {
    return others.entries() == 0 ? null : others;
  }

  /** How many entries there are in all. */
  long count() {
    return count;
  }

  /** How many entries come before the first shown. */
  long offset() {
    return before + skipped();
  }

  /** What is known of a directory that is not finished: a lower bound. */
  Totals totalsSoFar() {
    return soFar.plus(new Totals(0, 0, 0, 0, 0, 0L, 0, true));
  }

  private void add(EntryColumns entries, int i, @Nullable Finished below) {
    if (entries.has(i, EntryColumns.EXCLUDED)) {
      return;
    }
    int errors = entries.error(i) != null ? 1 : 0;
    if (entries.isDirectory(i)) {
      soFar = soFar.plus(new Totals(0, 1, 0, 0, 0, 0L, errors, false));
      if (below != null) {
        soFar = soFar.plus(below.totals());
      }
      return;
    }
    EntryType type = entries.type(i);
    boolean counts = !entries.has(i, EntryColumns.REPEATED_LINK);
    Long allocated = TreeEntry.known(entries.allocated(i));
    soFar =
        soFar.plus(
            new Totals(
                1,
                0,
                type == EntryType.SYMLINK ? 1 : 0,
                type.isSpecial() ? 1 : 0,
                counts ? Math.max(0, entries.bytes(i)) : 0,
                counts ? allocated : Long.valueOf(0),
                errors,
                false));
  }
}
