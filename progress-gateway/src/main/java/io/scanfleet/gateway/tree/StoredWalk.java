package io.scanfleet.gateway.tree;

import io.scanfleet.gateway.tree.WalkRows.Finished;
import io.scanfleet.gateway.tree.WalkRows.Part;
import io.scanfleet.model.DirectoryKey;
import io.scanfleet.model.Totals;
import io.scanfleet.model.entry.EntryColumns;
import io.scanfleet.model.entry.ListingCodec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Walks a stored tree depth first, without recursion.
 *
 * <p>Of a listing first its files are shown, then the directories in which no directory lies, then
 * the others. Most directories are of the second kind, and their rows and listings come many with
 * one query, since they are done with before anything deeper is opened. An open directory is a
 * cursor; only the innermost ones hold their entries, and the others fetch them again when the walk
 * is back, so memory grows with the depth by a few bytes and with nothing else.
 *
 * <p>No transaction spans the walk, and no connection is held while its visitor waits for somebody
 * who reads slowly: rows are written once, and a transaction as long as a download would keep both
 * databases from tidying up. What could be missed is a tree that is deleted meanwhile: that is
 * found by listings that are not there, and at the end by the target that is not. For one thread.
 */
public final class StoredWalk {

  /** Open directories that hold their entries. */
  private static final int LOADED_AT_ONCE = 16;

  private static final int PASSED_OVER = EntryColumns.EXCLUDED | EntryColumns.OTHER_FILE_SYSTEM;

  private final WalkRows rows;
  private final long targetKey;
  private final TreePath path;
  private final @Nullable Finished start;
  private final boolean whole;
  private final List<Open> stack = new ArrayList<>();

  StoredWalk(
      WalkRows rows, long targetKey, TreePath path, @Nullable Finished start, boolean whole) {
    this.rows = rows;
    this.targetKey = targetKey;
    this.path = path;
    this.start = start;
    this.whole = whole;
  }

  /** What lies below the first directory; null if it is not finished. */
  public @Nullable Totals totals() {
    return start == null ? null : start.totals();
  }

  /** Why the first directory could not be read, or not to the end; null if it could. */
  public @Nullable String error() {
    return start == null ? null : start.error();
  }

  /** An open directory, and where in it the walk is. */
  private static final class Open {
    final DirectoryKey key;
    final @Nullable Finished finished;
    final BitSet deeper = new BitSet();
    int part = -1;
    int attempt;
    @Nullable EntryColumns entries;
    @Nullable Map<Integer, Finished> below;

    Open(DirectoryKey key, @Nullable Finished finished) {
      this.key = key;
      this.finished = finished;
    }
  }

  /**
   * Shows the tree, once.
   *
   * @throws IllegalStateException if it was deleted meanwhile
   */
  public void walk(TreeVisitor visitor) throws IOException {
    showStart(visitor);
    open(path.key(), start);
    while (!stack.isEmpty()) {
      Open directory = stack.getLast();
      int next = directory.deeper.nextSetBit(0);
      if (next >= 0) {
        directory.deeper.clear(next);
        descend(visitor, directory, next);
      } else if (!nextPart(visitor, directory)) {
        stack.removeLast();
        visitor.leave();
      }
    }
    if (!rows.exists(targetKey)) {
      throw deleted();
    }
  }

  /** The start's attributes stand in the listing of the directory that it lies in. */
  private void showStart(TreeVisitor visitor) throws IOException {
    if (!path.names().isEmpty()) {
      byte[] name = path.names().getLast().toBytes();
      Optional<Part> part = rows.part(targetKey, path.parentKey(), 0);
      for (int number = 1; part.isPresent(); number++) {
        EntryColumns entries = ListingCodec.decode(part.get().entries());
        for (int i = 0; i < entries.size(); i++) {
          if (Arrays.equals(entries.name(i), name)) {
            visitor.enter(entries, i, totals(), error());
            return;
          }
        }
        part = rows.part(targetKey, path.parentKey(), number);
      }
    }
    visitor.enter(null, 0, totals(), error());
  }

  private void open(DirectoryKey key, @Nullable Finished finished) {
    stack.add(new Open(key, finished));
    int outer = stack.size() - 1 - LOADED_AT_ONCE;
    if (outer >= 0) {
      stack.get(outer).entries = null;
      stack.get(outer).below = null;
    }
  }

