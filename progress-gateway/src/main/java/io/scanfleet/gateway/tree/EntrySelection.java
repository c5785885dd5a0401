package io.scanfleet.gateway.tree;

import io.scanfleet.gateway.tree.DirectoryRows.Finished;
import io.scanfleet.gateway.tree.TreeBrowser.Query;
import io.scanfleet.gateway.tree.TreeOrder.Place;
import io.scanfleet.gateway.tree.sequence.Sequence;
import io.scanfleet.gateway.tree.sequence.SequencePattern;
import io.scanfleet.gateway.tree.sequence.Sequences;
import io.scanfleet.model.DirectoryKey;
import io.scanfleet.model.Totals;
import io.scanfleet.model.entry.EntryColumns;
import io.scanfleet.model.entry.EntryType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Chooses what is shown of a directory while its listings pass by: the first {@code limit} entries
 * after the cursor; the others after it are added up. So a directory of millions costs time but no
 * memory. For one thread.
 */
final class EntrySelection {

  /** An entry that is shown, with its place in the order. */
  record Selected(Place place, TreeEntry entry) {}

  private static final int PLAIN = -1;

  private final Query query;
  private final Comparator<Place> order;
  private final PriorityQueue<Selected> best;
  private final @Nullable SequencePattern only;
  private final boolean addUp;
  private FoldedEntries others = FoldedEntries.NONE;
  private long count;
  private Totals soFar = Totals.NONE;

  /**
   * @param addUp whether {@link #totalsSoFar} will be asked for
   */
  EntrySelection(Query query, boolean addUp) {
    this.query = query;
    this.only = query.sequence();
    this.addUp = addUp;
    this.order = query.order().comparator();
    this.best = new PriorityQueue<>(Comparator.comparing(Selected::place, order.reversed()));
  }

  /**
   * Takes part of a directory.
   *
   * @param below those of the directories in it that are finished
   * @param sequences where each entry belongs that is a frame; null if frames are shown one by one
   */
  void take(
      DirectoryKey directory,
      EntryColumns entries,
      Map<DirectoryKey, Finished> below,
      @Nullable Sequences sequences) {
    int[] places = sequences == null ? null : sequences.placesIn(entries);
    for (int i = 0; i < entries.size(); i++) {
      byte[] name = entries.name(i);
      Finished finished =
          entries.isDirectory(i) && !below.isEmpty() ? below.get(directory.child(name)) : null;
      if (addUp) {
        add(entries, i, finished);
      }
      boolean frame = places != null && places[i] != PLAIN;
      if (!frame && (only == null || isFrame(only, entries, i, name))) {
        show(entries, i, name, finished);
      }
    }
  }

  private static boolean isFrame(
      SequencePattern pattern, EntryColumns entries, int i, byte[] name) {
    return entries.type(i) == EntryType.FILE && pattern.frameOf(name).isPresent();
  }

  private void show(EntryColumns entries, int i, byte[] name, @Nullable Finished finished) {
    count++;
    Place place = new Place(value(entries, i, finished), name);
    if (isBehindCursor(place)) {
      offer(new Selected(place, TreeEntry.of(entries, i, finished)));
    }
  }

  /** Takes an image sequence in the place of its frames. */
  void take(Sequence sequence) {
    count++;
    Double value =
        switch (query.order().sort()) {
          case NAME -> null;
          case SIZE -> Double.valueOf((double) sequence.bytes());
          case FILES -> Double.valueOf((double) sequence.frames());
          case MTIME -> sequence.newest();
        };
    // By the name of its first frame, which stays as frames are added.
    Place place = new Place(value, sequence.pattern().nameOf(sequence.first()));
    if (isBehindCursor(place)) {
      offer(new Selected(place, TreeEntry.of(sequence)));
    }
  }

  private boolean isBehindCursor(Place place) {
    Place after = query.after();
    return after == null || order.compare(place, after) > 0;
  }

  private void offer(Selected selected) {
    Selected last = best.peek();
    if (best.size() < query.limit()) {
      best.add(selected);
    } else if (last != null && order.compare(selected.place(), last.place()) < 0) {
      best.remove();
      best.add(selected);
      others = others.plus(last.entry());
    } else {
      others = others.plus(selected.entry());
    }
  }

  List<Selected> inOrder() {
    List<Selected> sorted = new ArrayList<>(best);
    sorted.sort(Comparator.comparing(Selected::place, order));
    return sorted;
  }

  /** What comes after the last entry shown; null if nothing does. */
  @Nullable FoldedEntries others() {
    return others.entries() == 0 ? null : others;
  }

  /** How many entries there are in all. */
  long count() {
    return count;
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

  private @Nullable Double value(EntryColumns entries, int i, @Nullable Finished below) {
    return switch (query.order().sort()) {
      case NAME -> null;
      case SIZE -> asDouble(TreeEntry.bytes(entries, i, below));
      case FILES -> below == null ? null : Double.valueOf((double) below.totals().files());
      case MTIME -> TreeEntry.modified(entries, i);
    };
  }

  private static @Nullable Double asDouble(@Nullable Long value) {
    return value == null ? null : Double.valueOf((double) (long) value);
  }
}
