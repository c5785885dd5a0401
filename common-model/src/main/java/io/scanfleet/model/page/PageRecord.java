package io.scanfleet.model.page;

import io.scanfleet.model.DirectoryKey;
import io.scanfleet.model.Totals;
import org.jspecify.annotations.Nullable;

/**
 * What a page consists of. The arrays are handed over, not shared: nobody changes them or compares
 * records.
 */
public sealed interface PageRecord {

  /**
   * Entries of a directory, published as soon as they are read: the directory can be browsed while
   * what lies below it is still being scanned.
   *
   * @param key the directory
   * @param part its number among the directory's listings, from 0
   * @param listing as {@link io.scanfleet.model.entry.ListingCodec} encodes it
   */
  record ListingPart(DirectoryKey key, int part, byte[] listing) implements PageRecord {}

  /**
   * A directory is finished, and all below it: these are its final totals.
   *
   * @param key the directory
   * @param parent the directory it lies in; for the target's own directory its own key
   * @param name empty for the target's own directory
   * @param parts how many listings it has
   * @param totals what lies below it
   * @param error why it could not be read, or not to the end; null if it could
   */
  record FinishedDirectory(
      DirectoryKey key,
      DirectoryKey parent,
      byte[] name,
      int parts,
      Totals totals,
      @Nullable String error)
      implements PageRecord {}
}
