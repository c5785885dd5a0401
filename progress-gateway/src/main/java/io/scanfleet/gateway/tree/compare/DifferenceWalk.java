package io.scanfleet.gateway.tree.compare;

import io.scanfleet.gateway.tree.compare.ComparedRows.Row;
import io.scanfleet.model.DirectoryKey;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Walks two trees in lock step, from the top down, and only where they differ: a directory whose
 * digest is the same in both, and that was read to the end in both, is not opened. What a tree has
 * alone counts with the totals of its row. Then what moved is looked for among that, and what is
 * below directories that moved is compared too.
 *
 * <p>At most {@code most} directories are opened; what is below the others is not known, and {@link
 * Differences#incomplete} says so. For one thread, once.
 */
final class DifferenceWalk implements MoveSearch.MovedDirectories {

  private final ComparedRows rows;
  private final ComparedTree olderTree;
  private final ComparedTree newerTree;
  private final int most;
  private final Moves moves;
  private final @Nullable MoveSearch search;
  private final Map<DirectoryKey, Differences> byKey = new HashMap<>();
  private final List<Differences> found = new ArrayList<>();
  private final Deque<Step> toCome = new ArrayDeque<>();

  /** Two directories that are to be opened. */
  private record Step(
      DirectoryPlace older,
      @Nullable Row olderRow,
      DirectoryPlace newer,
      @Nullable Row newerRow,
      Differences differences) {}

  /**
   * @param moves what is known of moves; what {@code search} finds is added
   * @param search looks for moves; null if what is known is all there is
   */
  DifferenceWalk(
      ComparedRows rows,
      ComparedTree older,
      ComparedTree newer,
      int most,
      Moves moves,
      @Nullable MoveSearch search) {
    this.rows = rows;
    this.olderTree = older;
    this.newerTree = newer;
    this.most = most;
    this.moves = moves;
    this.search = search;
  }

  /** Compares two directories and all below. */
  TreeDifferences compare(Half older, Half newer) {
    Differences top = new Differences(null, false);
    note(newer.key(), top);
    if (!EntryPair.areSame(older.row(), newer.row())) {
      open(older, newer, top);
    }
    finishSteps();
    if (search != null) {
      boolean more = true;
      while (more) {
        search.match(this);
        more = !toCome.isEmpty() || search.openNextLevel();
        finishSteps();
      }
      search.finish();
    }
    for (Differences each : found.reversed()) {
      if (each.above != null) {
        each.addTo(each.above);
      }
    }
    if (search != null && top.incomplete) {
      moves.complete = false;
    }
    return new TreeDifferences(top, byKey, moves);
  }

  private void finishSteps() {
    while (!toCome.isEmpty()) {
      Step step = toCome.remove();
      open(
          Half.of(rows, olderTree, step.older(), step.olderRow()),
          Half.of(rows, newerTree, step.newer(), step.newerRow()),
          step.differences());
    }
  }

  private void note(DirectoryKey key, Differences differences) {
    byKey.put(key, differences);
    found.add(differences);
  }

  @Override
  public void moved(Move move, @Nullable Row before, @Nullable Row after, Differences owner) {
    descend(move.older(), before, move.newer(), after, new Differences(owner, true), owner);
  }

  private void descend(
      DirectoryPlace older,
      @Nullable Row olderRow,
      DirectoryPlace newer,
      @Nullable Row newerRow,
      Differences differences,
      Differences above) {
    if (found.size() == most) {
      above.incomplete = true;
      return;
    }
    note(newer.key(), differences);
    toCome.add(new Step(older, olderRow, newer, newerRow, differences));
  }

  private void open(Half older, Half newer, Differences here) {
    boolean olderWhole = older.isWhole();
    boolean newerWhole = newer.isWhole();
    if (!olderWhole || !newerWhole) {
      here.unread();
    }
    here.partial |= older.isPartial() || newer.isPartial();
    new EntryPairs(rows, older, newer)
        .each(
            false,
            pair ->
                take(older.place(), newer.place(), here, pair, pair.kind(olderWhole, newerWhole)));
  }

  private void take(
      DirectoryPlace older,
      DirectoryPlace newer,
      Differences here,
      EntryPair pair,
      EntryPair.Kind kind) {
    switch (kind) {
      case SAME, PASSED_OVER -> {}
      case NOT_KNOWN -> here.notKnown(pair);
      case FILE_CHANGED -> here.changed(pair);
      case ADDED -> added(newer, here, pair);
      case REMOVED -> removed(older, here, pair);
      case REPLACED -> {
        removed(older, here, pair);
        added(newer, here, pair);
      }
      case DIRECTORIES -> {
        byte[] name = pair.name();
        descend(
            older.child(name),
            pair.olderRow(),
            newer.child(name),
            pair.newerRow(),
            new Differences(here, false),
            here);
      }
    }
  }

  private void added(DirectoryPlace directory, Differences here, EntryPair pair) {
    DirectoryKey key = directory.key().child(pair.name());
    if (moves.to(key) == null) {
      here.added(pair, moves.arrivedIn(key));
      if (search != null) {
        search.added(pair.newer(), pair.j(), directory, here);
      }
    } else if (search == null) {
      here.added(pair, pair.amountAfter());
    } else {
      // Found when the directory it lies in was still taken for added; counted there.
      here.addedAndCounted(pair);
    }
  }

  private void removed(DirectoryPlace directory, Differences here, EntryPair pair) {
    DirectoryKey key = directory.key().child(pair.name());
    if (moves.from(key) == null) {
      here.removed(pair, moves.leftFrom(key));
      if (search != null) {
        search.removed(pair.older(), pair.i(), directory, here);
      }
    } else if (search == null) {
      here.removed(pair, pair.amountBefore());
    } else {
      here.removedAndCounted(pair);
    }
  }
}
