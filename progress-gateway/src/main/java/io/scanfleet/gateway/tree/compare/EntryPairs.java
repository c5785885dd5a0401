package io.scanfleet.gateway.tree.compare;

import io.scanfleet.gateway.tree.compare.ComparedRows.Row;
import io.scanfleet.model.DirectoryKey;
import io.scanfleet.model.entry.EntryColumns;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Brings together what two directories have under the same names.
 *
 * <p>The parts of a listing are sorted, but each has names from all over the directory, so a
 * directory of millions cannot be merged part against part. Up to {@value #FEW_PARTS} parts a side
 * are merged at once. Of a larger directory {@link NameBuckets} are made first, which tell where
 * the two differ; then the parts are read again, once for every {@value #SLICE} entries that are
 * worth looking at, and only those are kept. So what is held is bounded: one part, the buckets, and
 * a slice of each side. A directory of which little has changed is read twice.
 *
 * <p>Pairs come in no order that means anything. For one thread at a time.
 */
final class EntryPairs {

  /** Parts of each side that are merged at once: 65,536 entries. */
  private static final int FEW_PARTS = 8;

  /** Entries of each side that are merged at once of what is larger. */
  private static final int SLICE = 65_536;

  /** Entries whose rows are read at once. */
  private static final int WINDOW = 512;

  private final ComparedRows rows;
  private final Half older;
  private final Half newer;

  EntryPairs(ComparedRows rows, Half older, Half newer) {
    this.rows = rows;
    this.older = older;
    this.newer = newer;
  }

  /**
   * Shows every pair that may differ.
   *
   * @param same whether to show those too that do not
   */
  void each(boolean same, Consumer<EntryPair> visitor) {
    if (older.pieces() <= FEW_PARTS && newer.pieces() <= FEW_PARTS) {
      merge(whole(older), whole(newer), visitor);
      return;
    }
    NameBuckets buckets = new NameBuckets();
    older.each(rows, part -> buckets.addOlder(part, rowsOf(older, part), older.key()));
    newer.each(rows, part -> buckets.addNewer(part, rowsOf(newer, part), newer.key()));
    for (NameBuckets.Slice slice : buckets.slices(same, SLICE)) {
      merge(slice(older, slice), slice(newer, slice), visitor);
    }
  }

  private EntryColumns whole(Half half) {
    List<EntryColumns> parts = new ArrayList<>();
    half.each(rows, parts::add);
    if (parts.size() == 1) {
      return parts.getFirst();
    }
    EntryColumns together = new EntryColumns();
    parts.forEach(part -> part.moveTo(together));
    return together;
  }

  private EntryColumns slice(Half half, NameBuckets.Slice slice) {
    EntryColumns kept = new EntryColumns();
    half.each(
        rows,
        part -> {
          for (int i = 0; i < part.size(); i++) {
            if (slice.holds(part.name(i))) {
              kept.addFrom(part, i);
            }
          }
        });
    return kept;
  }

  private Map<DirectoryKey, Row> rowsOf(Half half, EntryColumns part) {
    List<DirectoryKey> keys = new ArrayList<>();
    for (int i = 0; i < part.size(); i++) {
      if (part.isDirectory(i)) {
        keys.add(half.key().child(part.name(i)));
      }
    }
    return rows.directories(half.tree().key(), keys);
  }

  private void merge(EntryColumns a, EntryColumns b, Consumer<EntryPair> visitor) {
    int[] x = byName(a);
    int[] y = byName(b);
    int at = 0;
    int to = 0;
    int[] is = new int[WINDOW];
    int[] js = new int[WINDOW];
    int filled = 0;
    while (at < x.length || to < y.length) {
      int order;
      if (at == x.length) {
        order = 1;
      } else if (to == y.length) {
        order = -1;
      } else {
        order = EntryColumns.compareNames(a, x[at], b, y[to]);
      }
      is[filled] = order <= 0 ? x[at] : EntryPair.NONE;
      js[filled] = order >= 0 ? y[to] : EntryPair.NONE;
      filled++;
      at = order <= 0 ? next(a, x, at) : at;
      to = order >= 0 ? next(b, y, to) : to;
      if (filled == WINDOW) {
        show(a, is, b, js, filled, visitor);
        filled = 0;
      }
    }
    show(a, is, b, js, filled, visitor);
  }

  /** The next name. One that was renamed while it was listed may be there twice. */
  private static int next(EntryColumns entries, int[] order, int at) {
    int next = at + 1;
    while (next < order.length
        && EntryColumns.compareNames(entries, order[at], entries, order[next]) == 0) {
      next++;
    }
    return next;
  }

  private void show(
      EntryColumns a, int[] is, EntryColumns b, int[] js, int n, Consumer<EntryPair> visitor) {
    DirectoryKey[] olderKeys = new DirectoryKey[n];
    DirectoryKey[] newerKeys = new DirectoryKey[n];
    Map<DirectoryKey, Row> before = rowsOf(older, a, is, n, olderKeys);
    Map<DirectoryKey, Row> after = rowsOf(newer, b, js, n, newerKeys);
    for (int k = 0; k < n; k++) {
      visitor.accept(
          new EntryPair(a, is[k], before.get(olderKeys[k]), b, js[k], after.get(newerKeys[k])));
    }
  }

  private Map<DirectoryKey, Row> rowsOf(
      Half half, EntryColumns entries, int[] indexes, int n, DirectoryKey[] keys) {
    List<DirectoryKey> wanted = new ArrayList<>();
    for (int k = 0; k < n; k++) {
      if (indexes[k] != EntryPair.NONE && entries.isDirectory(indexes[k])) {
        keys[k] = half.key().child(entries.name(indexes[k]));
        wanted.add(keys[k]);
      }
    }
    return rows.directories(half.tree().key(), wanted);
  }

  private static int[] byName(EntryColumns entries) {
    int[] order = new int[entries.size()];
    Arrays.setAll(order, i -> i);
    boolean sorted = true;
    for (int i = 1; i < order.length; i++) {
      sorted = sorted && EntryColumns.compareNames(entries, i - 1, entries, i) <= 0;
    }
    if (sorted) {
      return order;
    }
    Integer[] boxed = new Integer[order.length];
    Arrays.setAll(boxed, i -> i);
    Arrays.sort(boxed, (i, j) -> EntryColumns.compareNames(entries, i, entries, j));
    Arrays.setAll(order, i -> boxed[i]);
    return order;
  }
}
