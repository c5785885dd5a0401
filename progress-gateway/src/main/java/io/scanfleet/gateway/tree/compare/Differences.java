package io.scanfleet.gateway.tree.compare;

import io.scanfleet.gateway.tree.compare.ComparedRows.Row;
import org.jspecify.annotations.Nullable;

/**
 * What differs in a directory: first in it alone, and once {@link #addTo} has been called from
 * below, in all below it. Not thread-safe until then, not changed after.
 */
final class Differences {

  /** The one of the directory above; null where the comparing began. */
  final @Nullable Differences above;

  /**
   * Whether this directory moved here. That it has gone from where it was, and come to where it is,
   * says all of how much those places grew.
   */
  private final boolean moved;

  /** Whether its own listing was not read to the end in one of the scans. */
  boolean unread;

  /** Whether something below was not looked at, since there is too much of it. */
  boolean incomplete;

  /** Whether some number of it is a lower bound. */
  boolean partial;

  Amount added = Amount.NONE;
  Amount removed = Amount.NONE;
  Amount arrived = Amount.NONE;
  Amount left = Amount.NONE;

  /** Files that differ in both scans, and by how much together. */
  long changedFiles;

  long changedBytes;

  /** Directories in which something differs directly. */
  long changedDirectories;

  /** What cannot be compared, and each directory that was not read to the end. */
  Amount notKnown = Amount.NONE;

  /** By how much it grew, as far as that is known. */
  long filesGrown;

  long bytesGrown;

  Differences(@Nullable Differences above, boolean moved) {
    this.above = above;
    this.moved = moved;
  }

  /**
   * The newer tree has something alone.
   *
   * @param moved how much of it has arrived from elsewhere
   */
  void added(EntryPair pair, Amount moved) {
    addedAndCounted(pair);
    added = added.plus(pair.amountAfter()).minus(moved);
    arrived = arrived.plus(moved);
  }

  /** The newer tree has something alone that has been counted as arrived already. */
  void addedAndCounted(EntryPair pair) {
    changedDirectories = 1;
    filesGrown += pair.amountAfter().files();
    bytesGrown += pair.amountAfter().bytes();
    partial |= pair.isDirectory() && isPartial(pair.newerRow());
  }

  /**
   * The older tree has something alone.
   *
   * @param moved how much of it is elsewhere
   */
  void removed(EntryPair pair, Amount moved) {
    removedAndCounted(pair);
    removed = removed.plus(pair.amountBefore()).minus(moved);
    left = left.plus(moved);
  }

  /** The older tree has something alone that has been counted as being elsewhere already. */
  void removedAndCounted(EntryPair pair) {
    changedDirectories = 1;
    filesGrown -= pair.amountBefore().files();
    bytesGrown -= pair.amountBefore().bytes();
    partial |= pair.wasDirectory() && isPartial(pair.olderRow());
  }

  /** What was taken for added turns out to have moved. */
  void addedThoughMoved(Amount amount) {
    added = added.minus(amount);
    arrived = arrived.plus(amount);
  }

  /** What was taken for removed turns out to have moved. */
  void removedThoughMoved(Amount amount) {
    removed = removed.minus(amount);
    left = left.plus(amount);
  }

  void changed(EntryPair pair) {
    changedDirectories = 1;
    changedFiles++;
    changedBytes += pair.growth();
    bytesGrown += pair.growth();
  }

  /** It cannot be told what became of something. */
  void notKnown(EntryPair pair) {
    partial = true;
    notKnown = notKnown.plus(pair.j() == EntryPair.NONE ? pair.amountBefore() : pair.amountAfter());
  }

  /** The listing was not read to the end in one of the scans. */
  void unread() {
    unread = true;
    partial = true;
    notKnown = notKnown.plus(new Amount(0, 1, 0));
  }

  private static boolean isPartial(@Nullable Row row) {
    return row == null || row.totals().partial();
  }

  /** Whether anything is known to differ. */
  boolean any() {
    return changedDirectories > 0;
  }

  /** Adds all this to the directory above; each once, those further below first. */
  void addTo(Differences up) {
    up.incomplete |= incomplete;
    up.partial |= partial;
    up.added = up.added.plus(added);
    up.removed = up.removed.plus(removed);
    up.arrived = up.arrived.plus(arrived);
    up.left = up.left.plus(left);
    up.changedFiles += changedFiles;
    up.changedBytes += changedBytes;
    up.changedDirectories += changedDirectories;
    up.notKnown = up.notKnown.plus(notKnown);
    if (!moved) {
      up.filesGrown += filesGrown;
      up.bytesGrown += bytesGrown;
    }
  }
}
