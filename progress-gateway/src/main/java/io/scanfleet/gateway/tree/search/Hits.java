package io.scanfleet.gateway.tree.search;

import io.scanfleet.gateway.tree.DirectoryPaths;
import io.scanfleet.gateway.tree.DirectoryRows;
import io.scanfleet.gateway.tree.DirectoryRows.Finished;
import io.scanfleet.gateway.tree.ExactText;
import io.scanfleet.gateway.tree.TreeEntry;
import io.scanfleet.model.DirectoryKey;
import io.scanfleet.model.entry.EntryColumns;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes hits of what listings told, and passes over what turns out to be none: entries of an
 * attempt that was given up, of a directory above which something is not stored yet, outside the
 * directory that is searched, with another path or, being directories, of another size. For one
 * search and thread.
 */
final class Hits {

  private final SearchRows rows;
  private final DirectoryRows directories;
  private final TreeSearch.Tree tree;
  private final byte[] top;
  private final SearchQuery query;
  private final HitSink sink;
  private final DirectoryPaths paths;
  private long left;

  Hits(
      SearchRows rows,
      DirectoryRows directories,
      TreeSearch.Tree tree,
      SearchQuery query,
      long limit,
      HitSink sink) {
    this.rows = rows;
    this.directories = directories;
    this.tree = tree;
    this.top = tree.top().toBytes();
    this.query = query;
    this.sink = sink;
    this.paths = directories.paths(tree.targetKey());
    this.left = limit;
  }

  /**
   * Takes what was found in a portion.
   *
   * @return where to go on if there are as many hits as were asked for; null if there may be more
   */
  @Nullable Place take(Candidates found) throws IOException {
    List<Candidates.Listed> listings = found.listings();
    for (int n = 0; n < listings.size(); n++) {
      ListingRow row = listings.get(n).row();
      Optional<byte[]> path = path(row);
      if (path.isEmpty() || !isBelowTop(path.get()) || isOutdated(row)) {
        continue;
      }
      int first = listings.get(n).first();
      int end = found.endOf(n);
      Map<DirectoryKey, Finished> totals = totals(row.key(), found.entries(), first, end);
      for (int i = first; i < end; i++) {
        if (emit(path.get(), row.key(), found.entries(), i, totals) && --left == 0) {
          return Place.in(row, found.indexInListing(i) + 1);
        }
      }
    }
    return null;
  }

  private boolean emit(
      byte[] directory,
      DirectoryKey key,
      EntryColumns entries,
      int i,
      Map<DirectoryKey, Finished> totals)
      throws IOException {
    byte[] name = entries.name(i);
    byte[] path = DirectoryPaths.join(directory, name);
    if (query.pattern() != null && !query.pattern().matchesPath(path)) {
      return false;
    }
    Finished below = entries.isDirectory(i) ? totals.get(key.child(name)) : null;
    if (entries.isDirectory(i)
        && !query.hasSize(below == null ? null : Long.valueOf(below.totals().bytes()))) {
      return false;
    }
    ExactText shown = ExactText.of(path);
    sink.hit(new SearchHit(shown.text(), shown.bytes(), TreeEntry.of(entries, i, below)));
    return true;
  }

  private Optional<byte[]> path(ListingRow row) {
    return row.parent() == null || row.name() == null
        ? paths.of(row.key())
        : paths.of(row.key(), row.parent(), row.name());
  }

  private boolean isBelowTop(byte[] path) {
    return top.length == 0
        || (path.length >= top.length
            && Arrays.equals(path, 0, top.length, top, 0, top.length)
            && (path.length == top.length || path[top.length] == '/'));
  }

  private boolean isOutdated(ListingRow row) {
    return !tree.settled() && !row.isOwn() && !rows.isCurrent(tree.targetKey(), row);
  }

  private Map<DirectoryKey, Finished> totals(
      DirectoryKey key, EntryColumns entries, int from, int to) {
    List<DirectoryKey> children = new ArrayList<>();
    for (int i = from; i < to; i++) {
      if (entries.isDirectory(i)) {
        children.add(key.child(entries.name(i)));
      }
    }
    return children.isEmpty() ? Map.of() : directories.children(tree.targetKey(), key, children);
  }
}
