package io.scanfleet.gateway.tree.search;

import io.scanfleet.model.entry.EntryColumns;
import io.scanfleet.model.entry.EntryType;
import io.scanfleet.model.entry.ListingReader;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What entries are looked for. All conditions that are there have to hold; an attribute that is not
 * known meets none. Immutable.
 *
 * @param pattern null for any name
 * @param types which kinds of entries
 * @param minSize at least so many bytes of apparent size, of a directory in all files below it
 * @param maxSize at most so many
 * @param modifiedAfter changed then or later, in Unix seconds
 * @param modifiedBefore changed before, in Unix seconds
 * @param owner the owner's number
 * @param sequences whether the frames of an image sequence that are looked for are one hit
 */
record SearchQuery(
    @Nullable NamePattern pattern,
    Set<EntryType> types,
    @Nullable Long minSize,
    @Nullable Long maxSize,
    @Nullable Double modifiedAfter,
    @Nullable Double modifiedBefore,
    @Nullable Long owner,
    boolean sequences) {

  SearchQuery {
    types = Set.copyOf(types);
  }

  /**
   * The first entry of a listing from {@code from} on that is looked for, as far as the listing
   * tells; -1 if there is none. What it does not tell are paths, and the sizes of directories.
   */
  int next(ListingReader listing, int from) {
    for (int i = from; i < listing.size(); i++) {
      if (pattern != null) {
        i = pattern.names().next(listing, i);
        if (i < 0) {
          return -1;
        }
      }
      if (hasAttributes(listing, i)) {
        return i;
      }
    }
    return -1;
  }

  /** Whether directories have to be asked for their sizes. */
  boolean asksForSizes() {
    return minSize != null || maxSize != null;
  }

  /** Whether a size will do. */
  boolean hasSize(@Nullable Long bytes) {
    return bytes == null
        ? !asksForSizes()
        : (minSize == null || bytes >= minSize) && (maxSize == null || bytes <= maxSize);
  }

  private boolean hasAttributes(ListingReader listing, int i) {
    return types.contains(listing.type(i))
        && (!asksForSizes() || listing.isDirectory(i) || hasStoredSize(listing.bytes(i)))
        && hasTime(listing, i)
        && (owner == null || isOwner(listing, i, owner));
  }

  private boolean hasStoredSize(long bytes) {
    return bytes != EntryColumns.UNKNOWN_SIZE && hasSize(bytes);
  }

  private boolean hasTime(ListingReader listing, int i) {
    if (modifiedAfter == null && modifiedBefore == null) {
      return true;
    }
    int nanos = listing.modifiedNanos(i);
    if (nanos == EntryColumns.UNKNOWN_TIME) {
      return false;
    }
    double time = listing.modifiedSeconds(i) + nanos / 1e9;
    return (modifiedAfter == null || time >= modifiedAfter)
        && (modifiedBefore == null || time < modifiedBefore);
  }

  private static boolean isOwner(ListingReader listing, int i, long owner) {
    return listing.modifiedNanos(i) != EntryColumns.UNKNOWN_TIME
        && Integer.toUnsignedLong(listing.owner(i)) == owner;
  }
}
