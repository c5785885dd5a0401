package io.scanfleet.gateway.tree.export;

import io.scanfleet.model.RawName;
import io.scanfleet.model.Totals;
import io.scanfleet.model.entry.EntryColumns;
import io.scanfleet.model.entry.EntryType;
import java.io.IOException;
import java.io.OutputStream;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.jspecify.annotations.Nullable;

/**
 * Parquet, compressed with zstd. Rows are collected to groups of some megabytes; after that only a
 * few kilobytes of each group are held, for the index at the end of the file.
 */
final class ParquetExportWriter extends RowWriter {

  private static final long ROW_GROUP_BYTES = 8 << 20;
  private static final int PAGE_BYTES = 256 << 10;

  /** Rows after which the size of a page is looked at, at the latest: paths may be long. */
  private static final int ROWS_UNSEEN = 1000;

  private static final MessageType SCHEMA =
      MessageTypeParser.parseMessageType(
          """
          message entry {
            required binary path (STRING);
            optional binary path_bytes;
            required binary name (STRING);
            required int32 depth;
            required binary type (STRING);
            optional int64 bytes;
            optional int64 allocated_bytes;
            optional int64 files;
            optional int64 directories;
            optional int64 errors;
            optional int64 mtime (TIMESTAMP(MICROS,true));
            optional int64 inode (INTEGER(64,false));
            optional int64 device (INTEGER(64,false));
            optional int32 links;
            optional int32 mode;
            optional int32 uid (INTEGER(32,false));
            optional int32 gid (INTEGER(32,false));
            required boolean hard_link;
            required boolean excluded;
            required boolean other_file_system;
            required boolean partial;
            optional binary error (STRING);
          }
          """);

  private static final Map<EntryType, Binary> TYPES = types();

  private final OutputStream out;
  private final ParquetWriter<Row> parquet;
  private boolean closed;

  ParquetExportWriter(ExportHeader header, OutputStream out) throws IOException {
    super(header.path());
    this.out = out;
    this.parquet =
        new Builder(new StreamFile(out))
            .withConf(new PlainParquetConfiguration())
            .withCompressionCodec(CompressionCodecName.ZSTD)
            .withRowGroupSize(ROW_GROUP_BYTES)
            .withPageSize(PAGE_BYTES)
            .withMaxRowCountForPageSizeCheck(ROWS_UNSEEN)
            .withDictionaryEncoding("path", false)
            .withDictionaryEncoding("name", false)
            .withExtraMetaData(metadata(header))
            .build();
  }

  private static Map<EntryType, Binary> types() {
    Map<EntryType, Binary> types = new EnumMap<>(EntryType.class);
    for (EntryType type : EntryType.values()) {
      types.put(type, Binary.fromString(type.wireName()));
    }
    return types;
  }

  private static Map<String, String> metadata(ExportHeader header) {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("scanfleet.batch_id", header.batchId().toString());
    metadata.put("scanfleet.target", Integer.toString(header.target()));
    metadata.put("scanfleet.agent", header.agent().toString());
    metadata.put("scanfleet.path", RawName.decode(header.path()));
    metadata.put("scanfleet.status", header.status().wireName());
    metadata.put("scanfleet.partial", Boolean.toString(header.partial()));
    if (header.finishedAt() != null) {
      metadata.put("scanfleet.finishedAt", header.finishedAt().toString());
    }
    metadata.put("scanfleet.version", header.version());
    return metadata;
  }

  @Override
  public void begin() {}

  @Override
  void row(Row row) throws IOException {
    parquet.write(row);
  }

