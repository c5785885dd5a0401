package io.scanfleet.gateway.tree.export;

import io.scanfleet.model.RawName;
import io.scanfleet.model.Totals;
import io.scanfleet.model.entry.EntryColumns;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * One JSON object a line: first what the export is of, then the entries with the field names of
 * HTTP, at last how many there were. A file without the last line is not whole.
 */
final class NdjsonWriter extends RowWriter {

  private final ExportHeader header;
  private final JsonGenerator json;
  private long entries;

  NdjsonWriter(ExportHeader header, OutputStream out, JsonMapper mapper) {
    super(header.path());
    this.header = header;
    this.json =
        mapper
            .writer()
            .without(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .withRootValueSeparator("\n")
            .createGenerator(out);
  }

  @Override
  public void begin() {
    json.writeStartObject();
    json.writeStringProperty("type", "scan");
    json.writeStringProperty("batch_id", header.batchId().toString());
    json.writeNumberProperty("target", header.target());
    json.writeStringProperty("agent", header.agent().toString());
    path(RawName.decode(header.path()), RawName.isUtf8(header.path()) ? null : header.path());
    text("label", header.label());
    json.writeStringProperty("status", header.status().wireName());
    json.writeBooleanProperty("partial", header.partial());
    text("error", header.error());
    Totals totals = header.totals();
    json.writeName("totals");
    if (totals == null) {
      json.writeNull();
    } else {
      json.writePOJO(totals);
    }
    time("startedAt", header.startedAt());
    time("finishedAt", header.finishedAt());
    json.writeStringProperty("version", header.version());
    json.writeEndObject();
  }

  @Override
  void row(Row row) {
    entries++;
    json.writeStartObject();
    path(row.path(), row.pathBytes());
    json.writeStringProperty("type", row.type().wireName());
    size("bytes", row.bytes());
    size("allocatedBytes", row.allocatedBytes());
    if (row.isDirectory()) {
      Totals totals = row.totals();
      size("files", totals == null ? null : Long.valueOf(totals.files()));
      size("directories", totals == null ? null : Long.valueOf(totals.directories()));
      size("errors", totals == null ? null : Long.valueOf(totals.errors()));
    }
    attributes(row);
    mark("hardLink", row.has(EntryColumns.REPEATED_LINK));
    mark("excluded", row.has(EntryColumns.EXCLUDED));
    mark("otherFileSystem", row.has(EntryColumns.OTHER_FILE_SYSTEM));
    mark("partial", row.partial());
    if (row.error() != null) {
      json.writeStringProperty("error", row.error());
    }
    json.writeEndObject();
  }

  @Override
  public void end() {
    json.writeStartObject();
    json.writeStringProperty("type", "end");
    json.writeNumberProperty("entries", entries);
    json.writeBooleanProperty("partial", header.partial());
    json.writeEndObject();
    json.writeRaw('\n');
    json.flush();
  }

  @Override
  public void close() throws IOException {
    json.close();
  }

  private void attributes(Row row) {
    json.writeName("mtime");
    String mtime = row.mtime();
    if (mtime == null) {
      json.writeNull();
      return;
    }
    json.writeNumber(mtime);
    unsigned("inode", row.inode());
    unsigned("device", row.device());
    Integer links = row.links();
    unsigned("links", links == null ? null : Long.valueOf(links));
    json.writeStringProperty("mode", row.octalMode());
    unsigned("uid", unsigned(row.owner()));
    unsigned("gid", unsigned(row.group()));
  }

  private static @Nullable Long unsigned(@Nullable Integer number) {
    return number == null ? null : Long.valueOf(Integer.toUnsignedLong(number));
  }

  private void path(String path, byte @Nullable [] exact) {
    json.writeStringProperty("path", path);
    if (exact != null) {
      json.writeStringProperty("pathBytes", Base64.getEncoder().encodeToString(exact));
    }
  }

  private void text(String name, @Nullable String value) {
    json.writeName(name);
    if (value == null) {
      json.writeNull();
    } else {
      json.writeString(value);
    }
  }

  private void time(String name, @Nullable Double value) {
    json.writeName(name);
    if (value == null) {
      json.writeNull();
    } else {
      json.writeNumber(value);
    }
  }

  private void size(String name, @Nullable Long value) {
    json.writeName(name);
    if (value == null) {
      json.writeNull();
    } else {
      json.writeNumber(value);
    }
  }

  private void unsigned(String name, @Nullable Long value) {
    json.writeName(name);
    if (value == null) {
      json.writeNull();
    } else if (value >= 0) {
      json.writeNumber(value);
    } else {
      json.writeNumber(Long.toUnsignedString(value));
    }
  }

  private void mark(String name, boolean applies) {
    if (applies) {
      json.writeBooleanProperty(name, true);
    }
  }
}
