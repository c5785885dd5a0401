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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/**
 * Programs that die without a word, as processes of their own on a real RabbitMQ: nothing that was
 * stored is lost, and the tree is the same in the end. Each test leaves a gateway and an agent that
 * run.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RestartIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final DeletingTree disk = DeletingTree.create();
  private final Path show = disk.path().resolve("show");
  private final Path data = disk.path().resolve("data");
  private String database = "jdbc:sqlite:" + data.resolve("gateway.db");
  private final String broker = RealRabbitMq.shared().newVirtualHost();
  private Program agent;
  private Program gateway;
  private GatewayClient client;

  @BeforeAll
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

  @AfterAll
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

  private Program startGateway() {
    return Program.start(
        ProgressGateway.class,
        "--broker",
        broker,
        "--port",
        String.valueOf(client.port()),
        "--database",
        database);
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
    gateway.kill();
    database = RealPostgres.shared().newDatabase();
    gateway = startGateway();
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
