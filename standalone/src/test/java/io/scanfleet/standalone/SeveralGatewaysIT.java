package io.scanfleet.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.scanfleet.gateway.ProgressGateway;
import io.scanfleet.testing.DeletingTree;
import io.scanfleet.testing.IndependentWalk;
import io.scanfleet.testing.RealPostgres;
import io.scanfleet.testing.RealRabbitMq;
import io.scanfleet.testing.TestTree;
import io.scanfleet.testing.VfxTree;
import io.scanfleet.testing.WebSocketProbe;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Several gateways on one broker and one database, as behind a balancer: which of them a browser is
 * connected to makes no difference, and any may die at any moment. Those that die are processes of
 * their own.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SeveralGatewaysIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final DeletingTree disk = DeletingTree.create();
  private final Path show = disk.path().resolve("show");
  private final String target = "nas-01=" + show;
  private TestTree.Made made = new TestTree.Made(0, 0);
  private String broker = "";
  private Fleet fleet;
  private GatewayClient one;
  private GatewayClient other;
  private Mortal first;
  private Mortal second;

  /** A gateway that can be killed. */
  private record Mortal(Program program, GatewayClient client) {}

  @BeforeAll
  void start() throws IOException {
    made = VfxTree.create(show, VfxTree.Size.MEDIUM);
    broker = RealRabbitMq.shared().newVirtualHost();
    String database = RealPostgres.shared().newDatabase();
    fleet = Fleet.on(broker);
    first = mortal(database);
    second = mortal(database);
    one = fleet.gateway(database);
    other = fleet.gateway(database);
    // Slow enough that there is something to watch.
    fleet.slowAgent("nas-01", Duration.ofMillis(25), show);
    // So slow that there are more pages than gateways that may take them: one a second.
    fleet.slowAgent("nas-02", Duration.ofMillis(75), show);
    for (GatewayClient gateway : List.of(one, other, first.client(), second.client())) {
      gateway.awaitUp();
      gateway.awaitAgents("nas-01", "nas-02");
    }
  }

  private Mortal mortal(String database) throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      GatewayClient client = new GatewayClient(free.getLocalPort());
      return new Mortal(
          Program.start(
              ProgressGateway.class,
              "--broker",
              broker,
              "--port",
              String.valueOf(client.port()),
              "--database",
              database),
          client);
    }
  }

  @AfterAll
  void stop() {
    first.program().kill();
    second.program().kill();
    fleet.close();
    disk.close();
  }

  @Test
  void everyGatewayShowsEveryBatchWhicheverStartedIt() {
    try (WebSocketProbe allOfOne = following(one);
        WebSocketProbe allOfOther = following(other)) {
      String here = one.start(target);
      String there = other.start(target);
      for (String id : List.of(here, there)) {
        for (GatewayClient gateway : List.of(one, other)) {
          assertThat(listed(gateway)).contains(id);
          assertThat(gateway.scan(id).path("batch_id").asString()).isEqualTo(id);
        }
        try (WebSocketProbe ofOne = one.socket("?batch_id=" + id);
            WebSocketProbe ofOther = other.socket("?batch_id=" + id)) {
          for (WebSocketProbe socket : List.of(ofOne, ofOther, allOfOne, allOfOther)) {
            JsonNode end = awaitEnd(socket, id);
            assertThat(end.path("status").asString()).isEqualTo("completed");
            assertThat(end.path("filesProcessed").asLong()).isEqualTo(made.files());
            assertNothingFalls(messages(socket, id));
          }
        }
        assertSameOnBoth(id);
      }
    }
  }

  private static WebSocketProbe following(GatewayClient gateway) {
    WebSocketProbe socket = gateway.socket("?batch_id=*");
    socket.send("{\"type\":\"ping\"}");
    socket.awaitMessage(text -> text.contains("\"pong\""), PATIENCE);
    return socket;
  }

  @Test
  void aScanStartedHereIsWatchedThereFromQueuedToCompleted() {
    // As many as an agent takes at once, so that the next one has to wait.
    String before = one.start(target, target, target, target);
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                one.scan(before)
                    .path("targets")
                    .valueStream()
                    .allMatch(part -> part.path("status").asString().equals("running")));
    String id = one.start(target);
    try (WebSocketProbe socket = other.socket("?batch_id=" + id)) {
      socket.awaitMessage(text -> text.contains("\"status\":\"queued\""), PATIENCE);
      assertThat(other.post("/api/v1/scans/" + before + "/cancel", "").status()).isEqualTo(202);
      awaitMessage(socket, id, message -> message.path("status").asString().equals("running"));
      JsonNode end = awaitEnd(socket, id);
      assertThat(end.path("status").asString()).isEqualTo("completed");
      List<JsonNode> messages = messages(socket, id);
      assertThat(messages.getFirst().path("status").asString()).isEqualTo("queued");
      assertNothingFalls(messages);
    }
    assertSameOnBoth(id);
  }

  @Test
  void whatWasStartedHereIsCancelledThereAndGoneEverywhereOnceDeleted() {
    String id = one.start(target);
    try (WebSocketProbe socket = one.socket("?batch_id=" + id)) {
      awaitMessage(socket, id, message -> message.path("filesProcessed").asLong() > 0);
      assertThat(other.post("/api/v1/scans/" + id + "/cancel", "").status()).isEqualTo(202);
      JsonNode end = awaitEnd(socket, id);
      assertThat(end.path("status").asString()).isEqualTo("cancelled");
      assertThat(end.path("filesProcessed").asLong()).isBetween(1L, made.files() - 1);
      assertNothingFalls(messages(socket, id));
    }
    assertSameOnBoth(id);
    assertThat(one.post("/api/v1/scans/" + id + "/cancel", "").status()).isEqualTo(409);

    assertThat(one.delete("/api/v1/scans/" + id).status()).isEqualTo(204);
    for (GatewayClient gateway : List.of(one, other)) {
      assertThat(gateway.get("/api/v1/scans/" + id).status()).isEqualTo(404);
      assertThat(gateway.get("/api/v1/scans/" + id + "?since=0&wait=30").status()).isEqualTo(404);
      assertThat(gateway.get("/api/v1/scans/" + id + "/tree").status()).isEqualTo(404);
      assertThat(gateway.delete("/api/v1/scans/" + id).status()).isEqualTo(404);
      assertThat(listed(gateway)).doesNotContain(id);
      try (WebSocketProbe socket = gateway.socket("?batch_id=" + id)) {
        socket.awaitMessage(text -> text.contains("\"unknown_batch\""), PATIENCE);
      }
    }
  }

  @Test
  void aBrowserWhoseGatewayDiesGoesOnElsewhere() {
    String id = first.client().start(target);
    JsonNode last;
    try (WebSocketProbe socket = first.client().socket("?batch_id=" + id)) {
      awaitMessage(
          socket, id, message -> message.path("filesProcessed").asLong() > made.files() / 4);
      first.program().kill();
      assertNothingFalls(messages(socket, id));
      last = messages(socket, id).getLast();
    }
    assertThat(last.path("status").asString()).isEqualTo("running");
    try (WebSocketProbe socket = other.socket("?batch_id=" + id)) {
      assertThat(one.scan(id).path("status").asString()).isEqualTo("running");
      assertThat(awaitEnd(socket, id).path("status").asString()).isEqualTo("completed");
      List<JsonNode> messages = messages(socket, id);
      assertNothingFalls(messages);
      // What a client that has seen the other socket does: it drops what is not newer.
      List<JsonNode> kept = messages.stream().filter(message -> isNewer(message, last)).toList();
      assertThat(kept).hasSizeGreaterThan(1);
      assertNothingFalls(List.of(last, kept.getFirst()));
    }
    assertIsWholeTree(id);
  }

  /**
   * Frozen first, so that it is sure to hold pages that it has not stored: without those the scan
   * cannot end.
   */
  @Test
  void aGatewayThatDiesWithPagesInItsHandsLosesNone() {
    String id = second.client().start("nas-02=" + show);
    try (WebSocketProbe socket = second.client().socket("?batch_id=" + id)) {
      awaitMessage(socket, id, message -> message.path("filesProcessed").asLong() > 0);
    }
    second.program().freeze();
    await()
        .atMost(PATIENCE)
        .until(() -> other.scan(id).path("filesProcessed").asLong() == made.files());
    await().atMost(PATIENCE).until(() -> unacknowledgedResults() > 0);
    JsonNode before = other.scan(id);
    assertThat(before.path("status").asString()).isEqualTo("running");
    try (WebSocketProbe socket = other.socket("?batch_id=" + id)) {
      awaitMessage(socket, id, message -> message.path("filesProcessed").asLong() == made.files());
      second.program().kill();
      assertThat(awaitEnd(socket, id).path("status").asString()).isEqualTo("completed");
      assertNothingFalls(messages(socket, id));
    }
    assertIsWholeTree(id);
  }

  private long unacknowledgedResults() {
    return RealRabbitMq.shared()
        .rabbitmqctl(
            "list_queues",
            "--quiet",
            "--no-table-headers",
            "-p",
            URI.create(broker).getPath().substring(1),
            "name",
            "messages_unacknowledged")
        .lines()
        .filter(line -> line.startsWith("scanfleet.results\t"))
        .mapToLong(line -> Long.parseLong(line.substring(line.indexOf('\t') + 1).strip()))
        .sum();
  }

  private void assertIsWholeTree(String id) {
    IndependentWalk truth = IndependentWalk.of(show);
    StoredTree.assertEquals(other, id, 0, truth);
    assertThat(one.scan(id).path("filesProcessed").asLong()).isEqualTo(truth.root().files());
    assertThat(one.scan(id).path("bytesProcessed").asLong())
        .isEqualTo(truth.bytesCountingLinksOnce());
    assertSameOnBoth(id);
  }

  /** Of an ended scan both say the same, but for when they say it. */
  private void assertSameOnBoth(String id) {
    one.awaitEnd(id);
    other.awaitEnd(id);
    ObjectNode here = (ObjectNode) one.scan(id);
    ObjectNode there = (ObjectNode) other.scan(id);
    here.remove("timestamp");
    there.remove("timestamp");
    assertThat(here).isEqualTo(there);
  }

  private static List<String> listed(GatewayClient gateway) {
    return gateway
        .get("/api/v1/scans")
        .body()
        .path("scans")
        .valueStream()
        .map(scan -> scan.path("batch_id").asString())
        .toList();
  }

  private static JsonNode awaitEnd(WebSocketProbe socket, String id) {
    return awaitMessage(
        socket,
        id,
        message ->
            List.of("completed", "failed", "cancelled")
                .contains(message.path("status").asString()));
  }

  private static JsonNode awaitMessage(
      WebSocketProbe socket, String id, Predicate<JsonNode> wanted) {
    return GatewayClient.JSON.readTree(
        socket
            .awaitMessage(
                text -> text.contains(id) && wanted.test(GatewayClient.JSON.readTree(text)),
                PATIENCE)
            .text());
  }

  private static List<JsonNode> messages(WebSocketProbe socket, String id) {
    return socket.received().stream()
        .map(message -> GatewayClient.JSON.readTree(message.text()))
        .filter(message -> message.path("batch_id").asString().equals(id))
        .toList();
  }

  private static boolean isNewer(JsonNode message, JsonNode than) {
    return message.path("sequence").asLong() > than.path("sequence").asLong();
  }

  private static void assertNothingFalls(List<JsonNode> messages) {
    for (int i = 1; i < messages.size(); i++) {
      JsonNode before = messages.get(i - 1);
      JsonNode after = messages.get(i);
      assertThat(isNewer(after, before)).as("%s after %s", after, before).isTrue();
      for (String count :
          List.of(
              "filesProcessed",
              "directoriesProcessed",
              "bytesProcessed",
              "errors",
              "progressPercentage")) {
        assertThat(after.path(count).asDouble(0))
            .as("%s of %s after %s", count, after, before)
            .isGreaterThanOrEqualTo(before.path(count).asDouble(0));
      }
    }
  }
}
