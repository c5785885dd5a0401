package io.scanfleet.gateway.tree.compare;

import io.scanfleet.gateway.tree.compare.ComparedRows.Listing;
import io.scanfleet.gateway.tree.compare.ComparedRows.Row;
import io.scanfleet.model.DirectoryKey;
import io.scanfleet.model.entry.EntryColumns;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A directory in one of the two trees.
 *
 * @param presence whether it is there
 * @param place where it lies, or would
 * @param row null if it is not finished, or not there
 * @param entries all that lies in it, if that came with its row; null if there are listings
 * @param listing which listings are stored
 */
record Half(
    ComparedTree tree,
    Presence presence,
    DirectoryPlace place,
    @Nullable Row row,
    @Nullable EntryColumns entries,
    Listing listing) {

  /** What is known of a place in a tree. */
  enum Presence {
    /** A directory is there. */
    PRESENT,
    /** It is known that there is none. */
    ABSENT,
    /** Nobody looked. */
    UNKNOWN
  }

  /** A place where no directory is, or where none is known. */
  static Half without(ComparedTree tree, Presence presence, DirectoryPlace place) {
    return new Half(tree, presence, place, null, null, Listing.NONE);
  }

  /** A directory as it is stored; nobody knows of it if nothing of it is. */
  static Half read(ComparedRows rows, ComparedTree tree, DirectoryPlace place) {
    return of(rows, tree, place, rows.directory(tree.key(), place).orElse(null));
  }

  /** A directory whose row has been read already. */
  static Half of(ComparedRows rows, ComparedTree tree, DirectoryPlace place, @Nullable Row row) {
    EntryColumns entries =
        row != null && row.mayHaveEntries()
            ? rows.ownEntries(tree.key(), place).orElse(null)
            : null;
    Listing listing = entries != null ? Listing.NONE : rows.listing(tree.key(), place.key());
    return row == null && listing.parts().isEmpty()
        ? without(tree, Presence.UNKNOWN, place)
        : new Half(tree, Presence.PRESENT, place, row, entries, listing);
  }

  DirectoryKey key() {
    return place.key();
  }

  /** In how many pieces its entries come. */
  int pieces() {
    return entries != null ? 1 : listing.parts().size();
  }

  /** Shows the entries that are stored, piece by piece; one is in memory at a time. */
  void each(ComparedRows rows, Consumer<EntryColumns> consumer) {
    if (entries != null) {
      consumer.accept(entries);
    }
    for (int part : listing.parts()) {
      consumer.accept(rows.part(tree.key(), key(), listing.attempt(), part));
    }
  }

  /** The first piece, which is all of most directories. */
  EntryColumns first(ComparedRows rows) {
    if (entries != null) {
      return entries;
    }
    return listing.parts().isEmpty()
        ? new EntryColumns()
        : rows.part(tree.key(), key(), listing.attempt(), listing.parts().getFirst());
  }

  boolean isPresent() {
    return presence == Presence.PRESENT;
  }

  /**
   * Whether an entry that is not among those stored is known not to be there. Of a scan that was
   * cut short it is not told which directories it was cut short in; there only those count of which
   * all below was read too.
   */
  boolean isWhole() {
    return switch (presence) {
      case PRESENT ->
          row != null
              && row.error() == null
              && (tree.completed() || !row.totals().partial())
              && (entries != null || listing.isAllOf(row));
      case ABSENT -> true;
      case UNKNOWN -> false;
    };
  }

  /** Whether what is known of it is a lower bound. */
  boolean isPartial() {
    return switch (presence) {
      case PRESENT -> row == null || row.totals().partial();
      case ABSENT -> false;
      case UNKNOWN -> true;
    };
  }
}
