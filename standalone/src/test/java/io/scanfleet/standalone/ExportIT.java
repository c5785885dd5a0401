package io.scanfleet.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.luben.zstd.ZstdInputStream;
import io.scanfleet.testing.DeletingTree;
import io.scanfleet.testing.IndependentWalk;
import io.scanfleet.testing.NastyTree;
import io.scanfleet.testing.RawPath;
import io.scanfleet.testing.VfxTree;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** Exports of a real tree, as programs that are not ours read them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExportIT {

  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final DeletingTree disk = DeletingTree.create();
  private final Path nasty = disk.path().resolve("nasty");
  private final Path show = disk.path().resolve("show");
  private Fleet fleet;
  private GatewayClient gateway;
  private IndependentWalk truth;
  private String scan;

  @BeforeAll
  void start() {
    NastyTree.create(nasty);
    VfxTree.create(show, VfxTree.Size.LARGE);
    fleet = Fleet.onEmbeddedBroker();
    gateway = fleet.gateway();
    fleet.agent("nas-01", nasty, show);
    fleet.slowAgent("slow", Duration.ofMillis(50), show);
    gateway.awaitAgents("nas-01", "slow");
    scan = gateway.start("nas-01=" + nasty, "nas-01=" + show);
    assertThat(gateway.awaitEnd(scan).path("status").asString()).isEqualTo("completed");
    truth = IndependentWalk.of(nasty, ".snapshot", ".zfs");
  }

  @AfterAll
  void stop() {
    fleet.close();
    disk.close();
  }

  private HttpResponse<byte[]> get(String query, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(gateway.http("/api/v1/scans/" + scan + "/export" + query));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  private Path file(String query, String name) throws Exception {
    HttpResponse<byte[]> response = get(query);
    assertThat(response.statusCode()).isEqualTo(200);
    Path file = disk.path().resolve(name);
    Files.write(file, response.body());
    return file;
  }

  private static String run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    // Latin 1 keeps every byte, whether it was UTF-8 or not.
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
    return output;
  }

  /** Everything that the independent walk has found. */
  private Set<RawPath> paths() {
    Set<RawPath> paths = new HashSet<>();
    truth
        .directories()
        .forEach(
            (path, directory) ->
                directory.entries().keySet().forEach(name -> paths.add(below(path, name))));
    return paths;
  }

  private static RawPath below(RawPath directory, RawPath name) {
    return directory.equals(RawPath.ROOT)
        ? name
        : new RawPath(directory.latin1() + "/" + name.latin1());
  }

  @Test
  void ncduOpensItAndHasEveryName() throws Exception {
    Path file = file("?format=ncdu", "tree.ncdu.json");
    JsonNode tree =
        GatewayClient.JSON.readTree(run("/usr/bin/ncdu", "-e", "-f", file.toString(), "-o", "-"));
    Set<RawPath> seen = new HashSet<>();
    compare(tree.get(3), RawPath.ROOT, seen);
    assertThat(seen).isEqualTo(paths());
  }

  private void compare(JsonNode directory, RawPath path, Set<RawPath> seen) {
    for (int i = 1; i < directory.size(); i++) {
      JsonNode entry = directory.get(i);
      JsonNode info = entry.isArray() ? entry.get(0) : entry;
      if (info.has("excluded")) {
        continue;
      }
      RawPath name = new RawPath(info.path("name").asString());
      RawPath whole = below(path, name);
      assertThat(seen.add(whole)).as("%s twice", whole).isTrue();
      IndependentWalk.Entry there = truth.directory(path).entry(name);
      assertThat(entry.isArray()).as("%s", whole).isEqualTo(there.isDirectory());
      assertThat(info.path("asize").asLong(0)).as("%s", whole).isEqualTo(there.bytes());
      assertThat(info.path("dsize").asLong(0)).as("%s", whole).isEqualTo(there.allocatedBytes());
      if (entry.isArray()) {
        compare(entry, whole, seen);
      }
    }
  }

  @Test
  void gduOpensItAndAddsUpTheSame() throws Exception {
    String output = gdu("?target=1&format=ncdu");
    IndependentWalk there = IndependentWalk.of(show);
    assertThat(there.directory(RawPath.ROOT).entries()).hasSizeGreaterThan(1);
    for (RawPath name : there.directory(RawPath.ROOT).entries().keySet()) {
      IndependentWalk.Directory directory = there.directory(name);
      // It takes every directory itself for 4096 bytes.
      long bytes = directory.bytes() + 4096 * (directory.directories() + 1);
      assertThat(output.lines().map(String::strip)).contains(bytes + " /" + name);
    }
    assertThat(gdu("?format=ncdu").lines())
        .hasSize(truth.directory(RawPath.ROOT).entries().size())
        .anyMatch(line -> line.endsWith(" /names"));
  }

  /** The first level as it shows it, with apparent sizes in bytes. */
  private String gdu(String query) throws Exception {
    String file = file(query, "gdu.json").toString();
    return run("/usr/bin/gdu", "-n", "-p", "-c", "-a", "--no-prefix", "-f", file);
  }

  @Test
  void duckDbFindsEveryPathInEveryFormatWithRows() throws Exception {
    Set<RawPath> expected = new HashSet<>();
    RawPath root = RawPath.of(nasty.toString());
    expected.add(root);
    paths().forEach(path -> expected.add(below(root, path)));
    Path csv = file("?format=csv", "tree.csv");
    Path ndjson = file("?format=ndjson", "tree.ndjson");
    Path parquet = file("?format=parquet", "tree.parquet");
    assertThat(
            query(
                "select path, path_bytes from read_csv('"
                    + csv
                    + "', header = true, all_varchar = true) where excluded is null"))
        .isEqualTo(expected);
    assertThat(
            query(
                "select path, pathBytes from read_json('"
                    + ndjson
                    + "', format = 'newline_delimited', maximum_object_size = 100000000)"
                    + " where type not in ('scan', 'end') and excluded is null"))
        .isEqualTo(expected);
    assertThat(
            query("select path, to_base64(path_bytes) from '" + parquet + "' where not excluded"))
        .isEqualTo(expected);
  }

  private static Set<RawPath> query(String sql) throws Exception {
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        ResultSet rows = duck.createStatement().executeQuery(sql)) {
      Set<RawPath> paths = new HashSet<>();
      int count = 0;
      while (rows.next()) {
        count++;
        String exact = rows.getString(2);
        paths.add(
            exact == null
                ? RawPath.of(rows.getString(1))
                : RawPath.of(Base64.getDecoder().decode(exact)));
      }
      assertThat(paths).hasSize(count);
      return paths;
    }
  }

  @Test
  void itIsCompressedAsTheClientLikes() throws Exception {
    for (String format : List.of("ndjson", "csv", "ncdu")) {
      HttpResponse<byte[]> plain = get("?format=" + format);
      assertThat(plain.headers().firstValue("Content-Encoding")).isEmpty();
      assertThat(plain.headers().firstValue("Vary")).hasValue("Accept-Encoding");
      assertThat(plain.headers().firstValue("Content-Disposition").orElseThrow())
          .matches("attachment; filename=\"nas-01-nasty-[0-9]{8}-[0-9]{6}\\.[a-z.]+\"");
      HttpResponse<byte[]> zstd = get("?format=" + format, "Accept-Encoding", "gzip, zstd");
      assertThat(zstd.headers().firstValue("Content-Encoding")).hasValue("zstd");
      try (InputStream in = new ZstdInputStream(new ByteArrayInputStream(zstd.body()))) {
        assertThat(in.readAllBytes()).isEqualTo(plain.body());
      }
      HttpResponse<byte[]> gzip = get("?format=" + format, "Accept-Encoding", "gzip, zstd;q=0.5");
      assertThat(gzip.headers().firstValue("Content-Encoding")).hasValue("gzip");
      try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(gzip.body()))) {
        assertThat(in.readAllBytes()).isEqualTo(plain.body());
      }
    }
    HttpResponse<byte[]> parquet = get("?format=parquet", "Accept-Encoding", "gzip, zstd");
    assertThat(parquet.headers().firstValue("Content-Encoding")).isEmpty();
    assertThat(new String(parquet.body(), 0, 4, StandardCharsets.US_ASCII)).isEqualTo("PAR1");
  }

  @Test
  void aPartOfATreeCanBeExported() throws Exception {
    List<JsonNode> lines = lines(get("?path=directories/%FF%FE"));
    byte[] path = RawPath.of(nasty + "/directories/").toBytes();
    assertThat(Base64.getDecoder().decode(lines.get(1).path("pathBytes").asString()))
        .startsWith(path)
        .endsWith(0xFF, 0xFE);
    assertThat(lines.get(1).path("inode").asLong()).isPositive();
    String bytes = Base64.getUrlEncoder().encodeToString("links".getBytes(StandardCharsets.UTF_8));
    assertThat(lines(get("?pathBytes=" + bytes)).get(1).path("path").asString())
        .isEqualTo(nasty + "/links");
  }

  private static List<JsonNode> lines(HttpResponse<byte[]> response) {
    assertThat(response.statusCode()).isEqualTo(200);
    List<JsonNode> lines = new ArrayList<>();
    new String(response.body(), StandardCharsets.UTF_8)
        .lines()
        .forEach(line -> lines.add(GatewayClient.JSON.readTree(line)));
    assertThat(lines.getFirst().path("type").asString()).isEqualTo("scan");
    assertThat(lines.getLast().path("type").asString()).isEqualTo("end");
    assertThat(lines.getLast().path("entries").asInt()).isEqualTo(lines.size() - 2);
    return lines;
  }

  @Test
  void whatIsWrongIsSaidBeforeTheFirstByte() throws Exception {
    assertProblem(get("?format=xml"), 400, "format");
    assertProblem(get("?target=7"), 404, "target");
    assertProblem(get("?path=not/there"), 404, "path");
    assertProblem(get("?path=.."), 400, "path");
    assertProblem(get("?pathBytes=!"), 400, "pathBytes");
    assertProblem(get("", "Accept-Encoding", "identity;q=0"), 406, "Accept-Encoding");
  }

  private static void assertProblem(HttpResponse<byte[]> response, int status, String field) {
    JsonNode problem = GatewayClient.JSON.readTree(response.body());
    assertThat(response.statusCode()).as("%s", problem).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(problem.path("field").asString()).isEqualTo(field);
  }

  @Test
  void aHeadTellsTheHeadersOnly() throws Exception {
    HttpResponse<byte[]> head =
        HTTP.send(
            HttpRequest.newBuilder(gateway.http("/api/v1/scans/" + scan + "/export?format=parquet"))
                .method("HEAD", HttpRequest.BodyPublishers.noBody())
                .build(),
            HttpResponse.BodyHandlers.ofByteArray());
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.headers().firstValue("Content-Disposition").orElseThrow())
        .endsWith(".parquet\"");
  }

  @Test
  void aRunningScanIsExportedAsFarAsItIsStoredAndMarkedPartial() throws Exception {
    String running = gateway.start("slow=" + show);
    await().until(() -> !gateway.open(running, 0, RawPath.ROOT).entries().isEmpty());
    HttpResponse<byte[]> response =
        HTTP.send(
            HttpRequest.newBuilder(gateway.http("/api/v1/scans/" + running + "/export")).build(),
            HttpResponse.BodyHandlers.ofByteArray());
    List<JsonNode> lines = lines(response);
    assertThat(lines.getFirst().path("status").asString()).isEqualTo("running");
    assertThat(lines.getFirst().path("partial").asBoolean()).isTrue();
    assertThat(lines.getFirst().path("totals").isNull()).isTrue();
    assertThat(lines.get(1).path("partial").asBoolean()).isTrue();
    assertThat(lines).hasSizeGreaterThan(3);
    assertThat(gateway.post("/api/v1/scans/" + running + "/cancel", "").status()).isEqualTo(202);
    assertThat(gateway.awaitEnd(running).path("status").asString()).isEqualTo("cancelled");
  }

  @Test
  void thereIsRoomForFourAndWhoGoesAwayMakesRoomForOthers() throws Exception {
    List<Socket> clients = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      clients.add(readerThatStops(scan, 1));
    }
    HttpResponse<byte[]> fifth = get("?format=csv");
    assertThat(fifth.statusCode()).isEqualTo(503);
    assertThat(fifth.headers().firstValue("Retry-After")).isPresent();
    for (Socket client : clients) {
      // Reset, not closed in good order.
      client.setSoLinger(true, 0);
      client.close();
    }
    await().untilAsserted(() -> assertThat(get("?format=csv").statusCode()).isEqualTo(200));
  }

  @Test
  void whatCannotBeFinishedDoesNotLookWhole() throws Exception {
    String doomed = gateway.start("nas-01=" + show);
    gateway.awaitEnd(doomed);
    try (Socket client = readerThatStops(doomed, 0)) {
      assertThat(gateway.delete("/api/v1/scans/" + doomed).status()).isEqualTo(204);
      byte[] rest = client.getInputStream().readAllBytes();
      assertThat(new String(rest, StandardCharsets.ISO_8859_1))
          .contains("Transfer-Encoding: chunked", "\"type\":\"scan\"")
          .doesNotContain("\"type\":\"end\"", "problem")
          .doesNotEndWith("\r\n0\r\n\r\n");
    }
  }

  /** Asks for more than the buffers on the way take, and reads one byte of it. */
  private Socket readerThatStops(String id, int target) throws IOException {
    Socket client = new Socket();
    client.setReceiveBufferSize(4096);
    client.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), gateway.port()));
    String request =
        "GET /api/v1/scans/%s/export?target=%d HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n\r\n"
            .formatted(id, target, gateway.port());
    client.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    assertThat(client.getInputStream().read()).isEqualTo('H');
    return client;
  }
}
