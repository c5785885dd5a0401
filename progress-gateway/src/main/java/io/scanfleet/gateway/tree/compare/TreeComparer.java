package io.scanfleet.gateway.tree.compare;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.scanfleet.gateway.tree.TreeOrder.Place;
import io.scanfleet.gateway.tree.TreePath;
import io.scanfleet.gateway.tree.compare.EntrySelection.Query;
import io.scanfleet.gateway.tree.compare.EntrySelection.Selected;
import io.scanfleet.gateway.tree.compare.PairLocator.Located;
import io.scanfleet.model.DirectoryKey;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/**
 * Compares two trees of the same directory.
 *
 * <p>What differs between the whole trees, and what moved in them, is worked out when they are
 * first compared and kept; then every directory is opened like in browsing, both sides at once. At
 * most {@value #MOST_OPENED} directories are opened for that; of a directory that has more below it
 * that differ, what differs below is worked out when it is opened itself.
 *
 * <p>While a scan runs nothing is kept, since it changes: moves are not looked for then, and only
 * {@value #MOST_OPENED_WHILE_RUNNING} directories are opened. Thread-safe; two trees are worked out
 * at a time by one thread only, which needs up to 60 MB.
 */
@Service
class TreeComparer {

  private static final int MOST_OPENED = 50_000;
  private static final int MOST_OPENED_WHILE_RUNNING = 2_000;

  /** Differences and moves that are kept, of some 300 bytes each. */
  private static final int MOST_KEPT = 100_000;

  private final ComparedRows rows;
  private final int mostOpened;
  private final Lock oneAtATime = new ReentrantLock();
  private final Cache<Compared, TreeDifferences> kept =
      Caffeine.newBuilder()
          .maximumWeight(MOST_KEPT)
          .weigher((Compared key, TreeDifferences differences) -> differences.weight())
          .build();

  @org.springframework.beans.factory.annotation.Autowired
  TreeComparer(ComparedRows rows) {
    this(rows, MOST_OPENED);
  }

  TreeComparer(ComparedRows rows, int mostOpened) {
    this.rows = rows;
    this.mostOpened = mostOpened;
  }

  private record Compared(long older, long newer, DirectoryKey olderAt, DirectoryKey newerAt) {}

  /**
   * Two directories, compared.
   *
   * @param differences in them and all below
   * @param movesComplete whether all that moved was looked for
   * @param entryCount how many entries there are on all pages
   * @param next where the next page begins; null if this is the last
   */
  record Comparison(
      Located located,
      Differences differences,
      boolean movesComplete,
      List<Selected> entries,
      long entryCount,
      @Nullable Place next) {}

  /** Compares what is at a path; empty if neither tree has a directory there. */
  Optional<Comparison> compare(ComparedTree older, ComparedTree newer, TreePath path, Query query) {
    boolean isFinal = older.isFinal() && newer.isFinal();
    TreeDifferences whole = isFinal ? wholeTrees(older, newer) : null;
    Moves moves = whole == null ? Moves.notLookedFor() : whole.moves();
    Located located = new PairLocator(rows, older, newer, moves).locate(path.names());
    if (!located.older().isPresent() && !located.newer().isPresent()) {
      return Optional.empty();
    }
    TreeDifferences here = differences(whole, moves, located);
    EntrySelection selection = new EntrySelection(located.older(), located.newer(), here, query);
    EntryPairs pairs = new EntryPairs(rows, located.older(), located.newer());
    if (query.sequences()) {
      SequenceFold fold = new SequenceFold(rows, located.older(), located.newer(), selection);
      pairs.each(query.unchanged(), fold);
      fold.finish();
    } else {
      pairs.each(query.unchanged(), selection);
    }
    List<Selected> best = selection.inOrder();
    boolean more = best.size() > query.limit();
    List<Selected> shown = more ? best.subList(0, query.limit()) : best;
    return Optional.of(
        new Comparison(
            located,
            here.top(),
            moves.complete,
            shown,
            selection.count(),
            more ? shown.getLast().place() : null));
  }

  private TreeDifferences wholeTrees(ComparedTree older, ComparedTree newer) {
    return kept.get(
        new Compared(older.key(), newer.key(), DirectoryKey.ROOT, DirectoryKey.ROOT),
        compared -> {
          Moves moves = new Moves();
          return alone(
              new DifferenceWalk(
                  rows, older, newer, mostOpened, moves, new MoveSearch(rows, older, newer, moves)),
              Half.read(rows, older, DirectoryPlace.ROOT),
              Half.read(rows, newer, DirectoryPlace.ROOT));
        });
  }

  /** What differs in two directories, as far as it is not known from the whole trees. */
  private TreeDifferences differences(
      @Nullable TreeDifferences whole, Moves moves, Located located) {
    Half older = located.older();
    Half newer = located.newer();
    if (whole == null) {
      return new DifferenceWalk(
              rows, older.tree(), newer.tree(), MOST_OPENED_WHILE_RUNNING, moves, null)
          .compare(older, newer);
    }
    Differences known =
        older.isPresent() && newer.isPresent() ? whole.below().get(newer.key()) : null;
    if (known != null && !known.incomplete) {
      return new TreeDifferences(known, whole.below(), moves);
    }
    return kept.get(
        new Compared(older.tree().key(), newer.tree().key(), older.key(), newer.key()),
        compared ->
            alone(
                new DifferenceWalk(rows, older.tree(), newer.tree(), mostOpened, moves, null),
                older,
                newer));
  }

  private TreeDifferences alone(DifferenceWalk walk, Half older, Half newer) {
    oneAtATime.lock();
    try {
      return walk.compare(older, newer);
    } finally {
      oneAtATime.unlock();
    }
  }
}