  @Override
  public void end() throws IOException {
    close();
    out.flush();
  }

  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      parquet.close();
    }
  }

  /** Writes to a stream that others close. */
  private record StreamFile(OutputStream out) implements OutputFile {

    @Override
    public PositionOutputStream create(long blockSizeHint) {
      return new CountingStream(out);
    }

    @Override
    public PositionOutputStream createOrOverwrite(long blockSizeHint) {
      return create(blockSizeHint);
    }

    @Override
    public boolean supportsBlockSize() {
      return false;
    }

    @Override
    public long defaultBlockSize() {
      return 0;
    }
  }

  private static final class CountingStream extends PositionOutputStream {

    private final OutputStream out;
    private long position;

    CountingStream(OutputStream out) {
      this.out = out;
    }

    @Override
    public long getPos() {
      return position;
    }

    @Override
    public void write(int b) throws IOException {
      out.write(b);
      position++;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
      position += length;
    }
  }

  private static final class Builder extends ParquetWriter.Builder<Row, Builder> {

    Builder(OutputFile file) {
      super(file);
    }

    @Override
    protected Builder self() {
      return this;
    }

    @Override
    @SuppressWarnings("deprecation") // abstract there, so it cannot be left out
    protected WriteSupport<Row> getWriteSupport(Configuration configuration) {
      return new RowSupport();
    }

    @Override
    protected WriteSupport<Row> getWriteSupport(ParquetConfiguration configuration) {
      return new RowSupport();
    }
  }

  /** Puts the columns of a row in the order of the schema. */
  private static final class RowSupport extends WriteSupport<Row> {

    private @Nullable RecordConsumer out;
    private int column;

    @Override
    @SuppressWarnings("deprecation") // abstract there, so it cannot be left out
    public WriteContext init(Configuration configuration) {
      return new WriteContext(SCHEMA, Map.of());
    }

    @Override
    public WriteContext init(ParquetConfiguration configuration) {
      return new WriteContext(SCHEMA, Map.of());
    }

    @Override
    public void prepareForWrite(RecordConsumer consumer) {
      out = consumer;
    }

    @Override
    public void write(Row row) {
      RecordConsumer to = out;
      if (to == null) {
        throw new IllegalStateException("not prepared");
      }
      column = 0;
      to.startMessage();
      binary(to, Binary.fromString(row.path()));
      byte[] exact = row.pathBytes();
      binary(to, exact == null ? null : Binary.fromConstantByteArray(exact));
      binary(to, Binary.fromString(row.name()));
      int32(to, row.depth());
      binary(to, TYPES.get(row.type()));
      int64(to, row.bytes());
      int64(to, row.allocatedBytes());
      Totals totals = row.totals();
      int64(to, totals == null ? null : Long.valueOf(totals.files()));
      int64(to, totals == null ? null : Long.valueOf(totals.directories()));
      int64(to, totals == null ? null : Long.valueOf(totals.errors()));
      int64(to, row.mtimeMicros());
      attributes(to, row);
      bool(to, row.has(EntryColumns.REPEATED_LINK));
      bool(to, row.has(EntryColumns.EXCLUDED));
      bool(to, row.has(EntryColumns.OTHER_FILE_SYSTEM));
      bool(to, row.partial());
      binary(to, row.error() == null ? null : Binary.fromString(row.error()));
      to.endMessage();
    }

    private void attributes(RecordConsumer to, Row row) {
      int64(to, row.inode());
      int64(to, row.device());
      int32(to, row.links());
      int32(to, row.mode());
      int32(to, row.owner());
      int32(to, row.group());
    }

    private void binary(RecordConsumer to, @Nullable Binary value) {
      int index = column++;
      if (value != null) {
        String name = SCHEMA.getFieldName(index);
        to.startField(name, index);
        to.addBinary(value);
        to.endField(name, index);
      }
    }

    private void int64(RecordConsumer to, @Nullable Long value) {
      int index = column++;
      if (value != null) {
        String name = SCHEMA.getFieldName(index);
        to.startField(name, index);
        to.addLong(value);
        to.endField(name, index);
      }
    }

    private void int32(RecordConsumer to, @Nullable Integer value) {
      int index = column++;
      if (value != null) {
        String name = SCHEMA.getFieldName(index);
        to.startField(name, index);
        to.addInteger(value);
        to.endField(name, index);
      }
    }

    private void bool(RecordConsumer to, boolean value) {
      int index = column++;
      String name = SCHEMA.getFieldName(index);
      to.startField(name, index);
      to.addBoolean(value);
      to.endField(name, index);
    }
  }
}
