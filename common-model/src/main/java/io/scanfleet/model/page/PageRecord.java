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
   * @param parent the directory it lies in; for the target's own directory its own key
   * @param name empty for the target's own directory
   * @param part its number among the directory's listings, from 0
   * @param listing as {@link io.scanfleet.model.entry.ListingCodec} encodes it
   */
  record ListingPart(DirectoryKey key, DirectoryKey parent, byte[] name, int part, byte[] listing)
      implements PageRecord {}

  /**
   * A directory is finished, and all below it: these are its final totals.
   *
   * @param key the directory
   * @param parent the directory it lies in; for the target's own directory its own key
   * @param name empty for the target's own directory
   * @param parts how many listings it has
   * @param totals what lies below it
   * @param ownFiles how many files lie directly in it
   * @param ownBytes their apparent sizes, in bytes, counted as in {@code totals}
   * @param digest of all that lies below it; see {@link io.scanfleet.model.entry.EntryDigest}
   * @param error why it could not be read, or not to the end; null if it could
   */
  record FinishedDirectory(
      DirectoryKey key,
      DirectoryKey parent,
      byte[] name,
      int parts,
      Totals totals,
      long ownFiles,
      long ownBytes,
      long digest,
      @Nullable String error)
      implements PageRecord {}
}
