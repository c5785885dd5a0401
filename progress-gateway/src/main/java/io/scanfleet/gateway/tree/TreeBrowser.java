package io.scanfleet.gateway.tree;

import io.scanfleet.gateway.tree.DirectoryRows.Finished;
import io.scanfleet.gateway.tree.TreeOrder.Place;
import io.scanfleet.model.DirectoryKey;
import io.scanfleet.model.RawName;
import io.scanfleet.model.Totals;
import io.scanfleet.model.entry.EntryColumns;
import io.scanfleet.model.entry.EntryType;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/**
 * Opens directories of stored trees.
 *
 * <p>A directory's listing names its entries, and the rows of the directories in it tell their
 * totals; a directory in it without a row is not finished yet. Listings are decoded one after the
 * other and only the best {@code limit} entries are kept, so a directory of millions costs time but
 * no memory.
 */
@Service
class TreeBrowser {

  private final DirectoryRows rows;

  TreeBrowser(DirectoryRows rows) {
    this.rows = rows;
  }

  /**
   * What is wanted of a directory.
   *
   * @param after where to go on; null for the beginning
   * @param depth how many levels of entries, from 1
   */
  record Query(TreeOrder order, @Nullable Place after, int limit, int depth) {}

  /**
   * An opened directory.
   *
   * @param totals if the directory is not finished, what is finished of it
   * @param complete whether the totals are final
   * @param error why it could not be read, or not to the end
   * @param entryCount how many entries it has, on all pages; as far as it has been read
   * @param next where the next page begins; null if this is the last
   */
  record Opened(
      Totals totals,
      boolean complete,
      @Nullable String error,
      List<TreeEntry> entries,
      long entryCount,
      @Nullable Place next) {}

  /** Opens a directory; empty if there is none at that path, or none has been found there yet. */
  Optional<Opened> open(long targetKey, TreePath path, Query query) {
    return open(targetKey, path.parentKey(), path.key(), query);
  }

  private Optional<Opened> open(
      long targetKey, DirectoryKey parent, DirectoryKey key, Query query) {
    Optional<Finished> finished = rows.finished(targetKey, parent, key);
    Map<DirectoryKey, Finished> children = rows.children(targetKey, key);
    Selection selection = new Selection(key, children, query);
    boolean listed = rows.listings(targetKey, key, selection::take);
    if (!listed && finished.isEmpty()) {
      return Optional.empty();
    }
    List<Selected> best = selection.inOrder();
    boolean more = best.size() > query.limit();
    List<Selected> shown = more ? best.subList(0, query.limit()) : best;
    List<TreeEntry> entries = new ArrayList<>();
    for (Selected selected : shown) {
      entries.add(withBelow(targetKey, key, selected, query));
    }
    return Optional.of(
        new Opened(
            finished.map(Finished::totals).orElseGet(selection::totalsSoFar),
            finished.isPresent(),
            finished.map(Finished::error).orElse(null),
            entries,
            selection.count,
            more ? shown.getLast().place() : null));
  }

  private TreeEntry withBelow(long targetKey, DirectoryKey key, Selected selected, Query query) {
    TreeEntry entry = selected.entry();
    if (query.depth() <= 1 || entry.type() != EntryType.DIRECTORY) {
      return entry;
    }
    Query below = new Query(query.order(), null, query.limit(), query.depth() - 1);
    return open(targetKey, key, key.child(selected.place().name()), below)
        .map(opened -> entry.withEntries(opened.entries()))
        .orElse(entry);
  }

  private record Selected(Place place, TreeEntry entry) {}

  /** Keeps the first {@code limit + 1} entries after the cursor, and adds up all. */
  private static final class Selection {

    private final DirectoryKey key;
    private final Map<DirectoryKey, Finished> children;
    private final Query query;
    private final Comparator<Place> order;
    private final PriorityQueue<Selected> best;
    private long count;
    private Totals soFar = Totals.NONE;

