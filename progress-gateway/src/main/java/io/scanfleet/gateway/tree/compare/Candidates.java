package io.scanfleet.gateway.tree.compare;

import io.scanfleet.model.entry.EntryColumns;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Entries that are in one of two trees only, found by their inode. Some 130 bytes each, at most
 * {@value #MOST}. Not thread-safe.
 */
final class Candidates {

  static final int MOST = 200_000;

  /** Not in an entry that is here too. */
  static final int NOWHERE = -1;

  private static final int FIRST_CAPACITY = 64;

  private final EntryColumns entries = new EntryColumns();
  private final List<DirectoryPlace> directories = new ArrayList<>();
  private final List<Differences> owners = new ArrayList<>();
  private final BitSet matched = new BitSet();
  private int[] within = new int[FIRST_CAPACITY];

  /** Chains of entries with the same hash of the inode: places from 1, 0 ends one. */
  private int[] heads = new int[FIRST_CAPACITY];

  private int[] following = new int[FIRST_CAPACITY];
  private boolean full;

  /**
   * Adds one; nothing happens when there are too many.
   *
   * @param directory the directory it lies in
   * @param owner where it counts
   * @param candidate the one that it lies in; {@link #NOWHERE} if that is none
   */
  void add(EntryColumns from, int i, DirectoryPlace directory, Differences owner, int candidate) {
    int index = entries.size();
    if (index == MOST) {
      full = true;
      return;
    }
    entries.addFrom(from, i);
    directories.add(directory);
    owners.add(owner);
    if (index == within.length) {
      int capacity = index * 2;
      within = Arrays.copyOf(within, capacity);
      following = Arrays.copyOf(following, capacity);
      heads = new int[capacity];
      for (int each = 0; each < index; each++) {
        chain(each);
      }
    }
    within[index] = candidate;
    chain(index);
  }

  private void chain(int index) {
    int head = slot(entries.device(index), entries.inode(index));
    following[index] = heads[head];
    heads[head] = index + 1;
  }

  private int slot(long device, long inode) {
    return (int) (((inode * 31 + device) * 0x9E3779B97F4A7C15L) >>> 40) & (heads.length - 1);
  }

  /** The first of those that may have an inode; {@link #NOWHERE} if there are none. */
  int first(long device, long inode) {
    return heads[slot(device, inode)] - 1;
  }

  /** The one after it that may have the same inode. */
  int next(int index) {
    return following[index] - 1;
  }

  EntryColumns entries() {
    return entries;
  }

  int size() {
    return entries.size();
  }

  /** Whether some could not be added. */
  boolean isFull() {
    return full;
  }

  Differences owner(int index) {
    return owners.get(index);
  }

  /** The directory that it lies in. */
  DirectoryPlace directory(int index) {
    return directories.get(index);
  }

  /** Its own place. */
  DirectoryPlace place(int index) {
    return directory(index).child(entries.name(index));
  }

  /** The candidate that it lies in, or {@link #NOWHERE}. */
  int within(int index) {
    return within[index];
  }

  void match(int index) {
    matched.set(index);
  }

  /** Whether it has been found on the other side, or a directory above it has. */
  boolean isSettled(int index) {
    int at = index;
    while (at != NOWHERE && !matched.get(at)) {
      at = within[at];
    }
    return at != NOWHERE;
  }

  /** Whether there is any that is not settled. */
  boolean hasUnsettled() {
    for (int index = 0; index < size(); index++) {
      if (!isSettled(index)) {
        return true;
      }
    }
    return false;
  }
}
