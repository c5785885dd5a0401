package io.scanfleet.gateway.tree.search;

import io.scanfleet.model.entry.EntryColumns;
import io.scanfleet.model.entry.ListingReader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * What was found in a portion, as far as its listings tell: copies of the entries, so that the
 * listings can go. Filled by one thread and then read by another.
 */
final class Candidates {

  /** Some 20 ms of work, so that nobody waits long for it. */
  private static final int MOST_ENTRIES = 128 * 1024;

  private static final int ROWS_AT_ONCE = 256;

  /**
   * A listing that something was found in.
   *
   * @param first the index of its first entry among all that was found
   * @param from the index in the listing from which on there may be hits; what was found before is
   *     there for the sequences only, which are always looked for in all of a listing
   */
  record Listed(ListingRow row, int first, int from) {}

  private final EntryColumns entries = new EntryColumns();
  private final List<Integer> indexes = new ArrayList<>();
  private final List<Listed> listings = new ArrayList<>();
  private long directories;
  private int rows;
  private @Nullable Place end;

  private Candidates() {}

  /**
   * Searches a portion.
   *
   * @param mostHits entries to find at most; where sequences are looked for, the listing in which
   *     the last of them is found is searched to its end
   * @param givenUp whether nobody wants the result any more
   */
  static Candidates in(
      SearchRows rows,
      long targetKey,
      Portion portion,
      SearchQuery query,
      int mostHits,
      AtomicBoolean givenUp) {
    Candidates found = new Candidates();
    ListingReader reader = new ListingReader();
    Place at = portion.from();
    Visit visit = found.new Visit(reader, query, at, mostHits, givenUp);
    while (true) {
      int most = Math.min(ROWS_AT_ONCE, portion.mostRows() - found.rows);
      int before = found.rows;
      rows.read(targetKey, portion.from(at), most, visit::take);
      if (found.end != null || found.rows - before < most) {
        return found;
      }
      at = visit.next;
      if (found.rows >= portion.mostRows()) {
        found.end = at;
        return found;
      }
    }
  }

  /** The entries that were found, in order. */
  EntryColumns entries() {
    return entries;
  }

  /** The listings they are from, in order. */
  List<Listed> listings() {
    return listings;
  }

  /** Where the entries of a listing end among all that was found. */
  int endOf(int listing) {
    return listing + 1 < listings.size() ? listings.get(listing + 1).first() : entries.size();
  }

  /** The index in its own listing of an entry that was found. */
  int indexInListing(int i) {
    return indexes.get(i);
  }

  /** How many directories were looked into. */
  long directories() {
    return directories;
  }

  int rows() {
    return rows;
  }

  /** Where to go on; null if this is all of the portion. */
  @Nullable Place end() {
    return end;
  }

  private final class Visit {

    private final ListingReader reader;
    private final SearchQuery query;
    private final Place from;
    private final int mostHits;
    private final AtomicBoolean givenUp;
    private long looked;
    private Place next;

    Visit(
        ListingReader reader, SearchQuery query, Place from, int mostHits, AtomicBoolean givenUp) {
      this.reader = reader;
      this.query = query;
      this.from = from;
      this.mostHits = mostHits;
      this.givenUp = givenUp;
      this.next = from;
    }

    boolean take(ListingRow row) {
      int start = from.equals(Place.in(row, from.index())) ? from.index() : 0;
      boolean full = query.sequences() && entries.size() >= mostHits;
      if (full || looked > MOST_ENTRIES || givenUp.get()) {
        end = Place.in(row, start);
        return false;
      }
      rows++;
      if (row.part() == 0 && start == 0) {
        directories++;
      }
      next = Place.after(row);
      byte[] name = row.name();
      if (name != null && query.pattern() != null && !query.pattern().mayLieIn(name)) {
        return true;
      }
      reader.open(row.entries());
      looked += reader.size();
      int first = entries.size();
      int begin = query.sequences() ? 0 : start;
      for (int i = query.next(reader, begin); i >= 0; i = query.next(reader, i + 1)) {
        if (entries.size() == mostHits && !query.sequences()) {
          end = Place.in(row, i);
          return false;
        }
        if (entries.size() == first) {
          listings.add(new Listed(row, first, start));
        }
        entries.addFrom(reader.entries(), i);
        indexes.add(i);
      }
      return true;
    }
  }
}
