package io.scanfleet.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.luben.zstd.Zstd;
import io.scanfleet.agent.terminal.ScanCommand;
import io.scanfleet.testing.DeletingTree;
import io.scanfleet.testing.IndependentWalk;
import io.scanfleet.testing.NastyTree;
import io.scanfleet.testing.RawPath;
import io.scanfleet.testing.VfxTree;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** Exports of real programs, imported over HTTP, beside real scans of the same directories. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ImportIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String IMPORT = "/api/v1/scans/import?agent=old-nas";
  private static final String[] JSON_TYPE = {"Content-Type", "application/json"};

  private final DeletingTree disk = DeletingTree.create();
  private final Path show = disk.path().resolve("show");
  private final Path nasty = disk.path().resolve("nasty");
  private Fleet fleet;
  private GatewayClient gateway;

  @BeforeAll
  void start() {
    VfxTree.create(show, VfxTree.Size.SMALL);
    NastyTree.create(nasty);
    fleet = Fleet.onEmbeddedBroker();
    gateway = fleet.gateway();
    fleet.agent("nas-01", show, nasty);
    gateway.awaitAgents("nas-01");
  }

  @AfterAll
  void stop() {
    fleet.close();
    disk.close();
  }

  private byte[] export(String... command) {
    Path file = disk.path().resolve("export.json");
    try {
      List<String> all = new ArrayList<>(List.of(command));
      all.replaceAll(word -> word.equals("FILE") ? file.toString() : word);
      Path log = disk.path().resolve("export.log");
      int status =
          new ProcessBuilder(all)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start()
              .waitFor();
      assertThat(status).as("%s: %s", all, Files.readString(log)).isZero();
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private JsonNode imported(byte[] export, String... headers) {
    GatewayClient.Answer answer = gateway.post(IMPORT, export, headers);
    assertThat(answer.status()).as("%s", answer.body()).isEqualTo(201);
    String id = answer.body().path("batch_id").asString();
    assertThat(answer.headers().firstValue("Location")).hasValue("/api/v1/scans/" + id);
    JsonNode scan = gateway.scan(id);
    assertThat(scan.path("status").asString()).isEqualTo("completed");
    assertThat(answer.body().path("importedFrom")).isEqualTo(scan.path("importedFrom"));
    return scan;
  }

  @Test
  void whatNcduTellsOfATreeIsWhatAScanTells() {
    for (Path root : List.of(show, nasty)) {
      String scan = gateway.start("nas-01=" + root);
      JsonNode scanned = gateway.awaitEnd(scan);
      byte[] export =
          export(
              "ncdu",
              "-e",
              "-0",
              "--exclude",
              ".snapshot",
              "--exclude",
              ".zfs",
              "-o",
              "FILE",
              root.toString());
      JsonNode made = imported(export, JSON_TYPE);
      assertThat(made.path("importedFrom").asString()).matches("ncdu [0-9.]+");
      assertThat(scanned.has("importedFrom")).isFalse();
      assertThat(made.path("targets").get(0).path("agent").asString()).isEqualTo("old-nas");
      assertThat(made.path("targets").get(0).path("path").asString()).isEqualTo(root.toString());
      for (String field : List.of("filesProcessed", "directoriesProcessed", "bytesProcessed")) {
        assertThat(made.path(field)).as(field).isEqualTo(scanned.path(field));
      }
      assertThat(made.path("finishedAt").asDouble()).isEqualTo(made.path("startedAt").asDouble());
      IndependentWalk truth = IndependentWalk.of(root, ".snapshot", ".zfs");
      assertSameTree(scan, made.path("batch_id").asString(), truth);
    }
  }

  private void assertSameTree(String scan, String made, IndependentWalk truth) {
    truth
        .directories()
        .forEach(
            (path, directory) -> {
              GatewayClient.Opened expected = gateway.open(scan, 0, path);
              GatewayClient.Opened actual = gateway.open(made, 0, path);
              assertThat(actual.directory().path("complete").asBoolean()).isTrue();
              for (String field : List.of("files", "directories", "symlinks", "specials")) {
                assertThat(actual.directory().path("totals").path(field))
                    .as("%s of %s", field, path)
                    .isEqualTo(expected.directory().path("totals").path(field));
              }
              if (!directory.containsHardLinks() || path.equals(RawPath.ROOT)) {
                for (String field : List.of("bytes", "allocatedBytes")) {
                  assertThat(actual.directory().path("totals").path(field))
                      .as("%s of %s", field, path)
                      .isEqualTo(expected.directory().path("totals").path(field));
                }
              }
              assertSameEntries(expected, actual);
            });
  }

  private static void assertSameEntries(
      GatewayClient.Opened expected, GatewayClient.Opened actual) {
    Map<String, JsonNode> byName = new HashMap<>();
    actual.entries().stream()
        .filter(entry -> !entry.has("excluded"))
        .forEach(entry -> assertThat(byName.put(name(entry), entry)).isNull());
    for (JsonNode entry : expected.entries()) {
      if (entry.has("excluded")) {
        continue;
      }
      JsonNode other = Objects.requireNonNull(byName.remove(name(entry)), name(entry));
      for (String field : List.of("type", "mode", "uid", "gid")) {
        assertThat(other.path(field)).as("%s of %s", field, entry).isEqualTo(entry.path(field));
      }
      assertThat(other.path("mtime").asDouble())
          .isEqualTo(Math.floor(entry.path("mtime").asDouble()));
      if (!entry.path("type").asString().equals("directory")) {
        assertThat(other.path("bytes")).as("%s", entry).isEqualTo(entry.path("bytes"));
        assertThat(other.path("allocatedBytes")).isEqualTo(entry.path("allocatedBytes"));
      }
    }
    assertThat(byName).isEmpty();
  }

  private static String name(JsonNode entry) {
    return entry.has("nameBytes")
        ? "bytes " + entry.path("nameBytes").asString()
        : entry.path("name").asString();
  }

  @Test
  void gduAndScanfleetItselfAreUnderstoodToo() {
    IndependentWalk truth = IndependentWalk.of(show);
    JsonNode ofGdu = imported(export("gdu", "-o", "FILE", show.toString()), JSON_TYPE);
    assertThat(ofGdu.path("importedFrom").asString()).startsWith("gdu ");
    assertThat(ofGdu.path("filesProcessed").asLong()).isEqualTo(truth.root().files());
    assertThat(ofGdu.path("bytesProcessed").asLong()).isEqualTo(truth.bytesCountingLinksOnce());

    Path file = disk.path().resolve("own.json");
    Program scan = Program.start(ScanCommand.class, "--ncdu", file.toString(), show.toString());
    scan.awaitExit(PATIENCE);
    try {
      JsonNode own = imported(Files.readAllBytes(file), JSON_TYPE);
      assertThat(own.path("importedFrom").asString()).startsWith("scanfleet");
      assertTotals(own.path("batch_id").asString(), truth);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void assertTotals(String id, IndependentWalk truth) {
    JsonNode totals = gateway.open(id, 0, RawPath.ROOT).directory().path("totals");
    assertThat(totals.path("files").asLong()).isEqualTo(truth.root().files());
    assertThat(totals.path("directories").asLong()).isEqualTo(truth.root().directories());
    assertThat(totals.path("bytes").asLong()).isEqualTo(truth.bytesCountingLinksOnce());
    assertThat(totals.path("allocatedBytes").asLong())
        .isEqualTo(truth.allocatedBytesCountingLinksOnce());
  }

  @Test
  void aBodyMayBeCompressed() throws IOException {
    byte[] plain = export("ncdu", "-0", "-o", "FILE", show.toString());
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(zipped)) {
      gzip.write(plain);
    }
    long files = imported(plain).path("filesProcessed").asLong();
    assertThat(
            imported(zipped.toByteArray(), "Content-Encoding", "gzip")
                .path("filesProcessed")
                .asLong())
        .isEqualTo(files);
    assertThat(
            imported(Zstd.compress(plain), "Content-Encoding", "zstd")
                .path("filesProcessed")
                .asLong())
        .isEqualTo(files);

    assertBroken(Zstd.compress(plain), "Content-Encoding", "gzip");
    assertBroken(zipped.toByteArray(), "Content-Encoding", "zstd");
    assertBroken(
        Arrays.copyOf(zipped.toByteArray(), zipped.size() / 2), "Content-Encoding", "gzip");
    byte[] zstd = Zstd.compress(plain);
    assertBroken(Arrays.copyOf(zstd, zstd.length / 2), "Content-Encoding", "zstd");
    assertProblem(gateway.post(IMPORT, plain, "Content-Encoding", "br"), 415, "Content-Encoding");
  }

  private void assertBroken(byte[] body, String... headers) {
    JsonNode scans = gateway.get("/api/v1/scans").body().path("scans");
    GatewayClient.Answer answer = gateway.post(IMPORT, body, headers);
    assertProblem(answer, 400, "body");
    assertThat(answer.body().path("type").asString())
        .isEqualTo("urn:scanfleet:problem:broken-export");
    assertThat(gateway.get("/api/v1/scans").body().path("scans").size()).isEqualTo(scans.size());
  }

  private static void assertProblem(GatewayClient.Answer answer, int status, String field) {
    assertThat(answer.status()).as("%s", answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
    assertThat(answer.body().path("detail").asString()).endsWith(".");
    assertThat(answer.body().path("field").asString()).isEqualTo(field);
  }

  @Test
  void whatIsWrongIsSaid() {
    byte[] good = "[1,2,{},[{\"name\":\"/r\"}]]".getBytes(StandardCharsets.UTF_8);
    byte[] relative = "[1,2,{},[{\"name\":\"r\"}]]".getBytes(StandardCharsets.UTF_8);
    assertProblem(gateway.post("/api/v1/scans/import", good), 400, "agent");
    assertProblem(gateway.post("/api/v1/scans/import?agent=a.b", good), 400, "agent");
    assertProblem(gateway.post(IMPORT + "&path=r", good), 400, "path");
    assertProblem(gateway.post(IMPORT, relative), 400, "path");
    assertProblem(
        gateway.post(IMPORT, good, "Content-Type", "application/x-www-form-urlencoded"),
        415,
        "Content-Type");
    assertThat(gateway.post(IMPORT, good, "Origin", "http://evil.example").status()).isEqualTo(403);
    assertBroken(new byte[0]);
    assertBroken("not an export at all".getBytes(StandardCharsets.UTF_8), JSON_TYPE);
    GatewayClient.Answer answer =
        gateway.post(IMPORT, "[1,2,{},\n[{\"name\":3}]]".getBytes(StandardCharsets.UTF_8));
    assertThat(answer.body().path("detail").asString())
        .contains("At byte 18, in line 2, a name should come.");
    JsonNode named = gateway.post(IMPORT + "&path=/vol/x/&label=from%20tape", relative).body();
    assertThat(named.path("label").asString()).isEqualTo("from tape");
    assertThat(named.path("targets").get(0).path("path").asString()).isEqualTo("/vol/x");
    assertThat(named.path("importedFrom").asString()).isEqualTo("an unknown program");
  }

  @Test
  void aFaultIsHeardThoughMuchMoreWasToBeSent() {
    byte[] large = new byte[64 * 1024 * 1024];
    large[0] = '{';
    assertBroken(large, JSON_TYPE);
  }

  @Test
  void ofAnUploadThatBreaksOffNothingIsSeenAndTheNextOneWorks() throws IOException {
    int before = gateway.get("/api/v1/scans").body().path("scans").size();
    byte[] export = export("ncdu", "-0", "-o", "FILE", show.toString());
    for (int i = 0; i < 8; i++) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
        OutputStream out = socket.getOutputStream();
        out.write(
            ("POST "
                    + IMPORT
                    + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                    + "Content-Length: "
                    + export.length
                    + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        out.write(export, 0, export.length / 2);
        out.flush();
      }
    }
    // More broke off than may run at once.
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(gateway.post(IMPORT, export).status()).isEqualTo(201));
    assertThat(gateway.get("/api/v1/scans").body().path("scans").size()).isEqualTo(before + 1);
  }
}
