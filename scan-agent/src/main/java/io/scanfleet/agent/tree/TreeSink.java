package io.scanfleet.agent.tree;

import io.scanfleet.model.Totals;
import io.scanfleet.model.entry.EntryColumns;
import io.scanfleet.model.entry.ListingCodec;
import io.scanfleet.model.page.PageRecord;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Takes a tree as it is built. May block, which makes the walk wait. Thread-safe. */
public interface TreeSink {

  /** A sink that makes the records of pages, each encoded by the thread that brings it. */
  static TreeSink ofRecords(Consumer<PageRecord> records) {
    return new TreeSink() {
      @Override
      public boolean wantsListings() {
        return true;
      }

      @Override
      public void listing(UnfinishedDirectory directory, int part, EntryColumns entries) {
        records.accept(
            new PageRecord.ListingPart(
                directory.key(),
                directory.parentKey(),
                directory.name,
                part,
                ListingCodec.encode(entries)));
      }

      @Override
      public void finished(UnfinishedDirectory directory, Totals totals, long digest) {
        records.accept(
            new PageRecord.FinishedDirectory(
                directory.key(),
                directory.parentKey(),
                directory.name,
                directory.parts,
                totals,
                directory.ownFiles(),
                directory.ownBytes(),
                digest,
                directory.error));
      }
    };
  }

  /** Whether {@link #listing} is to be called at all; unless it is, only totals are told. */
  default boolean wantsListings() {
    return false;
  }

  /**
   * Part of what lies directly in a directory.
   *
   * @param part counts from 0
   * @param entries used again after the call
   */
  default void listing(UnfinishedDirectory directory, int part, EntryColumns entries) {}

  /**
   * All below a directory is done, and so is every directory in it.
   *
   * @param digest of what lies below it; 0 unless listings are wanted
   */
  void finished(UnfinishedDirectory directory, Totals totals, long digest);

  /**
   * Something could not be read.
   *
   * @param name an entry of the directory; null for the directory itself
   */
  default void unreadable(UnfinishedDirectory directory, byte @Nullable [] name, String reason) {}
}
