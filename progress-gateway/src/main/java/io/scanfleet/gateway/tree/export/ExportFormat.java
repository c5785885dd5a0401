package io.scanfleet.gateway.tree.export;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;

/** The formats of exports. */
enum ExportFormat {
  NDJSON("application/x-ndjson", "ndjson"),
  CSV("text/csv;charset=UTF-8;header=present", "csv"),
  NCDU("application/json", "ncdu.json"),
  PARQUET("application/vnd.apache.parquet", "parquet");

  private final String contentType;
  private final String extension;

  ExportFormat(String contentType, String extension) {
    this.contentType = contentType;
    this.extension = extension;
  }

  /**
   * The format with this name.
   *
   * @throws IllegalArgumentException if there is none
   */
  static ExportFormat of(String name) {
    for (ExportFormat format : values()) {
      if (format.name().toLowerCase(Locale.ROOT).equals(name)) {
        return format;
      }
    }
    throw new IllegalArgumentException("no such format");
  }

  String contentType() {
    return contentType;
  }

  /** What file names end with, without the dot. */
  String extension() {
    return extension;
  }

  /** Whether compressing it once more makes it smaller. */
  boolean isCompressible() {
    return this != PARQUET;
  }

  /** A writer of it. */
  ExportWriter writer(ExportHeader header, OutputStream out, JsonMapper json) throws IOException {
    return switch (this) {
      case NDJSON -> new NdjsonWriter(header, out, json);
      case CSV -> new CsvWriter(header, out);
      case NCDU -> new NcduExportWriter(header, out);
      case PARQUET -> new ParquetExportWriter(header, out);
    };
  }
}
