package io.scanfleet.gateway.tree.compare;

import io.scanfleet.gateway.tree.compare.ComparedRows.Row;
import io.scanfleet.model.RawName;
import io.scanfleet.model.entry.EntryColumns;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Finds what moved among what one tree has and the other has not.
 *
 * <p>What has the same device and inode may be the same thing, but inodes are used again. So a file
 * must also have the same size and time, or the same name; a directory the same digest, the same
 * name, or an entry with the same name and inode. The entries that the two trees have alone are
 * matched first; then those below them are added level by level, on both sides, and matched. Below
 * a directory that has been matched nobody looks: what differs there is found by comparing the two.
 *
 * <p>Not thread-safe.
 */
final class MoveSearch {

  /** Directories that one tree has alone that are looked into. */
  private static final int MOST_OPENED = 20_000;

  /** Hard links of one inode that are tried. */
  private static final int MOST_TRIED = 64;

  private final ComparedRows rows;
  private final ComparedTree olderTree;
  private final ComparedTree newerTree;
  private final Moves moves;
  private final Candidates older = new Candidates();
  private final Candidates newer = new Candidates();

  /** What has been found to have moved, by the candidate that it lies in. */
  private final Map<Integer, Amount> leftBelow = new HashMap<>();

  private final Map<Integer, Amount> arrivedBelow = new HashMap<>();

  private int opened;
  private int olderMatchedTo;
  private int newerMatchedTo;
  private int olderOpenedTo;
  private int newerOpenedTo;

  MoveSearch(ComparedRows rows, ComparedTree older, ComparedTree newer, Moves moves) {
    this.rows = rows;
    this.olderTree = older;
    this.newerTree = newer;
    this.moves = moves;
  }

  /** Is told of directories that moved and are not the same any more. */
  interface MovedDirectories {

    /**
     * A directory moved, and something in it may differ.
     *
     * @param owner where the place that it moved to counts
     */
    void moved(Move move, @Nullable Row before, @Nullable Row after, Differences owner);
  }

  /** Something is not where it was. */
  void removed(EntryColumns entries, int i, DirectoryPlace directory, Differences owner) {
    older.add(entries, i, directory, owner, Candidates.NOWHERE);
  }

  /** Something is where it was not. */
  void added(EntryColumns entries, int i, DirectoryPlace directory, Differences owner) {
    newer.add(entries, i, directory, owner, Candidates.NOWHERE);
  }

  /** Matches what has not been tried yet. */
  void match(MovedDirectories listener) {
    int known = newerMatchedTo;
    for (; newerMatchedTo < newer.size(); newerMatchedTo++) {
      matchNewer(newerMatchedTo, listener);
    }
    for (; olderMatchedTo < older.size(); olderMatchedTo++) {
      matchOlder(olderMatchedTo, known, listener);
    }
  }

  /**
   * Adds what lies in the directories that have not been matched.
   *
   * @return whether there was anything to look into
   */
  boolean openNextLevel() {
    if (!older.hasUnsettled() || !newer.hasUnsettled()) {
      return false;
    }
    int olderEnd = older.size();
    int newerEnd = newer.size();
    boolean any = olderOpenedTo < olderEnd || newerOpenedTo < newerEnd;
    for (; olderOpenedTo < olderEnd; olderOpenedTo++) {
      open(older, olderTree, olderOpenedTo);
    }
    for (; newerOpenedTo < newerEnd; newerOpenedTo++) {
      open(newer, newerTree, newerOpenedTo);
    }
    return any;
  }

  /** Says how much of what was added or removed has moved, and whether all was looked for. */
  void finish() {
    leftBelow.forEach((i, amount) -> moves.leftFrom(older.place(i).key(), amount));
    arrivedBelow.forEach((j, amount) -> moves.arrivedIn(newer.place(j).key(), amount));
    moves.complete &= !older.isFull() && !newer.isFull();
  }

  private void open(Candidates side, ComparedTree tree, int index) {
    if (side.isFull() || !side.entries().isDirectory(index) || side.isSettled(index)) {
      return;
    }
    if (opened == MOST_OPENED) {
      moves.complete = false;
      return;
    }
    opened++;
    DirectoryPlace place = side.place(index);
    Half.read(rows, tree, place)
        .each(
            rows,
            entries -> {
              for (int i = 0; i < entries.size() && !side.isFull(); i++) {
                if (!entries.has(i, EntryColumns.EXCLUDED)) {
                  side.add(entries, i, place, side.owner(index), index);
                }
              }
            });
  }

