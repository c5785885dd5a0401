package io.scanfleet.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.scanfleet.agent.ScanAgent;
import io.scanfleet.gateway.ProgressGateway;
import io.scanfleet.testing.DeletingTree;
import io.scanfleet.testing.IndependentWalk;
import io.scanfleet.testing.RealPostgres;
import io.scanfleet.testing.RealRabbitMq;
import io.scanfleet.testing.VfxTree;
import io.scanfleet.testing.WebSocketProbe;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * Programs that die without a word, as processes of their own on a real RabbitMQ: nothing that was
 * stored is lost, and the tree is the same in the end.
 */
class RestartIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final DeletingTree disk = DeletingTree.create();
  private final Path show = disk.path().resolve("show");
  private final Path data = disk.path().resolve("data");
  private final String broker = RealRabbitMq.shared().newVirtualHost();
  private Program agent;
  private Program gateway;
  private GatewayClient client;

  @BeforeEach
  void start() throws IOException {
    VfxTree.create(show, VfxTree.Size.MEDIUM);
    try (ServerSocket free = new ServerSocket(0)) {
      client = new GatewayClient(free.getLocalPort());
    }
    gateway = startGateway();
    agent = startAgent();
    client.awaitUp();
    client.awaitAgents("nas-01");
  }

  @AfterEach
  void stop() {
    agent.kill();
    gateway.kill();
    disk.close();
  }

  private Program startAgent() {
    return Program.start(
        ScanAgent.class,
        "--broker",
        broker,
        "--id",
        "nas-01",
        "--port",
        "0",
        "--threads",
        "1",
        "--data",
        data.toString(),
        show.toString());
  }

  private Program startGateway(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--broker", broker,
                "--port", String.valueOf(client.port()),
                "--data", data.toString()));
    arguments.addAll(List.of(more));
    return Program.start(ProgressGateway.class, arguments.toArray(String[]::new));
  }

  @Test
  void anAgentThatWasKilledScansAgain() {
    String id = client.start("nas-01=" + show);
    agent.kill();
    agent = startAgent();
    assertEndsWithTheSameTree(id);
  }

  @Test
  void aGatewayThatWasKilledGoesOn() {
    String id = client.start("nas-01=" + show);
    gateway.kill();
    gateway = startGateway();
    client.awaitUp();
    assertEndsWithTheSameTree(id);
  }

  @Test
  void aBrokerThatWasAwayIsWaitedFor() {
    String id = client.start("nas-01=" + show);
    RealRabbitMq.shared().stop();
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              GatewayClient.Answer health = client.get("/actuator/health/readiness");
              assertThat(health.status()).isEqualTo(200);
              assertThat(health.body().path("status").asString()).isEqualTo("DEGRADED");
            });
    RealRabbitMq.shared().start();
    assertEndsWithTheSameTree(id);
    client.awaitAgents("nas-01");
    assertEndsWithTheSameTree(client.start("nas-01=" + show));
  }

  @Test
  void everyGatewayShowsEveryBatch() throws IOException {
    String database = RealPostgres.shared().newDatabase();
    gateway.kill();
    gateway = startGateway("--database", database);
    client.awaitUp();
    client.awaitAgents("nas-01");
    try (Fleet fleet = Fleet.on(broker)) {
      GatewayClient second = fleet.gateway(database);
      second.awaitAgents("nas-01");
      String id = client.start("nas-01=" + show);
      try (WebSocketProbe socket = second.socket("?batch_id=" + id)) {
        socket.awaitMessage(text -> text.contains("\"status\":\"completed\""), PATIENCE);
      }
      StoredTree.assertEquals(second, id, 0, IndependentWalk.of(show));
      assertEndsWithTheSameTree(id);
    }
  }

  @Test
  void aSecondAgentWithTheSameNameEndsWithAnError() {
    Program second =
        Program.start(
            ScanAgent.class,
            "--broker",
            broker,
            "--id",
            "nas-01",
            "--port",
            "0",
            "--data",
            data.resolve("second").toString(),
            show.toString());
    assertThat(second.awaitExit(PATIENCE)).isEqualTo(1);
    assertThat(second.output()).contains("another agent named 'nas-01'");
  }

  private void assertEndsWithTheSameTree(String id) {
    JsonNode scan = client.awaitEnd(id);
    assertThat(scan.path("status").asString()).isEqualTo("completed");
    StoredTree.assertEquals(client, id, 0, IndependentWalk.of(show));
  }
}
