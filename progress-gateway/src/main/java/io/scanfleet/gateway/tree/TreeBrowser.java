package io.scanfleet.gateway.tree;

import io.scanfleet.gateway.tree.DirectoryRows.Finished;
import io.scanfleet.gateway.tree.TreeOrder.Place;
import io.scanfleet.model.DirectoryKey;
import io.scanfleet.model.Totals;
import io.scanfleet.model.entry.EntryColumns;
import io.scanfleet.model.entry.EntryType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Opens directories of stored trees.
 *
 * <p>A directory's listing names its entries, and the rows of the directories in it tell their
 * totals; a directory in it without a row is not finished yet. Listings are fetched one after the
 * other and only the best {@code limit} entries are kept, so a directory of millions costs time but
 * no memory. Several levels are opened from the top down, up to {@value #MOST_OPENED} directories.
 */
@Service
class TreeBrowser {

  /** Directories opened for one answer. */
  private static final int MOST_OPENED = 1000;

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
  // Without a transaction, but with one connection for all its questions: among many who ask, one
  // that has to wait for a connection again and again is served last.
  @Transactional(propagation = Propagation.SUPPORTS)
  public Optional<Opened> open(long targetKey, TreePath path, Query query) {
    return page(targetKey, path.parentKey(), path.key(), query)
        .map(
            page ->
                new Opened(
                    page.totals(),
                    page.complete(),
                    page.error(),
                    entries(targetKey, path.key(), page.shown(), query),
                    page.count(),
                    page.next()));
  }

  /** One level of a directory. */
  private record Page(
      Totals totals,
      boolean complete,
      @Nullable String error,
      List<Selected> shown,
      long count,
      @Nullable Place next) {}

  private Optional<Page> page(long targetKey, DirectoryKey parent, DirectoryKey key, Query query) {
    Selection selection = new Selection(targetKey, key, query);
    DirectoryRows.Found found = rows.read(targetKey, parent, key, selection::take);
    Optional<Finished> finished = Optional.ofNullable(found.finished());
    if (!found.isListed() && finished.isEmpty()) {
      return Optional.empty();
    }
    List<Selected> best = selection.inOrder();
    boolean more = best.size() > query.limit();
    List<Selected> shown = more ? best.subList(0, query.limit()) : best;
    return Optional.of(
        new Page(
            finished.map(Finished::totals).orElseGet(selection::totalsSoFar),
            finished.isPresent(),
            finished.map(Finished::error).orElse(null),
            shown,
            selection.count,
            more ? shown.getLast().place() : null));
  }

  /** An entry on its way to being shown, with those in it once it has been opened. */
  private static final class Node {
    final DirectoryKey parent;
    final Selected selected;
    final int level;
    @Nullable List<Node> below;

    Node(DirectoryKey parent, Selected selected, int level) {
      this.parent = parent;
      this.selected = selected;
      this.level = level;
    }

    TreeEntry toEntry() {
      return below == null
          ? selected.entry()
          : selected.entry().withEntries(below.stream().map(Node::toEntry).toList());
    }
  }

  private List<TreeEntry> entries(
      long targetKey, DirectoryKey key, List<Selected> shown, Query query) {
    Query further = new Query(query.order(), null, query.limit(), 1);
    List<Node> top = nodes(key, shown, 1);
    Deque<Node> closed = new ArrayDeque<>(top);
    int opened = 1;
    while (!closed.isEmpty() && opened < MOST_OPENED) {
      Node node = closed.remove();
      if (node.level == query.depth() || node.selected.entry().type() != EntryType.DIRECTORY) {
        continue;
      }
      opened++;
      DirectoryKey own = node.parent.child(node.selected.place().name());
      page(targetKey, node.parent, own, further)
          .ifPresent(
              page -> {
                node.below = nodes(own, page.shown(), node.level + 1);
                closed.addAll(node.below);
              });
    }
    return top.stream().map(Node::toEntry).toList();
  }

  private static List<Node> nodes(DirectoryKey parent, List<Selected> shown, int level) {
    return shown.stream().map(selected -> new Node(parent, selected, level)).toList();
  }

  private record Selected(Place place, TreeEntry entry) {}

  /** Keeps the first {@code limit + 1} entries after the cursor, and adds up all. */
  private final class Selection {

    private final long targetKey;
    private final DirectoryKey key;
    private final Query query;
    private final Comparator<Place> order;
    private final PriorityQueue<Selected> best;
    private long count;
    private Totals soFar = Totals.NONE;

    Selection(long targetKey, DirectoryKey key, Query query) {
      this.targetKey = targetKey;
      this.key = key;
      this.query = query;
      this.order = query.order().comparator();
      this.best = new PriorityQueue<>(Comparator.comparing(Selected::place, order.reversed()));
    }

    void take(EntryColumns entries) {
      List<DirectoryKey> keys = new ArrayList<>();
      for (int i = 0; i < entries.size(); i++) {
        if (entries.isDirectory(i)) {
          keys.add(key.child(entries.name(i)));
        }
      }
      Map<DirectoryKey, Finished> children = rows.children(targetKey, key, keys);
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
          best.add(new Selected(place, TreeEntry.of(entries, i, below)));
        } else if (last != null && order.compare(place, last.place()) < 0) {
          best.poll();
          best.add(new Selected(place, TreeEntry.of(entries, i, below)));
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
}
