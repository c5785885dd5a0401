package io.scanfleet.standalone;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An agent that says what a test wants and when. It speaks AMQP as docs/protocol.md describes it
 * and shares no code with the real one. By itself it only says that it is there, as often as agents
 * do: one that is silent has its targets ended without it.
 */
final class FakeAgent implements AutoCloseable {

  private static final int ANNOUNCED_EVERY_SECONDS = 5;

  private final Connection connection;
  private final Channel channel;
  private final ScheduledExecutorService announcing =
      Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().factory());
  private final String id;

  private FakeAgent(Connection connection, String id) throws IOException {
    this.connection = connection;
    this.channel = connection.createChannel();
    this.id = id;
  }

  /** One that takes commands, and obeys none. */
  static FakeAgent announce(String brokerUri, String id, String root) throws Exception {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setUri(brokerUri);
    FakeAgent agent = new FakeAgent(factory.newConnection(), id);
    String queue = "scanfleet.commands." + id;
    agent.channel.queueDeclare(queue, true, false, false, null);
    agent.channel.queueBind(queue, "scanfleet.commands", id);
    Channel own = agent.connection.createChannel();
    var _ =
        agent.announcing.scheduleAtFixedRate(
            () -> agent.announce(own, root), 0, ANNOUNCED_EVERY_SECONDS, TimeUnit.SECONDS);
    return agent;
  }

  private void announce(Channel own, String root) {
    try {
      publish(
          own,
          "scanfleet.agents",
          id,
          """
          {"agent":"%s","version":"fake","startedAt":1,"timestamp":1,"roots":["%s"],"volumes":[],
           "activeTargets":0,"load":null,"leaving":false}
          """
              .formatted(id, root));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** So many files have been found in the only target of a batch. */
  void tick(String batch, long sequence, long files) throws IOException {
    tick(batch, sequence, files, "/vol/a.1001.exr");
  }

  void tick(String batch, long sequence, long files, String currentFile) throws IOException {
    publish(
        "scanfleet.progress",
        id + "." + batch,
        """
        {"type":"progress","batch_id":"%s","status":"running","filesProcessed":%d,
         "totalFiles":null,"progressPercentage":null,"currentFile":"%s",
         "timestamp":1640995200.5,"directoriesProcessed":1,"bytesProcessed":%d,"errors":0,
         "filesPerSecond":10.0,"totalIsExact":false,"etaSeconds":null,"phase":"walking",
         "sequence":%d,"target":0,"agent":"%s","attempt":1}
        """
            .formatted(batch, files, currentFile, files * 10, sequence, id));
  }

  /**
   * What is known of a target, but for what the test says of it.
   *
   * @param differing fields of the message and their values
   */
  void say(String batch, int target, long sequence, Map<String, ?> differing) throws IOException {
    Map<String, @Nullable Object> message = new HashMap<>();
    for (String unknown :
        List.of(
            "totalFiles", "progressPercentage", "currentFile", "filesPerSecond", "etaSeconds")) {
      message.put(unknown, null);
    }
    message.putAll(
        Map.of(
            "type",
            "progress",
            "batch_id",
            batch,
            "status",
            "running",
            "filesProcessed",
            0,
            "timestamp",
            1640995200.5,
            "directoriesProcessed",
            1,
            "bytesProcessed",
            0,
            "errors",
            0,
            "totalIsExact",
            false,
            "phase",
            "walking"));
    message.putAll(Map.of("sequence", sequence, "target", target, "agent", id, "attempt", 1));
    message.putAll(differing);
    publish("scanfleet.progress", id + "." + batch, GatewayClient.JSON.writeValueAsString(message));
  }

  /** A target has ended, and has nothing to store. */
  void end(
      String batch, int target, long sequence, String status, long files, @Nullable String error)
      throws IOException {
    publish(
        "scanfleet.results",
        id + "." + batch,
        """
        {"batch_id":"%s","target":%d,"agent":"%s","attempt":1,"status":"%s","pages":0,
         "totals":{"files":%d,"directories":0,"symlinks":0,"specials":0,"bytes":%d,
          "allocatedBytes":null,"errors":0,"partial":false},
         "directoriesProcessed":1,"sequence":%d,"error":%s,"timestamp":1640995201.5}
        """
            .formatted(
                batch,
                target,
                id,
                status,
                files,
                files * 10,
                sequence,
                GatewayClient.JSON.writeValueAsString(error)));
  }

  /** The only target is completed, and was empty of directories with anything to store. */
  void complete(String batch, long sequence, long files) throws IOException {
    publish(
        "scanfleet.results",
        id + "." + batch,
        """
        {"batch_id":"%s","target":0,"agent":"%s","attempt":1,"status":"completed","pages":0,
         "totals":{"files":%d,"directories":0,"symlinks":0,"specials":0,"bytes":%d,
          "allocatedBytes":null,"errors":0,"partial":false},
         "directoriesProcessed":1,"sequence":%d,"error":null,"timestamp":1640995201.5}
        """
            .formatted(batch, id, files, files * 10, sequence));
  }

  /** Takes the commands that have come, and says whether this was one of them. */
  boolean isToldTo(String type, String batch) throws IOException {
    boolean found = false;
    for (GetResponse next = command(); next != null; next = command()) {
      JsonNode command = GatewayClient.JSON.readTree(next.getBody());
      found |=
          command.path("type").asString().equals(type)
              && command.path("batch_id").asString().equals(batch);
    }
    return found;
  }

  private @Nullable GetResponse command() throws IOException {
    return channel.basicGet("scanfleet.commands." + id, true);
  }

  private void publish(String exchange, String key, String json) throws IOException {
    publish(channel, exchange, key, json);
  }

  private static void publish(Channel channel, String exchange, String key, String json)
      throws IOException {
    channel.basicPublish(
        exchange,
        key,
        new AMQP.BasicProperties.Builder()
            .contentType("application/json")
            .headers(Map.of("scanfleet-version", 1))
            .build(),
        json.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() throws IOException {
    announcing.close();
    connection.close();
  }
}
