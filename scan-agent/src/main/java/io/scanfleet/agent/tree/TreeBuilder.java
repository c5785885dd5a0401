package io.scanfleet.agent.tree;

import io.scanfleet.agent.walk.DirectoryVisitor;
import io.scanfleet.model.Totals;
import io.scanfleet.model.entry.EntryColumns;
import io.scanfleet.model.entry.EntryDigest;
import io.scanfleet.model.entry.HardLinks;
import io.scanfleet.model.entry.ListingCodec;
import io.scanfleet.model.entry.Tally;
import org.jspecify.annotations.Nullable;

/**
 * Turns what a walk finds into the records of a tree.
 *
 * <p>A directory's entries leave as listings as soon as they are read; the directory itself leaves
 * when everything below it is finished (post-order), with totals that are final. In between only an
 * {@link UnfinishedDirectory} is held. The thread that finishes the last part of a directory
 * finishes its parent's part too, and so on up; a chain of any length is climbed in a loop.
 *
 * <p>Threads that read different directories call it at the same time, and the sink too. What a
 * thread has counted is told to {@link Progress} once for every chunk of entries.
 */
public final class TreeBuilder implements DirectoryVisitor<UnfinishedDirectory> {

  /** Learns how far the walk is. Thread-safe. */
  public interface Progress {

    /** More was found; called once for a chunk of entries. */
    void found(long files, long directories, long bytes, long errors);

    /**
     * The walk is here. {@code fileName} is a file of this directory, whose bytes nobody changes.
     */
    void at(UnfinishedDirectory directory, byte[] fileName);
  }

  private final TreeSink sink;
  private final Progress progress;
  private final @Nullable ExpectedDirectory expected;
  private final HardLinks hardLinks = new HardLinks();
  private volatile Totals rootTotals = Totals.NONE;

  /**
   * @param sink takes the tree; may block, which makes the walk wait
   * @param expected learns what is found; null if nothing is known of an earlier scan
   */
  public TreeBuilder(TreeSink sink, Progress progress, @Nullable ExpectedDirectory expected) {
    this.sink = sink;
    this.progress = progress;
    this.expected = expected;
  }

  /** The totals of the target: final once the walk has ended. */
  public Totals totals() {
    return rootTotals;
  }

  @Override
  public UnfinishedDirectory enter(@Nullable UnfinishedDirectory parent, byte[] name) {
    if (parent == null) {
      progress.found(0, 1, 0, 0);
      return new UnfinishedDirectory(expected);
    }
    parent.expectChild();
    return new UnfinishedDirectory(parent, name);
  }

  @Override
  public void entries(UnfinishedDirectory directory, EntryColumns entries) {
    Tally tally = new Tally();
    boolean wantsListings = sink.wantsListings();
    int lastFile = -1;
    for (int i = 0; i < entries.size(); i++) {
      if (!entries.has(i, EntryColumns.EXCLUDED)) {
        if (!entries.isDirectory(i)) {
          lastFile = i;
          noteHardLink(entries, i);
        }
        tally.add(entries, i);
      }
      if (wantsListings) {
        tally.digest(EntryDigest.of(entries, i));
      }
      String error = entries.error(i);
      if (error != null) {
        sink.unreadable(directory, entries.name(i), error);
      }
    }
    if (wantsListings) {
      gather(directory, entries);
    }
    directory.own().add(tally);
    progress.found(tally.files(), tally.directories(), tally.bytes(), tally.errors());
    if (directory.expected != null) {
      directory.expected.found(tally.files());
    }
    if (lastFile >= 0) {
      progress.at(directory, entries.name(lastFile));
    }
  }

  @Override
  public void leave(UnfinishedDirectory directory, Outcome outcome) {
    EntryColumns unpublished = directory.unpublished;
    if (unpublished != null) {
      publish(directory, unpublished);
      directory.unpublished = null;
    }
    Tally own = directory.own();
    switch (outcome) {
      case Outcome.Complete() -> {}
      case Outcome.Unreadable(String reason) -> {
        directory.error = reason;
        own.error();
        sink.unreadable(directory, null, reason);
        progress.found(0, 0, 0, 1);
      }
      case Outcome.Gone() -> directory.error = "It was removed while it was scanned";
      case Outcome.Cancelled() -> own.stoppedEarly();
    }
    finish(directory, own);
  }

  private void noteHardLink(EntryColumns entries, int i) {
    int links = entries.links(i);
    if (links > 1 && !hardLinks.isFirst(entries.device(i), entries.inode(i), links)) {
      entries.setFlag(i, EntryColumns.REPEATED_LINK);
    }
  }

  private void gather(UnfinishedDirectory directory, EntryColumns entries) {
    EntryColumns unpublished = directory.unpublished;
    if (unpublished == null) {
      unpublished = new EntryColumns();
      directory.unpublished = unpublished;
    }
    for (int i = 0; i < entries.size(); i++) {
      if (ListingCodec.isFull(unpublished)) {
        publish(directory, unpublished);
      }
      unpublished.addFrom(entries, i);
    }
  }

  private void publish(UnfinishedDirectory directory, EntryColumns entries) {
    sink.listing(directory, directory.parts++, entries);
    entries.clear();
  }

  private void finish(UnfinishedDirectory first, Tally own) {
    UnfinishedDirectory directory = first;
    Tally part = own;
    while (directory.finishPart(part)) {
      part = directory.below();
      if (directory.wasExpected && directory.expected != null) {
        directory.expected.finish();
      }
      UnfinishedDirectory parent = directory.parent;
      Totals totals = part.toTotals();
      sink.finished(directory, totals, part.digest());
      if (parent == null) {
        rootTotals = totals;
        return;
      }
      if (sink.wantsListings()) {
        part.replaceDigest(EntryDigest.ofDirectory(directory.name, part.digest()));
      }
      directory = parent;
    }
  }
}
