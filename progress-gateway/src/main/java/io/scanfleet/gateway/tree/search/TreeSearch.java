package io.scanfleet.gateway.tree.search;

import io.scanfleet.gateway.tree.DirectoryRows;
import io.scanfleet.gateway.tree.TreePath;
import io.scanfleet.model.DirectoryKey;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Service;

/**
 * Searches trees in the order they are stored in, so that a search can end after any entry and go
 * on from there.
 *
 * <p>A small first portion is searched, which is enough for what is common. Only then do all
 * threads search ahead, a portion each; the thread that asked takes their results in order, finds
 * the paths and hands out the hits. Results are bounded, and no more portions are under way than
 * threads can work on, so memory does not grow with the tree. The threads are shared by all
 * searches: each gets its turn after a portion of every other, some 20 ms.
 *
 * <p>Below a directory with few others in it only those are searched. Thread-safe.
 */
@Service
class TreeSearch implements AutoCloseable {

  private static final int MOST_THREADS = 4;
  private static final int MOST_HITS_AT_ONCE = 1000;

  /** Hundreds of frames are one hit. */
  private static final int MOST_FRAMES_AT_ONCE = 16 * 1024;

  /** Directories in a directory for which it is worthwhile to list their keys first. */
  private static final int FEW_DIRECTORIES = 10_000;

  private final SearchRows rows;
  private final DirectoryRows directories;
  private final LongSupplier nanoTime;
  private final int threads =
      Math.clamp(Runtime.getRuntime().availableProcessors(), 2, MOST_THREADS);
  private final ExecutorService searchers =
      Executors.newFixedThreadPool(
          threads, Thread.ofPlatform().daemon().name("tree-search-", 1).factory());

  @Autowired
  TreeSearch(SearchRows rows, DirectoryRows directories) {
    this(rows, directories, System::nanoTime);
  }

  /**
   * @param nanoTime a monotonic clock
   */
  TreeSearch(SearchRows rows, DirectoryRows directories, LongSupplier nanoTime) {
    this.rows = rows;
    this.directories = directories;
    this.nanoTime = nanoTime;
  }

  /**
   * What is to be searched.
   *
   * @param settled whether there is a single attempt at this tree, so that no listing is outdated
   * @param top the directory below which to search
   */
  record Tree(long targetKey, boolean settled, TreePath top) {}

  /**
   * How far a search came.
   *
   * @param rest where to go on; null if all was searched
   * @param directories how many were looked into
   */
  record Outcome(@Nullable Place rest, long directories) {}

  /**
   * Searches until enough was found, the time is over or all was searched.
   *
   * @param from where to begin
   * @param limit how many hits, from 1
   * @param nanos how long to go on, in nanoseconds; a portion is searched in any case; null for as
   *     long as it takes
   * @throws IOException if the hits cannot be taken; nothing goes on then
   */
  Outcome search(
      Tree tree, SearchQuery query, Place from, long limit, @Nullable Long nanos, HitSink sink)
      throws IOException {
    long start = nanoTime.getAsLong();
    Hits hits = new Hits(rows, directories, tree, query, limit, sink);
    try (Ahead ahead = new Ahead(tree, query, from, limit)) {
      long looked = 0;
      while (true) {
        Candidates found = ahead.next();
        if (found == null) {
          return new Outcome(null, looked);
        }
        looked += found.directories();
        Place full = hits.take(found);
        if (full != null) {
          return new Outcome(full, looked);
        }
        Place rest = ahead.rest();
        sink.pause(looked, rest == null ? 1 : rest.progress());
        if (nanos != null && nanoTime.getAsLong() - start >= nanos) {
          return new Outcome(rest, looked);
        }
      }
    }
  }

  private Portions portions(Tree tree, Place from) {
    TreePath top = tree.top();
    Optional<List<DirectoryKey>> below =
        top.names().isEmpty()
            ? Optional.empty()
            : directories
                .finished(tree.targetKey(), top.key())
                .filter(found -> found.totals().directories() <= FEW_DIRECTORIES)
                .flatMap(found -> rows.subtree(tree.targetKey(), top.key(), FEW_DIRECTORIES + 1));
    List<Portions> tables = new ArrayList<>();
    for (Place.Table table : Place.Table.values()) {
      if (table.compareTo(from.table()) >= 0) {
        Place start = table == from.table() ? from : Place.beginning(table);
        tables.add(below.isEmpty() ? new KeyRanges(start) : new KeyLists(below.get(), start));
      }
    }
    return new InTurn(tables);
  }

  @Override
  public void close() {
    searchers.shutdownNow();
  }

  /** The portions under way, in order. */
  private final class Ahead implements AutoCloseable {

    private record Running(Portion portion, Future<Candidates> found) {}

    private final Tree tree;
    private final SearchQuery query;
    private final int mostHits;
    private final Portions portions;
    private final Deque<Running> running = new ArrayDeque<>();
    private final AtomicBoolean givenUp = new AtomicBoolean();

    Ahead(Tree tree, SearchQuery query, Place from, long limit) {
      this.tree = tree;
      this.query = query;
      this.mostHits =
          query.sequences() ? MOST_FRAMES_AT_ONCE : (int) Math.min(MOST_HITS_AT_ONCE, limit);
      this.portions = portions(tree, from);
    }

    /** Waits for the next portion; null if there is none. */
    @Nullable Candidates next() throws IOException {
      while (running.size() < 2 * threads) {
        Portion portion = portions.next();
        if (portion == null) {
          break;
        }
        running.add(start(portion));
      }
      Running first = running.poll();
      if (first == null) {
        return null;
      }
      Candidates found = result(first.found());
      Portion left = portions.searched(first.portion(), found);
      if (left != null) {
        running.addFirst(start(left));
      }
      return found;
    }

    /** Where a search would go on that ends here; null if nothing is left. */
    @Nullable Place rest() {
      Running first = running.peek();
      return first != null ? first.portion().from() : portions.rest();
    }

    private Running start(Portion portion) {
      return new Running(
          portion,
          searchers.submit(
              () -> Candidates.in(rows, tree.targetKey(), portion, query, mostHits, givenUp)));
    }

    private Candidates result(Future<Candidates> found) throws IOException {
      try {
        return found.get();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("the search was interrupted");
      } catch (CancellationException e) {
        throw new IOException("the gateway stops", e);
      } catch (ExecutionException e) {
        throw e.getCause() instanceof RuntimeException cause
            ? cause
            : new IllegalStateException(e.getCause());
      }
    }

    @Override
    public void close() {
      givenUp.set(true);
      running.forEach(each -> each.found().cancel(false));
    }
  }
}
