package io.scanfleet.gateway.tree.export;

import io.scanfleet.model.Totals;
import io.scanfleet.model.entry.EntryColumns;
import io.scanfleet.model.ncdu.NcduWriter;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** What {@code ncdu -f} and {@code gdu -f} open. A directory that is not finished is unread. */
final class NcduExportWriter implements ExportWriter {

  private final ExportHeader header;
  private final OutputStream out;
  private final NcduWriter ncdu;
  private boolean begun;

  NcduExportWriter(ExportHeader header, OutputStream out) {
    this.header = header;
    this.out = out;
    this.ncdu = new NcduWriter(out);
  }

  @Override
  public void begin() {}

  @Override
  public void enter(
      @Nullable EntryColumns entries, int i, @Nullable Totals totals, @Nullable String error)
      throws IOException {
    boolean unread = error != null || totals == null;
    if (!begun) {
      begun = true;
      ncdu.begin(
          header.version(),
          (long) header.madeAt(),
          header.partial(),
          header.path(),
          entries == null ? 0 : entries.device(i),
          unread);
    } else if (entries != null) {
      ncdu.enter(entries, i, unread);
    }
  }

  @Override
  public void entry(EntryColumns entries, int i) throws IOException {
    ncdu.entry(entries, i);
  }

  @Override
  public void leave() throws IOException {
    ncdu.leave();
  }

  @Override
  public void end() throws IOException {
    ncdu.end();
    out.flush();
  }

  @Override
  public void close() {}
}