  private void matchNewer(int j, MovedDirectories listener) {
    EntryColumns after = newer.entries();
    if (!canMatch(newer, j)) {
      return;
    }
    Found best = null;
    int tried = 0;
    for (int i = older.first(after.device(j), after.inode(j));
        i != Candidates.NOWHERE && tried < MOST_TRIED;
        i = older.next(i), tried++) {
      best = better(best, found(i, j));
    }
    if (best != null) {
      take(best, listener);
    }
  }

  /** Matches with what was there before; the rest has had its turn already. */
  private void matchOlder(int i, int newerEnd, MovedDirectories listener) {
    EntryColumns before = older.entries();
    if (!canMatch(older, i)) {
      return;
    }
    Found best = null;
    int tried = 0;
    for (int j = newer.first(before.device(i), before.inode(i));
        j != Candidates.NOWHERE && tried < MOST_TRIED;
        j = newer.next(j), tried++) {
      if (j < newerEnd) {
        best = better(best, found(i, j));
      }
    }
    if (best != null) {
      take(best, listener);
    }
  }

  private static boolean canMatch(Candidates side, int index) {
    return side.entries().inode(index) != 0 && !side.isSettled(index);
  }

  /** Two that are the same thing. */
  private record Found(int i, int j, @Nullable Row before, @Nullable Row after, boolean named) {}

  private static @Nullable Found better(@Nullable Found a, @Nullable Found b) {
    return a == null || (b != null && b.named() && !a.named()) ? b : a;
  }

  private @Nullable Found found(int i, int j) {
    EntryColumns before = older.entries();
    EntryColumns after = newer.entries();
    if (before.inode(i) != after.inode(j)
        || before.device(i) != after.device(j)
        || before.type(i) != after.type(j)
        || older.isSettled(i)
        || newer.isSettled(j)) {
      return null;
    }
    boolean named = EntryColumns.compareNames(before, i, after, j) == 0;
    if (!before.isDirectory(i)) {
      boolean same =
          before.bytes(i) == after.bytes(j)
              && before.modifiedNanos(i) != EntryColumns.UNKNOWN_TIME
              && after.modifiedNanos(j) != EntryColumns.UNKNOWN_TIME
              && EntryPair.isSameTime(before, i, after, j);
      return named || same ? new Found(i, j, null, null, named) : null;
    }
    Row row = rows.directory(olderTree.key(), older.place(i)).orElse(null);
    Row other = rows.directory(newerTree.key(), newer.place(j)).orElse(null);
    return named
            || isSameContent(row, other)
            || haveCommonEntry(
                Half.of(rows, olderTree, older.place(i), row).first(rows),
                Half.of(rows, newerTree, newer.place(j), other).first(rows))
        ? new Found(i, j, row, other, named)
        : null;
  }

  private static boolean isSameContent(@Nullable Row before, @Nullable Row after) {
    return before != null
        && after != null
        && before.digest() != null
        && Objects.equals(before.digest(), after.digest())
        && before.totals().files() + before.totals().directories() > 0;
  }

  private static boolean haveCommonEntry(EntryColumns before, EntryColumns after) {
    Map<RawName, Long> inodes = new HashMap<>();
    for (int i = 0; i < before.size(); i++) {
      inodes.put(RawName.of(before.name(i)), before.inode(i));
    }
    for (int j = 0; j < after.size(); j++) {
      Long inode = inodes.get(RawName.of(after.name(j)));
      if (inode != null && inode == after.inode(j) && inode != 0) {
        return true;
      }
    }
    return false;
  }

  private void take(Found found, MovedDirectories listener) {
    int i = found.i();
    int j = found.j();
    older.match(i);
    newer.match(j);
    Move move =
        new Move(
            older.directory(i),
            older.entries().name(i),
            newer.directory(j),
            newer.entries().name(j));
    moves.add(move);
    Amount before =
        Amount.of(older.entries(), i, found.before()).minus(leftBelow.getOrDefault(i, Amount.NONE));
    Amount after =
        Amount.of(newer.entries(), j, found.after())
            .minus(arrivedBelow.getOrDefault(j, Amount.NONE));
    older.owner(i).removedThoughMoved(before);
    newer.owner(j).addedThoughMoved(after);
    for (int up = older.within(i); up != Candidates.NOWHERE; up = older.within(up)) {
      leftBelow.merge(up, before, Amount::plus);
    }
    for (int up = newer.within(j); up != Candidates.NOWHERE; up = newer.within(up)) {
      arrivedBelow.merge(up, after, Amount::plus);
    }
    if (newer.entries().isDirectory(j) && !EntryPair.areSame(found.before(), found.after())) {
      listener.moved(move, found.before(), found.after(), newer.owner(j));
    }
  }
}
