package io.scanfleet.gateway.tree.search;

import io.scanfleet.gateway.tree.DirectoryPaths;
import io.scanfleet.gateway.tree.DirectoryRows;
import io.scanfleet.gateway.tree.DirectoryRows.Finished;
import io.scanfleet.gateway.tree.ExactText;
import io.scanfleet.gateway.tree.TreeEntry;
import io.scanfleet.gateway.tree.sequence.Sequence;
import io.scanfleet.gateway.tree.sequence.SequenceCollector;
import io.scanfleet.gateway.tree.sequence.Sequences;
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
 *
 * <p>Where sequences are looked for, those of the entries of a listing that are hits are put
 * together once more. A sequence comes where the first of its frames stands in the listing, so that
 * a search that ended behind it goes on behind it, too.
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
      Listing listing =
          new Listing(
              path.get(),
              row.key(),
              found.entries(),
              totals(row.key(), found.entries(), first, end));
      int last =
          query.sequences()
              ? emitSequences(listing, found, first, end, listings.get(n).from())
              : emit(listing, first, end);
      if (last >= 0) {
        return Place.in(row, found.indexInListing(last) + 1);
      }
    }
    return null;
  }

  /**
   * What was found in a listing, among others.
   *
   * @param directory the path of the directory whose listing it is
   * @param totals of the directories in it
   */
  private record Listing(
      byte[] directory,
      DirectoryKey key,
      EntryColumns entries,
      Map<DirectoryKey, Finished> totals) {

    byte[] path(int i) {
      return DirectoryPaths.join(directory, entries.name(i));
    }

    @Nullable Finished below(int i) {
      return entries.isDirectory(i) ? totals.get(key.child(entries.name(i))) : null;
    }
  }

  /** Shows hits; the index of the last one if there are enough then, otherwise -1. */
  private int emit(Listing listing, int first, int end) throws IOException {
    for (int i = first; i < end; i++) {
      if (isHit(listing, i)) {
        emit(listing, i);
        if (--left == 0) {
          return i;
        }
      }
    }
    return -1;
  }

  private int emitSequences(Listing listing, Candidates found, int first, int end, int from)
      throws IOException {
    EntryColumns hits = new EntryColumns();
    int[] indexes = new int[end - first];
    for (int i = first; i < end; i++) {
      if (isHit(listing, i)) {
        indexes[hits.size()] = i;
        hits.addFrom(listing.entries(), i);
      }
    }
    Sequences sequences = SequenceCollector.of(hits);
    int[] places = sequences.placesIn(hits);
    boolean[] shown = new boolean[sequences.all().size()];
    for (int n = 0; n < hits.size(); n++) {
      int place = places[n];
      if (place >= 0 && shown[place]) {
        continue;
      }
      if (place >= 0) {
        shown[place] = true;
      }
      if (found.indexInListing(indexes[n]) < from) {
        continue;
      }
      if (place >= 0) {
        Sequence sequence = sequences.all().get(place);
        byte[] notation = sequence.notation().toBytes();
        emit(DirectoryPaths.join(listing.directory(), notation), TreeEntry.of(sequence));
      } else {
        emit(listing, indexes[n]);
      }
      if (--left == 0) {
        return indexes[n];
      }
    }
    return -1;
  }

  private boolean isHit(Listing listing, int i) {
    if (query.pattern() != null && !query.pattern().matchesPath(listing.path(i))) {
      return false;
    }
    if (!listing.entries().isDirectory(i)) {
      return true;
    }
    Finished below = listing.below(i);
    return query.hasSize(below == null ? null : Long.valueOf(below.totals().bytes()));
  }

  private void emit(Listing listing, int i) throws IOException {
    emit(listing.path(i), TreeEntry.of(listing.entries(), i, listing.below(i)));
  }

  private void emit(byte[] path, TreeEntry entry) throws IOException {
    ExactText shown = ExactText.of(path);
    sink.hit(new SearchHit(shown.text(), shown.bytes(), entry));
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
    return children.isEmpty() ? Map.of() : directories.finished(tree.targetKey(), children);
  }
}
