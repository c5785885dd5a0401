package io.scanfleet.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.scanfleet.testing.WebSocketProbe;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The polling twin of the socket: what it says, and that thousands may wait for it at once. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PollingIT {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int MANY = PollCrowd.possible(5000);
  private static final String AGENT = "nas-01";
  private static final String SHOW = AGENT + "=/vol/show";

  /** What HTTP says besides the progress message. */
  private static final Set<String> ADDITIONS =
      Set.of("label", "createdAt", "startedAt", "finishedAt", "partial", "exclude", "crossMounts");

  private Fleet fleet;
  private GatewayClient gateway;
  private FakeAgent agent;

  @BeforeAll
  void start() throws Exception {
    fleet = Fleet.onEmbeddedBroker();
    gateway = fleet.gateway();
    agent = FakeAgent.announce(fleet.brokerUri(), AGENT, "/vol");
    gateway.awaitAgents(AGENT);
  }

  @AfterAll
  void stop() throws IOException {
    agent.close();
    fleet.close();
  }

  private static String waiting(String id, long since) {
    return "/api/v1/scans/" + id + "?wait=30&since=" + since;
  }

  private static String waiting(String id) {
    return waiting(id, 0);
  }

  private static void awaitWaiting(GatewayClient gateway, int count) {
    await()
        .atMost(PATIENCE)
        .until(() -> gateway.metric("scanfleet_polls_waiting") == (double) count);
  }

  @Test
  void thousandsWaitAtOnce() throws Exception {
    String id = gateway.start(SHOW);
    try (PollCrowd crowd = PollCrowd.connect(gateway.port(), MANY)) {
      double before = gateway.metric("hikaricp_connections_usage_seconds_count");
      List<Future<PollCrowd.Answer>> news = crowd.ask(waiting(id));
      awaitWaiting(gateway, MANY);
      assertOthersAreServed();
      agent.tick(id, 1, 100);
      assertThat(same(news).path("filesProcessed").asLong()).isEqualTo(100);

      List<Future<PollCrowd.Answer>> ends = crowd.ask(waiting(id, 1));
      awaitWaiting(gateway, MANY);
      assertOthersAreServed();
      agent.complete(id, 2, 150);
      JsonNode end = same(ends);
      assertThat(end.path("status").asString()).isEqualTo("completed");
      assertThat(end.path("filesProcessed").asLong()).isEqualTo(150);
      assertThat(gateway.metric("hikaricp_connections_usage_seconds_count"))
          .as("the polls do not ask the database")
          .isLessThan(before + MANY / 10.0);
    }
    awaitWaiting(gateway, 0);
  }

  private void assertOthersAreServed() {
    long begun = System.nanoTime();
    assertThat(gateway.get("/api/v1/scans").status()).isEqualTo(200);
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
    assertThat(gateway.metric("hikaricp_connections_pending")).isZero();
  }

  /** What all were answered. */
  private static JsonNode same(List<Future<PollCrowd.Answer>> answers) throws Exception {
    List<PollCrowd.Answer> all = PollCrowd.await(answers, PATIENCE);
    assertThat(all).hasSize(MANY).allMatch(answer -> answer.status() == 200);
    Set<String> bodies = new HashSet<>();
    all.forEach(answer -> bodies.add(answer.body()));
    assertThat(bodies).hasSize(1);
    return GatewayClient.JSON.readTree(bodies.iterator().next());
  }

  @Test
  void aPollSaysWhatTheSocketSays() throws IOException {
    String id = gateway.start(SHOW);
    try (WebSocketProbe socket = gateway.socket("?batch_id=" + id)) {
      assertSameAsOn(socket, gateway.scan(id));
      for (int i = 1; i <= 3; i++) {
        agent.tick(id, i, 10L * i);
        assertSameAsOn(socket, gateway.get(waiting(id, i - 1)).body());
      }
      agent.complete(id, 4, 50);
      JsonNode end = gateway.get(waiting(id, 3)).body();
      assertThat(end.path("finishedAt").isNumber()).isTrue();
      assertSameAsOn(socket, end);
      assertThat(gateway.get(waiting(id, end.path("sequence").asLong())).body().path("status"))
          .as("nothing will follow, so nobody is kept waiting")
          .isEqualTo(end.path("status"));
    }
  }

  private static void assertSameAsOn(WebSocketProbe socket, JsonNode polled) {
    long sequence = polled.path("sequence").asLong();
    JsonNode heard =
        GatewayClient.JSON.readTree(
            socket
                .awaitMessage(
                    text -> GatewayClient.JSON.readTree(text).path("sequence").asLong() == sequence,
                    PATIENCE)
                .text());
    ObjectNode common = ((ObjectNode) polled).deepCopy();
    for (String addition : ADDITIONS) {
      assertThat(common.remove(addition)).as(addition).isNotNull();
    }
    assertThat(common).isEqualTo(heard);
  }

  @Test
  void whoHasTheNewestIsToldSoWhenTheTimeIsOver() {
    String id = gateway.start(SHOW);
    String path = "/api/v1/scans/" + id + "?wait=0.05&since=0";
    GatewayClient.Answer state = gateway.get(path);
    assertThat(state.status()).isEqualTo(200);
    assertThat(state.body().path("sequence").asLong()).isZero();
    String tag = state.headers().firstValue("ETag").orElseThrow();
    assertThat(gateway.get(path, "If-None-Match", tag).status()).isEqualTo(304);
  }

  @Test
  void whatIsAskedWronglyIsSaidAtOnce() {
    String id = gateway.start(SHOW);
    for (String wait : List.of("30.1", "-1", "NaN", "long")) {
      assertThat(gateway.get("/api/v1/scans/" + id + "?since=0&wait=" + wait).status())
          .as(wait)
          .isEqualTo(400);
    }
    assertThat(gateway.get(waiting("00000000-0000-0000-0000-000000000000")).status())
        .isEqualTo(404);
  }

  @Test
  void whoGoesAwayIsForgotten() throws Exception {
    String id = gateway.start(SHOW);
    try (PollCrowd crowd = PollCrowd.connect(gateway.port(), 10)) {
      var _ = crowd.ask("/api/v1/scans/" + id + "?wait=1&since=0");
      awaitWaiting(gateway, 10);
    }
    awaitWaiting(gateway, 0);
  }

  @Test
  void aGatewayThatStopsKeepsNobodyWaiting() throws Exception {
    try (Fleet own = Fleet.onEmbeddedBroker()) {
      GatewayClient stopping = own.gateway();
      try (FakeAgent _ = FakeAgent.announce(own.brokerUri(), AGENT, "/vol")) {
        stopping.awaitAgents(AGENT);
        String id = stopping.start(SHOW);
        try (PollCrowd crowd = PollCrowd.connect(stopping.port(), 10)) {
          List<Future<PollCrowd.Answer>> answers = crowd.ask(waiting(id));
          awaitWaiting(stopping, 10);
          own.stopAll();
          assertThat(PollCrowd.await(answers, Duration.ofSeconds(1)))
              .allMatch(answer -> answer.status() == 200);
        }
      }
    }
  }
}