    Selection(DirectoryKey key, Map<DirectoryKey, Finished> children, Query query) {
      this.key = key;
      this.children = children;
      this.query = query;
      this.order = query.order().comparator();
      this.best = new PriorityQueue<>(Comparator.comparing(Selected::place, order.reversed()));
    }

    void take(EntryColumns entries) {
      for (int i = 0; i < entries.size(); i++) {
        count++;
        byte[] name = entries.name(i);
        Finished below = entries.isDirectory(i) ? children.get(key.child(name)) : null;
        add(entries, i, below);
        Place place = new Place(value(entries, i, below), name);
        Place after = query.after();
        if (after != null && order.compare(place, after) <= 0) {
          continue;
        }
        Selected last = best.peek();
        if (best.size() <= query.limit()) {
          best.add(new Selected(place, entry(entries, i, name, below)));
        } else if (last != null && order.compare(place, last.place()) < 0) {
          best.poll();
          best.add(new Selected(place, entry(entries, i, name, below)));
        }
      }
    }

    List<Selected> inOrder() {
      List<Selected> sorted = new ArrayList<>(best);
      sorted.sort(Comparator.comparing(Selected::place, order));
      return sorted;
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
      Long allocated = known(entries.allocated(i));
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
        case SIZE -> asDouble(bytes(entries, i, below));
        case FILES -> below == null ? null : Double.valueOf((double) below.totals().files());
        case MTIME -> modified(entries, i);
      };
    }

    private static @Nullable Long bytes(EntryColumns entries, int i, @Nullable Finished below) {
      if (entries.isDirectory(i)) {
        return below == null ? null : Long.valueOf(below.totals().bytes());
      }
      return known(entries.bytes(i));
    }

    private static TreeEntry entry(
        EntryColumns entries, int i, byte[] name, @Nullable Finished below) {
      boolean directory = entries.isDirectory(i);
      Totals totals = below == null ? null : below.totals();
      boolean attributes = entries.modifiedNanos(i) != EntryColumns.UNKNOWN_TIME;
      String error = entries.error(i);
      return new TreeEntry(
          RawName.decode(name),
          RawName.isUtf8(name) ? null : Base64.getEncoder().encodeToString(name),
          entries.type(i),
          bytes(entries, i, below),
          directory
              ? (totals == null ? null : totals.allocatedBytes())
              : known(entries.allocated(i)),
          totals == null ? null : Long.valueOf(totals.files()),
          totals == null ? null : Long.valueOf(totals.directories()),
          totals == null ? null : Long.valueOf(totals.errors()),
          modified(entries, i),
          attributes ? Long.valueOf(entries.inode(i)) : null,
          attributes ? Integer.valueOf(entries.links(i)) : null,
          attributes ? String.format("%04o", entries.mode(i)) : null,
          attributes ? Long.valueOf(Integer.toUnsignedLong(entries.owner(i))) : null,
          attributes ? Long.valueOf(Integer.toUnsignedLong(entries.group(i))) : null,
          mark(entries.has(i, EntryColumns.REPEATED_LINK)),
          mark(entries.has(i, EntryColumns.EXCLUDED)),
          mark(entries.has(i, EntryColumns.OTHER_FILE_SYSTEM)),
          mark(totals != null && totals.partial()),
          error != null ? error : below == null ? null : below.error(),
          null);
    }

    private static @Nullable Boolean mark(boolean applies) {
      return applies ? true : null;
    }

    private static @Nullable Double modified(EntryColumns entries, int i) {
      int nanos = entries.modifiedNanos(i);
      return nanos == EntryColumns.UNKNOWN_TIME
          ? null
          : Double.valueOf(entries.modifiedSeconds(i) + nanos / 1e9);
    }

    private static @Nullable Long known(long size) {
      return size == EntryColumns.UNKNOWN_SIZE ? null : Long.valueOf(size);
    }

    private static @Nullable Double asDouble(@Nullable Long value) {
      return value == null ? null : Double.valueOf((double) (long) value);
    }
  }
}
