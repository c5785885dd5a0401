package io.scanfleet.gateway.tree.export;

import io.scanfleet.model.Totals;
import io.scanfleet.model.entry.EntryColumns;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * RFC 4180 with a header line. Names come from whoever may write to the storage, and a spreadsheet
 * takes a cell that begins with {@code =} and the like for a formula; such text gets an apostrophe
 * in front, inside quotes. What is not known, and a mark that does not apply, is an empty cell.
 */
final class CsvWriter extends RowWriter {

  static final List<String> COLUMNS =
      List.of(
          "path",
          "path_bytes",
          "name",
          "type",
          "bytes",
          "allocated_bytes",
          "files",
          "directories",
          "errors",
          "mtime",
          "inode",
          "device",
          "links",
          "mode",
          "uid",
          "gid",
          "hard_link",
          "excluded",
          "other_file_system",
          "partial",
          "error");

  private final OutputStream out;
  private final StringBuilder line = new StringBuilder();

  CsvWriter(ExportHeader header, OutputStream out) {
    super(header.path());
    this.out = out;
  }

  @Override
  public void begin() throws IOException {
    line.append(String.join(",", COLUMNS));
    endLine();
  }

  @Override
  void row(Row row) throws IOException {
    byte[] exact = row.pathBytes();
    if (exact == null && isFormula(row.path())) {
      exact = row.path().getBytes(StandardCharsets.UTF_8);
    }
    text(row.path());
    cell(exact == null ? null : Base64.getEncoder().encodeToString(exact));
    line.append(',');
    text(row.name());
    cell(row.type().wireName());
    cell(row.bytes());
    cell(row.allocatedBytes());
    Totals totals = row.totals();
    cell(totals == null ? null : Long.valueOf(totals.files()));
    cell(totals == null ? null : Long.valueOf(totals.directories()));
    cell(totals == null ? null : Long.valueOf(totals.errors()));
    cell(row.mtime());
    attributes(row);
    mark(row.has(EntryColumns.REPEATED_LINK));
    mark(row.has(EntryColumns.EXCLUDED));
    mark(row.has(EntryColumns.OTHER_FILE_SYSTEM));
    mark(row.partial());
    line.append(',');
    if (row.error() != null) {
      text(row.error());
    }
    endLine();
  }

  @Override
  public void end() throws IOException {
    out.flush();
  }

  @Override
  public void close() {}

  private void attributes(Row row) {
    Long inode = row.inode();
    Long device = row.device();
    Integer owner = row.owner();
    Integer group = row.group();
    cell(inode == null ? null : Long.toUnsignedString(inode));
    cell(device == null ? null : Long.toUnsignedString(device));
    cell(row.links());
    cell(row.octalMode());
    cell(owner == null ? null : Integer.toUnsignedString(owner));
    cell(group == null ? null : Integer.toUnsignedString(group));
  }

  private void cell(@Nullable Object value) {
    line.append(',');
    if (value != null) {
      line.append(value);
    }
  }

  private void mark(boolean applies) {
    line.append(applies ? ",true" : ",");
  }

  private void text(String text) {
    boolean formula = isFormula(text);
    if (!formula && !needsQuotes(text)) {
      line.append(text);
      return;
    }
    line.append(formula ? "\"'" : "\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      line.append(c);
      if (c == '"') {
        line.append('"');
      }
    }
    line.append('"');
  }

  private static boolean isFormula(String text) {
    if (text.isEmpty()) {
      return false;
    }
    char first = text.charAt(0);
    return "=+-@\t\r\n".indexOf(first) >= 0;
  }

  /** Also at a space at an end, which some readers would take away. */
  private static boolean needsQuotes(String text) {
    int length = text.length();
    if (length == 0 || text.charAt(0) == ' ' || text.charAt(length - 1) == ' ') {
      return true;
    }
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c == ',' || c == '"' || c == '\n' || c == '\r') {
        return true;
      }
    }
    return false;
  }

  private void endLine() throws IOException {
    line.append("\r\n");
    out.write(line.toString().getBytes(StandardCharsets.UTF_8));
    line.setLength(0);
  }
}
