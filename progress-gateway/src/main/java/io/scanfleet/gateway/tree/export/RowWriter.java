package io.scanfleet.gateway.tree.export;

import io.scanfleet.model.RawName;
import io.scanfleet.model.Totals;
import io.scanfleet.model.entry.EntryColumns;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Makes a row of each entry, a directory's before those of what lies in it. Held is the path of the
 * directory that is open, and its length at each level.
 */
abstract class RowWriter implements ExportWriter {

  private static final int FIRST_DEPTH = 64;
  private static final char REPLACEMENT = '\uFFFD';

  private byte[] path;
  private int length;
  private int[] lengths = new int[FIRST_DEPTH];
  private int depth;
  private @Nullable String prefix;

  /**
   * @param start the absolute path of the first directory
   */
  RowWriter(byte[] start) {
    this.path = start.clone();
    this.length = start.length;
  }

  abstract void row(Row row) throws IOException;

  @Override
  public final void enter(
      @Nullable EntryColumns entries, int i, @Nullable Totals totals, @Nullable String error)
      throws IOException {
    if (depth == 0) {
      String text = RawName.decode(path);
      int name = text.length() > 1 ? text.lastIndexOf('/') + 1 : 0;
      row(new Row(text, exactIfNotText(text, path), name, 0, entries, i, true, totals, error));
    } else if (entries != null) {
      row(rowOf(entries, i, true, totals, error));
    }
    push(depth == 0 || entries == null ? new byte[0] : entries.name(i));
  }

  @Override
  public final void entry(EntryColumns entries, int i) throws IOException {
    row(rowOf(entries, i, false, null, entries.error(i)));
  }

  @Override
  public final void leave() {
    length = lengths[--depth];
    prefix = null;
  }

  private Row rowOf(
      EntryColumns entries,
      int i,
      boolean entered,
      @Nullable Totals totals,
      @Nullable String error) {
    String before = prefix();
    byte[] name = entries.name(i);
    String text = before + RawName.decode(name);
    byte[] exact = null;
    if (text.indexOf(REPLACEMENT) >= 0) {
      byte[] bytes = Arrays.copyOf(path, length + name.length);
      System.arraycopy(name, 0, bytes, length, name.length);
      exact = exactIfNotText(text, bytes);
    }
    return new Row(text, exact, before.length(), depth, entries, i, entered, totals, error);
  }

  /** The text of the open directory with a slash at its end. */
  private String prefix() {
    if (prefix == null) {
      prefix = RawName.decode(Arrays.copyOf(path, length));
    }
    return prefix;
  }

  private static byte @Nullable [] exactIfNotText(String text, byte[] bytes) {
    return text.indexOf(REPLACEMENT) < 0 || RawName.isUtf8(bytes) ? null : bytes;
  }

  private void push(byte[] name) {
    if (depth == lengths.length) {
      lengths = Arrays.copyOf(lengths, depth * 2);
    }
    lengths[depth++] = length;
    if (length + name.length + 1 > path.length) {
      path = Arrays.copyOf(path, Math.max(path.length * 2, length + name.length + 1));
    }
    System.arraycopy(name, 0, path, length, name.length);
    length += name.length;
    if (length == 0 || path[length - 1] != '/') {
      path[length++] = '/';
    }
    prefix = null;
  }
}
