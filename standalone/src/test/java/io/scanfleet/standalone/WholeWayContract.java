package io.scanfleet.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.scanfleet.model.RawName;
import io.scanfleet.testing.DeletingTree;
import io.scanfleet.testing.IndependentWalk;
import io.scanfleet.testing.NastyTree;
import io.scanfleet.testing.RawPath;
import io.scanfleet.testing.TestTree;
import io.scanfleet.testing.VfxTree;
import io.scanfleet.testing.WebSocketProbe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/**
 * From a request to a stored tree, through the real parts, on whichever broker: what a browser
 * hears on the way, and that what it can fetch afterwards equals what is on the disk.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class WholeWayContract {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final DeletingTree disk = DeletingTree.create();
  private final Path show = disk.path().resolve("show");
  private final Path nasty = disk.path().resolve("nasty");
  private TestTree.Made made = new TestTree.Made(0, 0);
  private Fleet fleet;
  private GatewayClient gateway;

  abstract Fleet newFleet();

  @BeforeAll
  void start() {
    made = VfxTree.create(show, VfxTree.Size.MEDIUM);
    NastyTree.create(nasty);
    fleet = newFleet();
    gateway = fleet.gateway();
    // Slow enough that there is something to watch.
    fleet.slowAgent("nas-01", Duration.ofMillis(8), show);
    fleet.agent("nas-02", nasty, show);
    gateway.awaitAgents("nas-01", "nas-02");
  }

  @AfterAll
  void stop() {
    fleet.close();
    disk.close();
  }

  @Test
  void aBrowserWatchesAScanFromBeginningToEnd() {
    String id = gateway.start("nas-01=" + show);
    List<WebSocketProbe.Received> received;
    long asked = System.nanoTime();
    try (WebSocketProbe socket = gateway.socket("?batch_id=" + id)) {
      socket.awaitMessage(text -> isFinal(GatewayClient.JSON.readTree(text)), PATIENCE);
      received = socket.received();
    }
    List<JsonNode> messages = new ArrayList<>();
    received.forEach(r -> messages.add(GatewayClient.JSON.readTree(r.text())));

    assertThat(messages).hasSizeGreaterThan(5);
    assertGrowing(messages);
    assertAtMostOnePer50Millis(received, asked);
    for (JsonNode message : messages) {
      assertThat(message.path("type").asString()).isEqualTo("progress");
      assertThat(message.path("batch_id").asString()).isEqualTo(id);
      if (!message.path("currentFile").isNull()) {
        assertThat(message.path("currentFile").asString()).startsWith(show + "/");
      }
      if (!isFinal(message) && !message.path("progressPercentage").isNull()) {
        assertThat(message.path("progressPercentage").asDouble()).isLessThan(100);
      }
    }
    assertThat(messages.stream().filter(m -> !m.path("currentFile").isNull())).isNotEmpty();
    JsonNode last = messages.getLast();
    assertThat(messages.stream().filter(WholeWayContract::isFinal)).containsExactly(last);
    assertThat(last.path("status").asString()).isEqualTo("completed");
    assertThat(last.path("filesProcessed").asLong()).isEqualTo(made.files());
    assertThat(last.path("totalFiles").asLong()).isEqualTo(made.files());
    assertThat(last.path("progressPercentage").asDouble()).isEqualTo(100);
    assertThat(last.path("totalIsExact").asBoolean()).isTrue();

    // Whoever hears "completed" can fetch the tree, and polling says the same.
    IndependentWalk truth = IndependentWalk.of(show);
    StoredTree.assertEquals(gateway, id, 0, truth);
    JsonNode polled = gateway.scan(id);
    assertThat(polled.path("status").asString()).isEqualTo("completed");
    assertThat(polled.path("filesProcessed").asLong()).isEqualTo(truth.root().files());
    assertThat(polled.path("bytesProcessed").asLong()).isEqualTo(truth.bytesCountingLinksOnce());
    assertThat(polled.path("directoriesProcessed").asLong())
        .isEqualTo(truth.root().directories() + 1);
    assertThat(polled.path("sequence").asLong()).isEqualTo(last.path("sequence").asLong());
  }

  @Test
  void aSecondScanOfTheSameDirectoryKnowsThePercentage() {
    gateway.awaitEnd(gateway.start("nas-01=" + show));
    String id = gateway.start("nas-01=" + show);
    try (WebSocketProbe socket = gateway.socket("?batch_id=" + id)) {
      socket.awaitMessage(
          text -> {
            JsonNode message = GatewayClient.JSON.readTree(text);
            return message.path("totalFiles").asLong() == made.files()
                && message.path("progressPercentage").asDouble() > 0
                && message.path("progressPercentage").asDouble() < 100;
          },
          PATIENCE);
    }
    gateway.awaitEnd(id);
  }

  @Test
  void everyNastyNameSurvives() {
    String id = gateway.start("nas-02=" + nasty);
    JsonNode scan = gateway.awaitEnd(id);
    assertThat(scan.path("status").asString()).isEqualTo("completed");
    IndependentWalk truth = IndependentWalk.of(nasty, ".snapshot", ".zfs");
    StoredTree.assertEquals(gateway, id, 0, truth);
    assertThat(scan.path("filesProcessed").asLong()).isEqualTo(truth.root().files());
  }

  @Test
  void oneBatchOverTwoAgents() {
    String id = gateway.start("nas-01=" + show, "nas-02=" + show, "nas-02=" + nasty);
    JsonNode scan = gateway.awaitEnd(id);
    assertThat(scan.path("status").asString()).isEqualTo("completed");
    IndependentWalk names = IndependentWalk.of(nasty, ".snapshot", ".zfs");
    assertThat(scan.path("filesProcessed").asLong())
        .isEqualTo(2 * made.files() + names.root().files());
    assertThat(scan.path("targets").size()).isEqualTo(3);
    StoredTree.assertEquals(gateway, id, 1, IndependentWalk.of(show));
    StoredTree.assertEquals(gateway, id, 2, names);
  }

  @Test
  void cancelKeepsWhatWasFound() {
    String id = gateway.start("nas-01=" + show);
    await().atMost(PATIENCE).until(() -> gateway.scan(id).path("filesProcessed").asLong() > 0);
    assertThat(gateway.delete("/api/v1/scans/" + id).status()).isEqualTo(409);
    assertThat(gateway.post("/api/v1/scans/" + id + "/cancel", "").status()).isEqualTo(202);
    JsonNode scan = gateway.awaitEnd(id);
    assertThat(scan.path("status").asString()).isEqualTo("cancelled");
    assertThat(scan.path("partial").asBoolean()).isTrue();
    assertThat(scan.path("filesProcessed").asLong()).isBetween(1L, made.files() - 1);
    GatewayClient.Opened root = gateway.open(id, 0, RawPath.ROOT);
    assertThat(root.directory().path("partial").asBoolean()).isTrue();
    assertThat(root.directory().path("totals").path("files").asLong())
        .isEqualTo(scan.path("filesProcessed").asLong());
    assertThat(root.entries()).isNotEmpty();
    assertThat(gateway.post("/api/v1/scans/" + id + "/cancel", "").status()).isEqualTo(409);

    assertThat(gateway.delete("/api/v1/scans/" + id).status()).isEqualTo(204);
    assertThat(gateway.get("/api/v1/scans/" + id).status()).isEqualTo(404);
    try (WebSocketProbe socket = gateway.socket("?batch_id=" + id)) {
      socket.awaitMessage(text -> text.contains("unknown_batch"), PATIENCE);
    }
  }

  @Test
  void reportsAddUpToWhatLiesOnTheDisk() throws IOException {
    Map<String, Long> bytesByExtension = new HashMap<>();
    List<Long> sizes = new ArrayList<>();
    try (Stream<Path> files = Files.walk(show)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = String.valueOf(file.getFileName());
        int dot = name.lastIndexOf('.');
        bytesByExtension.merge(dot < 0 ? "" : name.substring(dot + 1), Files.size(file), Long::sum);
        sizes.add(Files.size(file));
      }
    }
    String id = gateway.start("nas-02=" + show);
    assertThat(gateway.awaitEnd(id).path("status").asString()).isEqualTo("completed");

    JsonNode extensions = report(id, "extensions");
    assertThat(extensions.path("partial").asBoolean()).isFalse();
    Map<String, Long> reported = new HashMap<>();
    extensions
        .path("rows")
        .forEach(row -> reported.put(row.path("extension").asString(), row.path("bytes").asLong()));
    assertThat(reported).isEqualTo(bytesByExtension);
    JsonNode largest = report(id, "largest-files").path("rows");
    assertThat(largest.get(0).path("bytes").asLong()).isEqualTo(Collections.max(sizes));
    assertThat(show.resolve(largest.get(0).path("path").asString()))
        .hasSize(Collections.max(sizes));
    JsonNode directory = report(id, "largest-directories").path("rows").get(0);
    assertThat(show.resolve(directory.path("path").asString())).isDirectory();
    JsonNode owner = report(id, "owners").path("rows").get(0);
    assertThat(owner.path("files").asLong()).isEqualTo(made.files());
    assertThat(owner.path("name").asString())
        .isEqualTo(Files.getOwner(show, LinkOption.NOFOLLOW_LINKS).getName());
    for (String name : List.of("ages", "sizes")) {
      long files = 0;
      for (JsonNode row : report(id, name).path("rows")) {
        files += row.path("files").asLong();
      }
      assertThat(files).as(name).isEqualTo(made.files());
    }
    assertThat(report(id, "unreadable").path("count").asLong()).isZero();
    assertProblem(gateway.get("/api/v1/scans/" + id + "/reports/owners?by=dog"), 400, "by");
    assertThat(gateway.get("/api/v1/scans/" + id + "/reports/unheard-of").status()).isEqualTo(404);
  }

  private JsonNode report(String id, String name) {
    GatewayClient.Answer answer = gateway.get("/api/v1/scans/" + id + "/reports/" + name);
    assertThat(answer.status()).as(name).isEqualTo(200);
    return answer.body();
  }

  @Test
  void anEndedTreeIsKnownByItsTagAndShowsItsSequences() {
    String id = gateway.start("nas-02=" + show);
    gateway.awaitEnd(id);
    String address = "/api/v1/scans/" + id + "/tree?path=show01/sq010&depth=4&sequences=true";
    GatewayClient.Answer answer = gateway.get(address);
    String tag = answer.headers().firstValue("ETag").orElseThrow();
    assertThat(gateway.get(address, "If-None-Match", tag).status()).isEqualTo(304);
    List<JsonNode> sequences = new ArrayList<>();
    collectSequences(answer.body().path("entries"), sequences);
    assertThat(sequences).isNotEmpty();
    for (JsonNode entry : sequences) {
      assertThat(entry.path("files").asLong()).isGreaterThan(1);
      assertThat(entry.path("name").asString()).matches(".*\\d+-\\d+.*[#@].*");
    }
    assertProblem(gateway.get("/api/v1/scans/" + id + "/tree?sequence=nothing"), 400, "sequence");
  }

  private static void collectSequences(JsonNode entries, List<JsonNode> into) {
    for (JsonNode entry : entries) {
      if (entry.has("sequence")) {
        into.add(entry);
      }
      collectSequences(entry.path("entries"), into);
    }
  }

  @Test
  void aRunningScanCanBeBrowsed() {
    String id = gateway.start("nas-01=" + show);
    await().atMost(PATIENCE).until(() -> !gateway.open(id, 0, RawPath.ROOT).entries().isEmpty());
    JsonNode root = gateway.open(id, 0, RawPath.ROOT).directory();
    assertThat(root.path("status").asString()).isEqualTo("running");
    assertThat(root.path("complete").asBoolean()).isFalse();
    assertThat(root.path("partial").asBoolean()).isTrue();
    gateway.awaitEnd(id);
  }

  @Test
  void searchingFindsEveryEntryOnceInPagesAndInAStream() {
    String id = gateway.start("nas-02=" + nasty);
    gateway.awaitEnd(id);
    IndependentWalk truth = IndependentWalk.of(nasty, ".snapshot", ".zfs");
    Map<RawPath, IndependentWalk.Entry> entries = new HashMap<>();
    truth
        .directories()
        .values()
        .forEach(
            directory ->
                directory.entries().values().forEach(entry -> entries.put(entry.path(), entry)));
    String search = "/api/v1/scans/" + id + "/search?";

    List<JsonNode> paged = new ArrayList<>();
    JsonNode page = gateway.get(search + "q=*&limit=50").body();
    page.path("hits").valueStream().forEach(paged::add);
    while (!page.path("nextCursor").isNull()) {
      assertThat(page.path("complete").asBoolean()).isFalse();
      assertThat(page.path("hits").size()).isLessThanOrEqualTo(50);
      page =
          gateway.get(search + "q=*&limit=50&cursor=" + page.path("nextCursor").asString()).body();
      page.path("hits").valueStream().forEach(paged::add);
    }
    assertThat(page.path("complete").asBoolean()).isTrue();
    assertThat(page.path("progress").asDouble()).isEqualTo(1);
    assertHits(paged, entries);

    List<JsonNode> lines = gateway.lines(search + "q=*");
    JsonNode summary = lines.getLast().path("summary");
    assertThat(summary.path("complete").asBoolean()).isTrue();
    assertThat(summary.path("partial").asBoolean())
        .isEqualTo(gateway.open(id, 0, RawPath.ROOT).directory().path("partial").asBoolean());
    assertHits(lines.subList(0, lines.size() - 1), entries);
    assertThat(gateway.lines(search + "q=*&limit=3")).hasSize(4);
    assertThat(gateway.lines(search + "q=no+such+name")).hasSize(1);

    RawPath broken =
        entries.keySet().stream()
            .filter(path -> !RawName.isUtf8(path.name().toBytes()))
            .findFirst()
            .orElseThrow();
    assertThat(
            gateway
                .lines(search + "case=sensitive&q=" + GatewayClient.encoded(broken.name()))
                .stream()
                .filter(line -> line.has("path"))
                .map(WholeWayContract::pathOf))
        .contains(broken);
    RawPath below = broken.parent();
    assertThat(
            gateway.lines(search + "q=*&path=" + GatewayClient.encoded(below)).stream()
                .filter(line -> line.has("path"))
                .map(WholeWayContract::pathOf))
        .containsExactlyInAnyOrderElementsOf(
            entries.keySet().stream()
                .filter(path -> path.latin1().startsWith(below.latin1() + "/"))
                .toList());
    assertThat(
            gateway.lines(search + "kind=symlink").stream()
                .filter(line -> line.has("path"))
                .count())
        .isEqualTo(entries.values().stream().filter(entry -> entry.type() == 'l').count());
  }

  private static void assertHits(List<JsonNode> hits, Map<RawPath, IndependentWalk.Entry> entries) {
    Map<RawPath, JsonNode> found = new HashMap<>();
    for (JsonNode hit : hits) {
      if (!hit.has("excluded")) {
        assertThat(found.put(pathOf(hit), hit)).as("%s twice", hit).isNull();
      }
    }
    assertThat(found.keySet()).isEqualTo(entries.keySet());
    entries.forEach(
        (path, entry) -> {
          JsonNode hit = Objects.requireNonNull(found.get(path));
          assertThat(hit.path("inode").asLong()).isEqualTo(entry.inode());
          if (!entry.isDirectory()) {
            assertThat(hit.path("bytes").asLong()).isEqualTo(entry.bytes());
          }
        });
  }

  private static RawPath pathOf(JsonNode hit) {
    return hit.has("pathBytes")
        ? RawPath.of(Base64.getDecoder().decode(hit.path("pathBytes").asString()))
        : RawPath.of(hit.path("path").asString());
  }

  @Test
  void aRunningScanCanBeSearched() {
    String id = gateway.start("nas-01=" + show);
    String search = "/api/v1/scans/" + id + "/search?q=*.exr&limit=1";
    await().atMost(PATIENCE).until(() -> gateway.get(search).body().path("hits").size() == 1);
    JsonNode early = gateway.get(search).body();
    assertThat(early.path("hits").get(0).path("name").asString()).endsWith(".exr");
    if (early.path("status").asString().equals("running")) {
      assertThat(early.path("partial").asBoolean()).isTrue();
    }
    gateway.awaitEnd(id);
    JsonNode late = gateway.get(search).body();
    assertThat(late.path("partial").asBoolean()).isFalse();
    assertThat(late.path("status").asString()).isEqualTo("completed");
  }

  @Test
  void aBatchIsHeardOnlyByItsSubscribers() {
    String first = gateway.start("nas-01=" + show);
    String second = gateway.start("nas-01=" + show);
    try (WebSocketProbe socket = gateway.socket("?batch_id=" + first)) {
      socket.awaitMessage(text -> isFinal(GatewayClient.JSON.readTree(text)), PATIENCE);
      assertThat(socket.received()).allMatch(message -> message.text().contains(first));
      socket.send("{\"type\":\"subscribe\",\"batch_id\":\"" + second + "\"}");
      socket.awaitMessage(
          text -> text.contains(second) && isFinal(GatewayClient.JSON.readTree(text)), PATIENCE);
    }
    // Also long after the end, the first message is the state.
    try (WebSocketProbe socket = gateway.socket("?batch_id=" + first)) {
      WebSocketProbe.Received state = socket.awaitMessage(text -> true, PATIENCE);
      assertThat(isFinal(GatewayClient.JSON.readTree(state.text()))).isTrue();
    }
  }

  @Test
  void aStarFollowsBatchesThatBeginLater() {
    try (WebSocketProbe socket = gateway.socket("?maxRate=1000")) {
      socket.send("{\"type\":\"subscribe\",\"batch_id\":\"*\"}");
      socket.send("{\"type\":\"ping\"}");
      socket.awaitMessage(text -> text.contains("\"pong\""), PATIENCE);
      String first = gateway.start("nas-02=" + show);
      String second = gateway.start("nas-02=" + show);
      for (String batch : List.of(first, second)) {
        socket.awaitMessage(
            text -> text.contains(batch) && isFinal(GatewayClient.JSON.readTree(text)), PATIENCE);
      }
    }
  }

  @Test
  void theSocketAnswersWhatItDoesNotUnderstand() {
    try (WebSocketProbe socket = gateway.socket("")) {
      socket.send("{\"type\":\"ping\"}");
      socket.awaitMessage(text -> text.contains("\"pong\""), PATIENCE);
      socket.send("nonsense");
      socket.awaitMessage(text -> text.contains("\"bad_message\""), PATIENCE);
      socket.send("{\"type\":\"subscribe\",\"batch_id\":\"nonsense\"}");
      socket.awaitMessage(text -> text.contains("\"bad_batch_id\""), PATIENCE);
      socket.send("{\"type\":\"subscribe\",\"batch_id\":\"00000000-0000-0000-0000-000000000000\"}");
      socket.awaitMessage(text -> text.contains("\"unknown_batch\""), PATIENCE);
      socket.send("{\"type\":\"ping\"}");
      assertThat(socket.closeCode()).isEqualTo(OptionalInt.empty());
    }
  }

  @Test
  void longPollingWaitsForNews() {
    String id = gateway.start("nas-01=" + show);
    long sequence = -1;
    List<JsonNode> states = new ArrayList<>();
    while (true) {
      JsonNode state = gateway.get("/api/v1/scans/" + id + "?wait=20&since=" + sequence).body();
      states.add(state);
      sequence = state.path("sequence").asLong();
      if (isFinal(state)) {
        break;
      }
    }
    assertGrowing(states);
    GatewayClient.Answer again = gateway.get("/api/v1/scans/" + id);
    String tag = again.headers().firstValue("ETag").orElseThrow();
    assertThat(gateway.get("/api/v1/scans/" + id, "If-None-Match", tag).status()).isEqualTo(304);
  }

  @Test
  void badRequestsSayWhatIsWrong() {
    assertProblem(gateway.post("/api/v1/scans", "{\"targets\":[]}"), 400, "targets");
    assertProblem(gateway.post("/api/v1/scans", "{"), 400, null);
    assertProblem(gateway.post("/api/v1/scans", target("nobody", "/")), 404, "targets[0].agent");
    assertProblem(
        gateway.post("/api/v1/scans", target("nas-01", show + "/../..")), 403, "targets[0].path");
    assertProblem(gateway.get("/api/v1/scans/nonsense"), 400, "batch_id");
    assertProblem(
        gateway.get("/api/v1/scans/00000000-0000-0000-0000-000000000000"), 404, "batch_id");
    String id = gateway.start("nas-02=" + nasty);
    gateway.awaitEnd(id);
    assertProblem(gateway.get("/api/v1/scans/" + id + "/tree?sort=color"), 400, "sort");
    assertProblem(gateway.get("/api/v1/scans/" + id + "/tree?offset=-1"), 400, "offset");
    assertProblem(gateway.get("/api/v1/scans/" + id + "/tree?from=a&offset=1"), 400, "from");
    assertProblem(gateway.get("/api/v1/scans/" + id + "/tree?path=a/../b"), 400, "path");
    assertProblem(gateway.get("/api/v1/scans/" + id + "/tree?path=nowhere"), 404, "path");
    assertProblem(gateway.get("/api/v1/scans/" + id + "/tree?target=7"), 404, "target");
    String search = "/api/v1/scans/" + id + "/search?";
    assertProblem(gateway.get(search), 400, "q");
    assertProblem(gateway.get(search + "q=%5Ba"), 400, "q");
    assertProblem(gateway.get(search + "q=a&case=upper"), 400, "case");
    assertProblem(gateway.get(search + "kind=file,tree"), 400, "kind");
    assertProblem(gateway.get(search + "minSize=1GB"), 400, "minSize");
    assertProblem(gateway.get(search + "maxSize=-1"), 400, "maxSize");
    assertProblem(gateway.get(search + "modifiedAfter=yesterday"), 400, "modifiedAfter");
    assertProblem(gateway.get(search + "modifiedBefore=NaN"), 400, "modifiedBefore");
    assertProblem(gateway.get(search + "owner=anna"), 400, "owner");
    assertProblem(gateway.get(search + "q=a&limit=0"), 400, "limit");
    assertProblem(gateway.get(search + "q=a&limit=many"), 400, "limit");
    assertProblem(gateway.get(search + "q=a&cursor=AAAA"), 400, "cursor");
    assertProblem(gateway.get(search + "q=a&path=nowhere"), 404, "path");
    assertProblem(gateway.get(search + "q=a&target=7"), 404, "target");
    assertProblem(
        gateway.get(search + "q=a&limit=0", "Accept", "application/x-ndjson"), 400, "limit");
  }

  @Test
  void metricsAndHealth() {
    GatewayClient.Answer readiness = gateway.get("/actuator/health/readiness");
    assertThat(readiness.status()).isEqualTo(200);
    assertThat(readiness.body().path("components").path("broker").path("status").asString())
        .isEqualTo("UP");
    assertThat(gateway.get("/actuator/prometheus").status()).isEqualTo(200);
  }

  private static String target(String agent, String path) {
    return "{\"targets\":[{\"agent\":\"" + agent + "\",\"path\":\"" + path + "\"}]}";
  }

  private static void assertProblem(
      GatewayClient.Answer answer, int status, @org.jspecify.annotations.Nullable String field) {
    assertThat(answer.status()).as("%s", answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
    assertThat(answer.body().path("type").asString()).startsWith("urn:scanfleet:problem:");
    assertThat(answer.body().path("detail").asString()).endsWith(".");
    if (field != null) {
      assertThat(answer.body().path("field").asString()).isEqualTo(field);
    }
  }

  private static boolean isFinal(JsonNode message) {
    return List.of("completed", "failed", "cancelled").contains(message.path("status").asString());
  }

  private static void assertGrowing(List<JsonNode> messages) {
    for (int i = 1; i < messages.size(); i++) {
      JsonNode before = messages.get(i - 1);
      JsonNode after = messages.get(i);
      for (String count :
          List.of("filesProcessed", "directoriesProcessed", "bytesProcessed", "errors")) {
        assertThat(after.path(count).asLong())
            .as(count)
            .isGreaterThanOrEqualTo(before.path(count).asLong());
      }
      assertThat(after.path("sequence").asLong()).isGreaterThan(before.path("sequence").asLong());
      assertThat(after.path("progressPercentage").asDouble(0))
          .isGreaterThanOrEqualTo(before.path("progressPercentage").asDouble(0));
    }
  }

  /** With a little room for the two clocks between which a message travels. */
  private static void assertAtMostOnePer50Millis(
      List<WebSocketProbe.Received> received, long asked) {
    // Not from the first one's arrival: that may have been late.
    long span = received.getLast().nanoTime() - asked;
    assertThat((received.size() - 1) * Duration.ofMillis(50).toNanos())
        .isLessThanOrEqualTo(span + Duration.ofMillis(50).toNanos());
  }
}