  private void descend(TreeVisitor visitor, Open directory, int i) throws IOException {
    EntryColumns entries = directory.entries;
    if (entries == null) {
      Part part = rows.part(targetKey, directory.key, directory.part).orElse(null);
      if (part == null || part.attempt() != directory.attempt) {
        missing();
        directory.deeper.clear();
        return;
      }
      entries = ListingCodec.decode(part.entries());
      directory.entries = entries;
    }
    DirectoryKey key = directory.key.child(entries.name(i));
    Finished finished =
        directory.below != null
            ? directory.below.get(i)
            : rows.finished(targetKey, key).orElse(null);
    enter(visitor, entries, i, finished);
    open(key, finished);
  }

  /** Shows all of the next listing but the directories with others in them; false if none is. */
  private boolean nextPart(TreeVisitor visitor, Open directory) throws IOException {
    Finished finished = directory.finished;
    int number = directory.part + 1;
    if (finished != null && number == finished.parts()) {
      return false;
    }
    Part part =
        number == 0 && finished != null && finished.content() != null
            ? finished.content()
            : rows.part(targetKey, directory.key, number).orElse(null);
    if (part == null || (number > 0 && part.attempt() != directory.attempt)) {
      if (finished != null) {
        missing();
      }
      return false;
    }
    directory.part = number;
    directory.attempt = part.attempt();
    EntryColumns entries = ListingCodec.decode(part.entries());
    directory.entries = entries;
    directory.below = new HashMap<>();
    List<Integer> below = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      if (isEntered(entries, i)) {
        below.add(i);
      } else {
        visitor.entry(entries, i);
      }
    }
    for (int from = 0; from < below.size(); from += WalkRows.CHILDREN_AT_ONCE) {
      int to = Math.min(from + WalkRows.CHILDREN_AT_ONCE, below.size());
      children(visitor, directory, entries, below.subList(from, to));
    }
    return true;
  }

  private void children(
      TreeVisitor visitor, Open directory, EntryColumns entries, List<Integer> some)
      throws IOException {
    List<DirectoryKey> keys = some.stream().map(i -> directory.key.child(entries.name(i))).toList();
    Map<DirectoryKey, Finished> rowsBelow = rows.finished(targetKey, keys);
    for (int n = 0; n < some.size(); n++) {
      int i = some.get(n);
      Finished finished = rowsBelow.get(keys.get(n));
      if (!showAtOnce(visitor, entries, i, finished)) {
        directory.deeper.set(i);
        if (finished != null && directory.below != null) {
          directory.below.put(i, withoutContent(finished));
        }
      }
    }
  }

  /** Shows a directory that has no directory in it; false if it is another, or not finished. */
  private boolean showAtOnce(
      TreeVisitor visitor, EntryColumns entries, int i, @Nullable Finished finished)
      throws IOException {
    if (finished == null) {
      return false;
    }
    if (finished.parts() == 0) {
      enter(visitor, entries, i, finished);
      visitor.leave();
      return true;
    }
    Part content = finished.content();
    if (content == null || content.attempt() != finished.attempt()) {
      return false;
    }
    EntryColumns within = ListingCodec.decode(content.entries());
    for (int j = 0; j < within.size(); j++) {
      if (isEntered(within, j)) {
        return false;
      }
    }
    enter(visitor, entries, i, finished);
    for (int j = 0; j < within.size(); j++) {
      visitor.entry(within, j);
    }
    visitor.leave();
    return true;
  }

  private static Finished withoutContent(Finished finished) {
    return finished.content() == null
        ? finished
        : new Finished(
            finished.attempt(), finished.parts(), finished.totals(), finished.error(), null);
  }

  private static void enter(
      TreeVisitor visitor, EntryColumns entries, int i, @Nullable Finished finished)
      throws IOException {
    String error = entries.error(i);
    if (error == null && finished != null) {
      error = finished.error();
    }
    visitor.enter(entries, i, finished == null ? null : finished.totals(), error);
  }

  private static boolean isEntered(EntryColumns entries, int i) {
    return entries.isDirectory(i) && !entries.has(i, PASSED_OVER);
  }

  private void missing() {
    if (whole) {
      throw deleted();
    }
  }

  private static IllegalStateException deleted() {
    return new IllegalStateException("the tree was deleted while it was walked");
  }
}
