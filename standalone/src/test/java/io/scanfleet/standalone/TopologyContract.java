package io.scanfleet.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import io.scanfleet.amqp.ExclusiveUseRefused;
import io.scanfleet.model.AgentId;
import io.scanfleet.model.BatchId;
import io.scanfleet.model.DirectoryKey;
import io.scanfleet.model.Totals;
import io.scanfleet.model.amqp.Topology;
import io.scanfleet.model.entry.ByteSink;
import io.scanfleet.model.page.PageCodec;
import io.scanfleet.model.page.PageRecord;
import io.scanfleet.testing.DeletingTree;
import io.scanfleet.testing.TestTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.PayloadApplicationEvent;

/** The AMQP contract as an outsider finds it on the broker, whichever broker it is. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class TopologyContract {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String AGENT = "nas-01";

  private final DeletingTree disk = DeletingTree.create();
  private Fleet fleet;
  private GatewayClient gateway;
  private Connection connection;

  abstract Fleet newFleet();

  @BeforeAll
  void start() throws Exception {
    TestTree.in(disk.path()).file("a/b/c.txt", "some text");
    fleet = newFleet();
    gateway = fleet.gateway();
    fleet.slowAgent(AGENT, Duration.ofMillis(300), disk.path());
    gateway.awaitAgents(AGENT);
    connection = newConnection();
  }

  private Connection newConnection() throws Exception {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setUri(fleet.brokerUri());
    return factory.newConnection();
  }

  @AfterAll
  void stop() throws IOException {
    connection.close();
    fleet.close();
    disk.close();
  }

  @Test
  void exchangesAreThereAndDurable() {
    Topology.EXCHANGES.forEach(
        (name, type) ->
            assertThatCode(
                    () -> {
                      // Declaring it otherwise than it is would close the channel on RabbitMQ.
                      try (Channel channel = connection.createChannel()) {
                        channel.exchangeDeclarePassive(name);
                        channel.exchangeDeclare(name, type, true);
                      }
                    })
                .as(name)
                .doesNotThrowAnyException());
  }

  @Test
  void lastingQueuesAreThere() {
    for (String queue :
        List.of(Topology.RESULTS_QUEUE, Topology.DEAD, Topology.commandQueue(new AgentId(AGENT)))) {
      assertThatCode(
              () -> {
                try (Channel channel = connection.createChannel()) {
                  channel.queueDeclarePassive(queue);
                }
              })
          .as(queue)
          .doesNotThrowAnyException();
    }
  }

  @Test
  void anAgentHoldsItsName() {
    assertThatThrownBy(
            () -> {
              try (Connection other = newConnection();
                  Channel channel = other.createChannel()) {
                channel.queueDeclare(
                    Topology.agentLock(new AgentId(AGENT)), false, true, false, null);
              }
            })
        .isInstanceOf(IOException.class)
        .hasStackTraceContaining(Topology.agentLock(new AgentId(AGENT)));
  }

  @Test
  void aSecondAgentWithTheSameIdIsToldSo() {
    AtomicInteger refusals = new AtomicInteger();
    ConfigurableApplicationContext second =
        fleet.agent(
            AGENT,
            context ->
                context.addApplicationListener(
                    event -> {
                      if (event instanceof PayloadApplicationEvent<?> payload
                          && payload.getPayload() instanceof ExclusiveUseRefused) {
                        refusals.incrementAndGet();
                      }
                    }),
            disk.path());
    await().atMost(PATIENCE).until(() -> refusals.get() > 0);
    fleet.stop(second);
    gateway.awaitEnd(gateway.start(AGENT + "=" + disk.path()));
  }

  @Test
  void whatIsNoResultGoesToTheDeadLetters() throws Exception {
    assertDeadLetter(Topology.RESULTS, AGENT + ".x", json("nonsense"), "TargetState");
    assertDeadLetter(
        Topology.RESULTS,
        AGENT + ".x",
        new Publication("{}", headers(99), Topology.JSON_TYPE),
        "version");
    Map<String, Object> place = headers(Topology.VERSION);
    place.put(Topology.BATCH_HEADER, BatchId.random().toString());
    place.put(Topology.TARGET_HEADER, 0);
    place.put(Topology.ATTEMPT_HEADER, 1);
    place.put(Topology.PAGE_HEADER, 0L);
    assertDeadLetter(
        Topology.RESULTS,
        AGENT + ".x",
        new Publication("nonsense", place, Topology.PAGE_TYPE),
        "malformed page");
    assertDeadLetter(
        Topology.RESULTS,
        AGENT + ".x",
        new Publication("nonsense", headers(Topology.VERSION), Topology.PAGE_TYPE),
        "place");
  }

  @Test
  void whatIsNoCommandGoesToTheDeadLetters() throws Exception {
    assertDeadLetter(Topology.COMMANDS, AGENT, json("{\"type\":\"dance\"}"), "AgentCommand");
  }

  @Test
  void whatIsNoAnnouncementGoesToTheDeadLetters() throws Exception {
    assertDeadLetter(Topology.AGENTS, AGENT, json("{\"agent\":\"a b\"}"), "Announcement");
  }

  @Test
  void aPageOfADeletedScanIsPassedOver() throws Exception {
    ByteSink page = PageCodec.begin();
    PageCodec.append(
        page,
        new PageRecord.FinishedDirectory(
            DirectoryKey.ROOT, DirectoryKey.ROOT, new byte[0], 0, Totals.NONE, 0, 0, 0, null));
    Map<String, Object> place = headers(Topology.VERSION);
    place.put(Topology.BATCH_HEADER, BatchId.random().toString());
    place.put(Topology.TARGET_HEADER, 0);
    place.put(Topology.ATTEMPT_HEADER, 1);
    place.put(Topology.PAGE_HEADER, 0L);
    try (Channel channel = connection.createChannel()) {
      channel.confirmSelect();
      channel.basicPublish(
          Topology.RESULTS, AGENT + ".x", properties(place, Topology.PAGE_TYPE), page.toBytes());
      channel.waitForConfirmsOrDie(PATIENCE.toMillis());
      await().atMost(PATIENCE).until(() -> channel.messageCount(Topology.RESULTS_QUEUE) == 0);
    }
  }

  @Test
  void aBatchHasAQueueOfItsOwnWhileItRuns() {
    String id = gateway.start(AGENT + "=" + disk.path());
    AtomicReference<String> heard = new AtomicReference<>("");
    assertThatCode(
            () -> {
              // What an outsider may do too: listen to one batch, whichever agent it is on.
              Channel channel = connection.createChannel();
              String queue = channel.queueDeclare().getQueue();
              channel.queueBind(queue, Topology.PROGRESS, Topology.anyAgent(BatchId.parse(id)));
              channel.basicConsume(
                  queue,
                  true,
                  (tag, message) ->
                      heard.set(new String(message.getBody(), StandardCharsets.UTF_8)),
                  tag -> {});
            })
        .doesNotThrowAnyException();
    gateway.awaitEnd(id);
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(heard.get()).contains(id));
    assertThat(heard.get()).contains("\"type\":\"progress\"").contains("\"agent\":\"nas-01\"");
  }

  private record Publication(String body, Map<String, Object> headers, String contentType) {}

  private static Publication json(String body) {
    return new Publication(body, headers(Topology.VERSION), Topology.JSON_TYPE);
  }

  private static Map<String, Object> headers(int version) {
    Map<String, Object> headers = new HashMap<>();
    headers.put(Topology.VERSION_HEADER, version);
    return headers;
  }

  private static AMQP.BasicProperties properties(Map<String, Object> headers, String type) {
    return new AMQP.BasicProperties.Builder()
        .headers(headers)
        .contentType(type)
        .deliveryMode(2)
        .build();
  }

  private void assertDeadLetter(
      String exchange, String routingKey, Publication publication, String reason) throws Exception {
    try (Channel channel = connection.createChannel()) {
      channel.queuePurge(Topology.DEAD);
      channel.basicPublish(
          exchange,
          routingKey,
          properties(publication.headers(), publication.contentType()),
          publication.body().getBytes(StandardCharsets.UTF_8));
      GetResponse dead =
          await()
              .atMost(PATIENCE)
              .until(() -> channel.basicGet(Topology.DEAD, true), m -> m != null);
      assertThat(new String(dead.getBody(), StandardCharsets.UTF_8)).isEqualTo(publication.body());
      assertThat(String.valueOf(dead.getProps().getHeaders().get(Topology.REASON_HEADER)))
          .contains(reason);
    }
  }
}
