package io.scanfleet.gateway.tree.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.scanfleet.gateway.tree.StoreOnDisk;
import io.scanfleet.gateway.tree.StoredWalk;
import io.scanfleet.gateway.tree.TreePath;
import io.scanfleet.gateway.tree.TreeVisitor;
import io.scanfleet.model.AgentId;
import io.scanfleet.model.BatchId;
import io.scanfleet.model.DirectoryKey;
import io.scanfleet.model.ScanStatus;
import io.scanfleet.model.Totals;
import io.scanfleet.model.entry.EntryColumns;
import io.scanfleet.model.entry.EntryType;
import io.scanfleet.testing.DeletingTree;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the formats hold, as read by programs that are not ours. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExportWriterTest {

  private static final int DIRECTORIES = 3_000;
  private static final int FILES = 100;
  private static final long MEGABYTE = 1 << 20;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static final List<byte[]> NASTY =
      Stream.of(
              "=1+1",
              "@SUM(1)",
              "-rf",
              "+49",
              "\ttab",
              "\rreturn",
              "a,b",
              "double\"quote",
              "new\nline",
              " ",
              "trailing ",
              "",
              "ü✓",
              "'apostrophe",
              "\u0001",
              "null")
          .filter(name -> !name.isEmpty())
          .map(name -> name.getBytes(StandardCharsets.UTF_8))
          .toList();

  private static final byte[] NO_TEXT = {(byte) 0xFF, 'x', (byte) 0xC3};

  private final DeletingTree disk = DeletingTree.create();
  private final StoreOnDisk store = new StoreOnDisk();

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @BeforeAll
  void makeTree() {
    EntryColumns root = new EntryColumns();
    StoreOnDisk.add(root, bytes("big"), EntryType.DIRECTORY, 4096);
    StoreOnDisk.add(root, bytes("nasty"), EntryType.DIRECTORY, 4096);
    store.listing(DirectoryKey.ROOT, 0, root);
    DirectoryKey nasty = DirectoryKey.ROOT.child(bytes("nasty"));
    EntryColumns entries = new EntryColumns();
    for (byte[] name : NASTY) {
      StoreOnDisk.add(entries, name, EntryType.FILE, 7);
    }
    StoreOnDisk.add(entries, NO_TEXT, EntryType.SYMLINK, 9_007_199_254_740_993L);
    int old = StoreOnDisk.add(entries, bytes("old"), EntryType.FILE, 0);
    entries.setModified(old, -1, 500_000_000);
    entries.setInode(old, -1, -2, 2);
    entries.setFlag(old, EntryColumns.REPEATED_LINK);
    int unread = entries.add(bytes("unread"), 0, 6, EntryType.UNKNOWN);
    entries.setError(unread, "=permission denied");
    store.listing(nasty, 0, entries);
    store.finished(DirectoryKey.ROOT, bytes("nasty"), 1, 5, 0, 1);

    DirectoryKey big = DirectoryKey.ROOT.child(bytes("big"));
    EntryColumns directories = new EntryColumns();
    for (int d = 0; d < DIRECTORIES; d++) {
      byte[] name = bytes("shot%05d".formatted(d));
      StoreOnDisk.add(directories, name, EntryType.DIRECTORY, 4096);
      EntryColumns files = new EntryColumns();
      for (int f = 0; f < FILES; f++) {
        StoreOnDisk.add(
            files,
            bytes("shot%05d_comp_v003.%04d.exr".formatted(d, f + 1001)),
            EntryType.FILE,
            30_000_000L + (d * 31L + f * 977L) % 100_000);
      }
      store.listing(big.child(name), 0, files);
      store.finished(big, name, 1, FILES, 0, 1);
    }
    store.listing(big, 0, directories);
    store.finished(DirectoryKey.ROOT, bytes("big"), 1, DIRECTORIES * FILES, DIRECTORIES, 1);
    store.finished(DirectoryKey.ROOT, new byte[0], 1, DIRECTORIES * FILES + 5, 2, 1);
    store.flush();
  }

  @AfterAll
  void close() {
    store.close();
    disk.close();
  }

  private void export(ExportFormat format, String path, OutputStream to, Runnable meanwhile)
      throws IOException {
    StoredWalk walk =
        store.trees().find(store.targetKey(), TreePath.ofBytes(bytes(path)), true).orElseThrow();
    ExportHeader header =
        new ExportHeader(
            BatchId.random(),
            0,
            new AgentId("nas-01"),
            bytes(path.isEmpty() ? "/vol/show" : "/vol/show/" + path),
            ScanStatus.COMPLETED,
            null,
            walk.totals(),
            null,
            null,
            3.0,
            3.0,
            "test");
    OutputStream out = new BufferedOutputStream(to, 1 << 16);
    try (ExportWriter writer = format.writer(header, out, JSON)) {
      writer.begin();
      walk.walk(new Every50000(writer, meanwhile, new int[1]));
      writer.end();
    }
  }

  private byte[] export(ExportFormat format, String path) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    export(format, path, out, () -> {});
    return out.toByteArray();
  }

  private Path file(ExportFormat format, String path) throws IOException {
    Path file = disk.path().resolve(format + path + "." + format.extension());
    Files.write(file, export(format, path));
    return file;
  }

  private static List<List<Object>> query(String sql) throws Exception {
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        ResultSet rows = duck.createStatement().executeQuery(sql)) {
      List<List<Object>> all = new ArrayList<>();
      while (rows.next()) {
        List<Object> row = new ArrayList<>();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          row.add(String.valueOf(rows.getObject(i)));
        }
        all.add(row);
      }
      return all;
    }
  }

  private static final String SUMS =
      "select count(*), count(*) filter (where type = 'file'),"
          + " count(*) filter (where type = 'directory'),"
          + " sum(bytes) filter (where type = 'file'), count(distinct path) from ";

  @Test
  void duckDbReadsTheSameOfEveryFormatWithRows() throws Exception {
    long bytes = 0;
    for (int d = 0; d < DIRECTORIES; d++) {
      for (int f = 0; f < FILES; f++) {
        bytes += 30_000_000L + (d * 31L + f * 977L) % 100_000;
      }
    }
    long files = (long) DIRECTORIES * FILES;
    List<List<Object>> expected =
        List.of(
            List.of(
                Long.toString(files + DIRECTORIES + 1),
                Long.toString(files),
                Long.toString(DIRECTORIES + 1),
                Long.toString(bytes),
                Long.toString(files + DIRECTORIES + 1)));
    assertThat(query(SUMS + "'" + file(ExportFormat.PARQUET, "big") + "'")).isEqualTo(expected);
    assertThat(query(SUMS + "read_csv('" + file(ExportFormat.CSV, "big") + "', header = true)"))
        .isEqualTo(expected);
    assertThat(
            query(
                SUMS
                    + "read_json('"
                    + file(ExportFormat.NDJSON, "big")
                    + "', format = 'newline_delimited') where type not in ('scan', 'end')"))
        .isEqualTo(expected);
  }

  @Test
  void parquetHasEveryNameAndAttribute() throws Exception {
    Path file = file(ExportFormat.PARQUET, "nasty");
    List<List<Object>> names =
        query(
            "select name, coalesce(to_base64(path_bytes), '') from '"
                + file
                + "' where depth = 1 and type <> 'unknown'");
    assertThat(names)
        .contains(
            List.of(
                "\uFFFDx\uFFFD",
                Base64.getEncoder().encodeToString(concat(bytes("/vol/show/nasty/"), NO_TEXT))))
        .containsAll(
            NASTY.stream()
                .map(name -> List.<Object>of(new String(name, StandardCharsets.UTF_8), ""))
                .toList())
        .hasSize(NASTY.size() + 2);
    assertThat(
            query(
                "select path, type, bytes, epoch_us(mtime), inode, device, links, mode, uid, gid,"
                    + " hard_link, partial from '"
                    + file
                    + "' where name = 'old'"))
        .containsExactly(
            List.of(
                "/vol/show/nasty/old",
                "file",
                "0",
                "-500000",
                "18446744073709551614",
                "18446744073709551615",
                "2",
                "416",
                "1000",
                "4294967294",
                "true",
                "false"));
    assertThat(query("select bytes, mtime, inode, error from '" + file + "' where name = 'unread'"))
        .containsExactly(List.of("null", "null", "null", "=permission denied"));
    assertThat(
            query(
                "select decode(value) from parquet_kv_metadata('"
                    + file
                    + "') where decode(key) = 'scanfleet.path'"))
        .containsExactly(List.of("/vol/show/nasty"));
  }

  @Test
  void noCellOfTheCsvIsAFormulaAndEveryPathIsExact() throws Exception {
    Path file = file(ExportFormat.CSV, "nasty");
    List<List<Object>> rows =
        query(
            "select path, name, coalesce(path_bytes, ''), coalesce(error, '') from read_csv('"
                + file
                + "', header = true, all_varchar = true)");
    assertThat(rows).hasSize(NASTY.size() + 4);
    Function<String, String> nameOf = path -> path.substring("/vol/show/nasty/".length());
    for (List<Object> row : rows.subList(1, rows.size())) {
      String name = (String) row.get(1);
      assertThat(name).doesNotMatch("(?s)^[=+@\\t\\r\\n-].*");
      assertThat((String) row.get(3)).doesNotStartWith("=");
      String inPath = nameOf.apply((String) row.get(0));
      assertThat(name).isIn(inPath, "'" + inPath);
    }
    assertThat(rows.stream().map(row -> nameOf.apply(row.get(0) + "/")))
        .containsAll(
            NASTY.stream().map(name -> new String(name, StandardCharsets.UTF_8) + "/").toList());
    assertThat(rows.stream().map(row -> row.get(2)))
        .contains(Base64.getEncoder().encodeToString(concat(bytes("/vol/show/nasty/"), NO_TEXT)));
    String text = Files.readString(file);
    assertThat(text)
        .contains(",\"'=1+1\",file,7,7,,,,1640995200.25,")
        .contains("\"/vol/show/nasty/double\"\"quote\"")
        .startsWith(String.join(",", CsvWriter.COLUMNS) + "\r\n");
  }

  @Test
  void linesOfJsonBeginWithTheScanAndEndWithTheCount() throws Exception {
    List<JsonNode> lines =
        new String(export(ExportFormat.NDJSON, "nasty"), StandardCharsets.UTF_8)
            .lines()
            .map(JSON::readTree)
            .toList();
    JsonNode first = lines.getFirst();
    assertThat(first.path("type").asString()).isEqualTo("scan");
    assertThat(first.path("path").asString()).isEqualTo("/vol/show/nasty");
    assertThat(first.path("totals").path("files").asLong()).isEqualTo(5);
    assertThat(first.path("partial").asBoolean(true)).isFalse();
    JsonNode last = lines.getLast();
    assertThat(last.path("type").asString()).isEqualTo("end");
    assertThat(last.path("entries").asInt()).isEqualTo(lines.size() - 2);
    JsonNode directory = lines.get(1);
    assertThat(directory.path("path").asString()).isEqualTo("/vol/show/nasty");
    assertThat(directory.path("type").asString()).isEqualTo("directory");
    assertThat(directory.path("mode").asString()).isEqualTo("0640");
    assertThat(directory.path("files").asLong()).isEqualTo(5);
    JsonNode old = ofPath(lines, "/vol/show/nasty/old");
    assertThat(old.path("mtime").asString()).isEqualTo("-0.5");
    assertThat(old.path("inode").asString()).isEqualTo("18446744073709551614");
    assertThat(old.path("hardLink").asBoolean()).isTrue();
    JsonNode unread = ofPath(lines, "/vol/show/nasty/unread");
    assertThat(unread.path("bytes").isNull()).isTrue();
    assertThat(unread.path("error").asString()).isEqualTo("=permission denied");
    JsonNode noText = ofPath(lines, "/vol/show/nasty/\uFFFDx\uFFFD");
    assertThat(Base64.getDecoder().decode(noText.path("pathBytes").asString()))
        .isEqualTo(concat(bytes("/vol/show/nasty/"), NO_TEXT));
    assertThat(noText.path("bytes").asLong()).isEqualTo(9_007_199_254_740_993L);
  }

  private static JsonNode ofPath(List<JsonNode> lines, String path) {
    return lines.stream()
        .filter(line -> line.path("path").asString("").equals(path))
        .findFirst()
        .orElseThrow();
  }

  private static byte[] concat(byte[] first, byte[] second) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(first);
    all.writeBytes(second);
    return all.toByteArray();
  }

  /** What lives on the heap while an export of 300,000 files runs: the same at any point of it. */
  @ParameterizedTest
  @EnumSource(ExportFormat.class)
  void memoryDoesNotGrowWithTheNumberOfFiles(ExportFormat format) throws Exception {
    long before = live();
    List<Long> meanwhile = new ArrayList<>();
    export(format, "", OutputStream.nullOutputStream(), () -> meanwhile.add(live() - before));
    assertThat(meanwhile).hasSizeGreaterThan(5).allMatch(each -> each < 24 * MEGABYTE);
  }

  /** Shows everything to another, and does something at every fifty-thousandth entry. */
  private record Every50000(TreeVisitor next, Runnable action, int[] count) implements TreeVisitor {

    @Override
    public void enter(
        @Nullable EntryColumns entries, int i, @Nullable Totals totals, @Nullable String error)
        throws IOException {
      next.enter(entries, i, totals, error);
    }

    @Override
    public void entry(EntryColumns entries, int i) throws IOException {
      next.entry(entries, i);
      if (++count[0] % 50_000 == 0) {
        action.run();
      }
    }

    @Override
    public void leave() throws IOException {
      next.leave();
    }
  }

  private static long live() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
