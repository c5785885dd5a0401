package io.scanfleet.agent.tree;

import io.scanfleet.model.DirectoryKey;
import io.scanfleet.model.RawName;
import io.scanfleet.model.entry.EntryColumns;
import io.scanfleet.model.entry.Tally;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * What is held of a directory between being found and being finished: its name, its sums, and how
 * many of its parts are still to come. Everything else has left the agent by then.
 */
public final class UnfinishedDirectory {

  final @Nullable UnfinishedDirectory parent;
  final byte[] name;

  /** What the last scan knew of it, or of the nearest directory above it that it knew. */
  final @Nullable ExpectedDirectory expected;

  /** Whether {@link #expected} is this very directory. */
  final boolean wasExpected;

  /** Entries read but not yet published; touched only by the thread that reads the directory. */
  @Nullable EntryColumns unpublished;

  /** What its own entries add up to; touched only by the thread that reads the directory. */
  private final Tally own = new Tally();

  /** Null until it is asked for. */
  private volatile @Nullable DirectoryKey key;

  int parts;
  @Nullable String error;

  /** Guarded by this. */
  private final Tally below = new Tally();

  /** Its own entries and each directory in it; guarded by this. */
  private int unfinishedParts = 1;

  /** The target. */
  UnfinishedDirectory(@Nullable ExpectedDirectory expected) {
    this.parent = null;
    this.name = new byte[0];
    this.expected = expected;
    this.wasExpected = expected != null;
  }

  UnfinishedDirectory(UnfinishedDirectory parent, byte[] name) {
    this.parent = parent;
    this.name = name;
    ExpectedDirectory above = parent.expected;
    ExpectedDirectory own =
        above != null && parent.wasExpected && above.hasChildren()
            ? above.child(parent.key().child(name))
            : null;
    this.expected = own == null ? above : own;
    this.wasExpected = own != null;
  }

  /**
   * What names it in its tree; worked out when first asked for, from the nearest ancestor whose key
   * is known. Several threads may do so at once, and come to the same.
   */
  public DirectoryKey key() {
    Deque<UnfinishedDirectory> unknown = new ArrayDeque<>();
    UnfinishedDirectory at = this;
    DirectoryKey known = at.key;
    while (known == null) {
      UnfinishedDirectory above = at.parent;
      if (above == null) {
        known = DirectoryKey.ROOT;
        at.key = known;
      } else {
        unknown.push(at);
        at = above;
        known = at.key;
      }
    }
    for (UnfinishedDirectory directory : unknown) {
      known = known.child(directory.name);
      directory.key = known;
    }
    return known;
  }

  /** The key of the directory it lies in; for the target's own directory its own. */
  DirectoryKey parentKey() {
    UnfinishedDirectory above = parent;
    return above == null ? key() : above.key();
  }

  /** Apparent size of the files that lie directly in it. */
  public long ownBytes() {
    return own.bytes();
  }

  /** How many files lie directly in it. */
  public long ownFiles() {
    return own.files();
  }

  Tally own() {
    return own;
  }

  synchronized void expectChild() {
    unfinishedParts++;
  }

  /**
   * One part is finished, with this in it.
   *
   * @return whether it was the last
   */
  synchronized boolean finishPart(Tally part) {
    below.add(part);
    return --unfinishedParts == 0;
  }

  /** The sums; final once the last part is finished. */
  synchronized Tally below() {
    Tally copy = new Tally();
    copy.add(below);
    return copy;
  }

  /**
   * Its path below the target, for people, each name followed by a slash; empty for the target
   * itself.
   */
  public String displayPath() {
    Deque<String> names = new ArrayDeque<>();
    for (UnfinishedDirectory d = this; d.parent != null; d = d.parent) {
      names.push(RawName.decode(d.name));
    }
    StringBuilder path = new StringBuilder();
    for (String component : names) {
      path.append(component).append('/');
    }
    return path.toString();
  }
}
