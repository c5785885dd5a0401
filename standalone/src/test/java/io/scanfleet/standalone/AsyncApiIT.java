package io.scanfleet.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import io.scanfleet.model.AgentId;
import io.scanfleet.model.amqp.Topology;
import io.scanfleet.model.message.AgentCommand;
import io.scanfleet.model.message.Announcement;
import io.scanfleet.model.message.BatchEvent;
import io.scanfleet.model.message.ProgressMessage;
import io.scanfleet.model.message.TargetState;
import io.scanfleet.standalone.AmqpWiretap.Sent;
import io.scanfleet.standalone.AsyncApiDocument.MessageType;
import io.scanfleet.testing.DeletingTree;
import io.scanfleet.testing.RealRabbitMq;
import io.scanfleet.testing.VfxTree;
import io.scanfleet.testing.WebSocketProbe;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code docs/asyncapi.yaml} beside the real thing. Once, real programs on a real RabbitMQ are made
 * to say everything that there is to say, while queues and sockets of the test listen. What was
 * heard is then held against the document, and what the document has as examples is said to the
 * programs.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AsyncApiIT {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String FAST = "nas-01";
  private static final String SLOW = "nas-02";
  private static final String SOMEBODYS_BATCH = "0b6e5b1e-0000-4000-8000-000000000001";
  private static final int NOT_TEXT = 1003;
  private static final int TOO_BIG = 1009;
  private static final int RESTARTING = 1012;
  private static final List<String> NONSENSE =
      List.of("no result", "no command", "no announcement", "no event", "of another version");

  /** What the product reads each message as. */
  private static final Map<String, Class<?>> RECORDS =
      Map.of(
          "start", AgentCommand.class,
          "cancel", AgentCommand.class,
          "tick", ProgressMessage.class,
          "progress", ProgressMessage.class,
          "targetState", TargetState.class,
          "announcement", Announcement.class,
          "batchEvent", BatchEvent.class);

  private final AsyncApiDocument document = AsyncApiDocument.read();
  private final AsyncApiDocument.Channel socketChannel = document.channel("progressSocket");
  private final DeletingTree disk = DeletingTree.create();
  private final Path show = disk.path().resolve("show");
  private final List<JsonNode> onSockets = new ArrayList<>();
  private final Set<String> saidOnSockets = new HashSet<>();
  private final Set<Integer> closeCodes = new HashSet<>();
  private Fleet fleet;
  private GatewayClient gateway;
  private AmqpWiretap tap;
  private JsonMapper json;
  private JsonNode queues;
  private JsonNode bindings;

  @BeforeAll
  void letEverythingBeSaid() throws Exception {
    VfxTree.create(show, VfxTree.Size.SMALL);
    fleet = Fleet.onRabbitMq();
    tap = AmqpWiretap.on(fleet.brokerUri(), FAST, SLOW);
    gateway = fleet.gateway();
    ConfigurableApplicationContext fast = fleet.agent(FAST, show);
    json = fast.getBean(JsonMapper.class);
    // So slow that it is still at it when all has been looked at.
    ConfigurableApplicationContext slow = fleet.slowAgent(SLOW, Duration.ofMillis(700), show);
    gateway.awaitAgents(FAST, SLOW);

    try (WebSocketProbe everything = gateway.socket("?batch_id=*&maxRate=20");
        WebSocketProbe untilTheEnd = gateway.socket("")) {
      gateway.awaitEnd(gateway.start(FAST + "=" + show));
      gateway.awaitEnd(startWithExcludes());
      gateway.awaitEnd(gateway.start(FAST + "=" + show.resolve("gone")));
      String running = gateway.start(SLOW + "=" + show);
      await()
          .atMost(PATIENCE)
          .until(() -> gateway.scan(running).path("filesProcessed").asLong() > 0);
      lookAtTheBroker();
      sayExamples(running);
      assertThat(gateway.post("/api/v1/scans/" + running + "/cancel", "").status()).isEqualTo(202);
      gateway.awaitEnd(running);
      everything.awaitMessage(
          text -> text.contains(running) && text.contains("cancelled"), PATIENCE);
      collect(everything);

      sayWhatIsRefused();
      publishExamples();
      publishNonsense();
      fleet.stop(slow);
      leaveToTheBroker();
      fleet.stop(fast);
      fleet.stopAll();
      closeCodes.add(untilTheEnd.awaitClose(PATIENCE));
    }
  }

  @AfterAll
  void stop() throws Exception {
    tap.close();
    fleet.close();
    disk.close();
  }

  // --- what is made to happen ---

  private String startWithExcludes() {
    String body =
        "{\"targets\":[{\"agent\":\"%s\",\"path\":\"%s\"}],\"exclude\":[\"*.tmp\"]}"
            .formatted(FAST, show);
    return gateway.post("/api/v1/scans", body).body().path("batch_id").asString();
  }

  private void lookAtTheBroker() {
    String host = URI.create(fleet.brokerUri()).getPath().substring(1);
    RealRabbitMq rabbit = RealRabbitMq.shared();
    bindings =
        GatewayClient.JSON.readTree(
            rabbit.rabbitmqctl("-q", "list_bindings", "-p", host, "--formatter", "json"));
    queues =
        GatewayClient.JSON.readTree(
            rabbit.rabbitmqctl(
                "-q",
                "list_queues",
                "-p",
                host,
                "--formatter",
                "json",
                "name",
                "durable",
                "auto_delete",
                "exclusive",
                "arguments"));
  }

  /** Says every example of what clients may say, and expects the answer that is documented. */
  private void sayExamples(String running) {
    for (JsonNode operation : document.operations(socketChannel, "receive")) {
      for (MessageType message : document.messages(operation)) {
        for (JsonNode example : message.examples()) {
          String text = GatewayClient.JSON.writeValueAsString(example.path("payload"));
          assertAnswer(operation, message, text);
          // The batch of the examples is nobody's; the same of one that runs.
          assertAnswer(operation, message, text.replace(SOMEBODYS_BATCH, running));
        }
      }
    }
  }

  private void assertAnswer(JsonNode operation, MessageType message, String text) {
    try (WebSocketProbe socket = gateway.socket("")) {
      socket.send(text);
      saidOnSockets.add(message.name());
      if (!operation.has("reply")) {
        socket.send("{\"type\":\"ping\"}");
      }
      String answer = socket.awaitMessage(any -> true, PATIENCE).text();
      Set<String> expected = new HashSet<>();
      document.messages(operation.path("reply")).forEach(reply -> expected.add(reply.name()));
      // To what is not answered, the next message is the answer to something else.
      assertThat(typeOnSocket(GatewayClient.JSON.readTree(answer)))
          .as(text)
          .isIn(operation.has("reply") ? expected : Set.of("pong"));
      if (expected.contains("error")) {
        assertThat(answer.contains("unknown_batch"))
            .as(text + " " + answer)
            .isEqualTo(text.contains(SOMEBODYS_BATCH));
      }
      collect(socket);
    }
  }

  private void sayWhatIsRefused() {
    try (WebSocketProbe socket = gateway.socket("?maxRate=0")) {
      socket.awaitMessage(text -> text.contains("bad_rate"), PATIENCE);
      socket.send("nonsense");
      socket.awaitMessage(text -> text.contains("bad_message"), PATIENCE);
      socket.send("{\"type\":\"unsubscribe\",\"batch_id\":\"nonsense\"}");
      socket.awaitMessage(text -> text.contains("bad_batch_id"), PATIENCE);
      collect(socket);
      socket.send("x".repeat(5000));
      closeCodes.add(socket.awaitClose(PATIENCE));
    }
    closeCodes.add(closeAfterBinaryMessage());
  }

  private int closeAfterBinaryMessage() {
    CompletableFuture<Integer> code = new CompletableFuture<>();
    try (HttpClient client = HttpClient.newHttpClient()) {
      WebSocket socket =
          client
              .newWebSocketBuilder()
              .buildAsync(
                  URI.create("ws://127.0.0.1:" + gateway.port() + "/ws/progress"),
                  new WebSocket.Listener() {
                    @Override
                    public @Nullable CompletionStage<?> onClose(
                        WebSocket closed, int statusCode, String reason) {
                      code.complete(statusCode);
                      return null;
                    }
                  })
              .join();
      socket.sendBinary(ByteBuffer.wrap(new byte[] {1}), true).join();
      return code.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }
  }

  private void collect(WebSocketProbe socket) {
    socket.received().forEach(one -> onSockets.add(GatewayClient.JSON.readTree(one.text())));
  }

  /** Everything that the document has as an example, where it belongs. None may be refused. */
  private void publishExamples() throws Exception {
    for (AsyncApiDocument.Channel channel : exchanges()) {
      if (channel.exchange().path("name").asString().equals(Topology.DEAD)) {
        continue;
      }
      String key =
          channel
              .node()
              .path("address")
              .asString()
              .replace("{agent}", FAST)
              .replace("{batch_id}", SOMEBODYS_BATCH);
      for (MessageType message : channel.messages()) {
        for (JsonNode example : message.examples()) {
          Map<String, Object> headers = new HashMap<>();
          example
              .path("headers")
              .properties()
              .forEach(
                  header ->
                      headers.put(
                          header.getKey(),
                          header.getValue().isNumber()
                              ? header.getValue().asLong()
                              : header.getValue().asString()));
          tap.say(
              channel.exchange().path("name").asString(),
              key,
              message.contentType(),
              headers,
              message.contentType().equals(Topology.JSON_TYPE)
                  ? GatewayClient.JSON.writeValueAsBytes(example.path("payload"))
                  : Base64.getDecoder().decode(example.path("payload").asString()));
        }
      }
    }
    // The examples of commands are obeyed, though what they ask for cannot be done.
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                tap.heard(Topology.RESULTS).stream()
                    .anyMatch(sent -> sent.text().contains(SOMEBODYS_BATCH)));
  }

  private void publishNonsense() throws Exception {
    Map<String, Object> version = Map.of(Topology.VERSION_HEADER, Topology.VERSION);
    publish(Topology.RESULTS, FAST + "." + SOMEBODYS_BATCH, version, NONSENSE.get(0));
    publish(Topology.COMMANDS, FAST, version, NONSENSE.get(1));
    publish(Topology.AGENTS, FAST, version, NONSENSE.get(2));
    publish(Topology.BATCHES, "", version, NONSENSE.get(3));
    publish(Topology.COMMANDS, FAST, Map.of(Topology.VERSION_HEADER, 99), NONSENSE.get(4));
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(tap.heard(Topology.DEAD)).hasSize(NONSENSE.size()));
    assertThat(tap.heard(Topology.DEAD).stream().map(Sent::text))
        .containsExactlyInAnyOrderElementsOf(
            NONSENSE.stream().map(GatewayClient.JSON::writeValueAsString).toList());
  }

  /** The broker itself gives a message up, as it would one that has been delivered too often. */
  private void leaveToTheBroker() throws Exception {
    publish(Topology.COMMANDS, SLOW, Map.of(Topology.VERSION_HEADER, Topology.VERSION), "given up");
    try (Channel channel = tap.newChannel()) {
      GetResponse message =
          await()
              .atMost(PATIENCE)
              .until(
                  () -> channel.basicGet(Topology.commandQueue(new AgentId(SLOW)), false),
                  got -> got != null);
      channel.basicReject(message.getEnvelope().getDeliveryTag(), false);
      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  tap.heard(Topology.DEAD).stream()
                      .anyMatch(sent -> sent.text().contains("given up")));
    }
  }

  private void publish(
      String exchange, String routingKey, Map<String, Object> headers, String nonsense)
      throws Exception {
    tap.say(
        exchange,
        routingKey,
        Topology.JSON_TYPE,
        headers,
        GatewayClient.JSON.writeValueAsString(nonsense).getBytes(StandardCharsets.UTF_8));
  }

  // --- what a message is by the document ---

  private List<AsyncApiDocument.Channel> exchanges() {
    return document.channels().stream()
        .filter(channel -> !channel.exchange().isMissingNode())
        .toList();
  }

  /** Which message of its channel this is; exactly one, or it is not described. */
  private String typeOf(Sent sent) {
    AsyncApiDocument.Channel channel =
        exchanges().stream()
            .filter(one -> one.exchange().path("name").asString().equals(sent.exchange()))
            .findFirst()
            .orElseThrow(() -> new AssertionError("no channel for " + sent));
    Map<String, List<String>> wrong = new TreeMap<>();
    for (MessageType message : channel.messages()) {
      List<String> errors = new ArrayList<>();
      errors.addAll(document.errors(message.payload(), sent.payload()));
      document
          .errors(message.headers(), sent.headers())
          .forEach(error -> errors.add("header " + error));
      if (!message.contentType().isEmpty() && !message.contentType().equals(sent.contentType())) {
        errors.add("content type " + sent.contentType());
      }
      document.operations(channel, "send").stream()
          .filter(operation -> document.messages(operation).contains(message))
          .map(operation -> operation.path("bindings").path("amqp").path("deliveryMode"))
          .filter(mode -> mode.asInt() != sent.properties().getDeliveryMode())
          .forEach(mode -> errors.add("delivery mode " + sent.properties().getDeliveryMode()));
      JsonNode address = channel.node().path("address");
      if (!address.isNull()
          && !document.pattern(address.asString()).matcher(sent.routingKey()).matches()) {
        errors.add("routing key " + sent.routingKey());
      }
      wrong.put(message.name(), errors);
    }
    return onlyOne(wrong, sent.toString());
  }

  private String typeOnSocket(JsonNode heard) {
    Map<String, List<String>> wrong = new TreeMap<>();
    for (JsonNode operation : document.root().path("operations")) {
      JsonNode said =
          operation.path("action").asString().equals("send") ? operation : operation.path("reply");
      if (said.path("channel").equals(operation.path("channel"))
          && said.path("channel").path("$ref").asString().endsWith("/" + socketChannel.name())) {
        document
            .messages(said)
            .forEach(
                message -> wrong.put(message.name(), document.errors(message.payload(), heard)));
      }
    }
    return onlyOne(wrong, heard.toString());
  }

  private static String onlyOne(Map<String, List<String>> wrong, String what) {
    List<String> fitting =
        wrong.entrySet().stream()
            .filter(message -> message.getValue().isEmpty())
            .map(Map.Entry::getKey)
            .toList();
    assertThat(fitting).as("%s is one of %s", what, wrong).hasSize(1);
    return fitting.getFirst();
  }

  // --- whether it is so ---

  @Test
  void whatIsSentIsWhatIsDescribed() {
    Set<String> seen = new TreeSet<>(saidOnSockets);
    Map<String, Set<String>> places = new HashMap<>();
    Map<String, Set<String>> always = new HashMap<>();
    for (Sent sent : tap.heard()) {
      String type = typeOf(sent);
      seen.add(type);
      note(places, always, type, sent.payload());
      note(places, always, type + " headers", sent.headers());
    }
    for (JsonNode heard : onSockets) {
      String type = typeOnSocket(heard);
      seen.add(type);
      note(places, always, type, heard);
    }
    assertThat(seen)
        .containsExactlyInAnyOrderElementsOf(
            document.messages().stream().map(MessageType::name).toList());

    for (MessageType message : document.messages()) {
      if (!saidOnSockets.contains(message.name()) && !message.name().equals("deadLetter")) {
        assertAllOfItWasSeen(message.name(), message.payload(), places, always);
      }
      if (!message.headers().isMissingNode()) {
        assertAllOfItWasSeen(message.name() + " headers", message.headers(), places, always);
      }
    }
  }

  private static void note(
      Map<String, Set<String>> places,
      Map<String, Set<String>> always,
      String type,
      JsonNode value) {
    Set<String> has = AsyncApiDocument.placesOf(value);
    places.computeIfAbsent(type, t -> new HashSet<>()).addAll(has);
    always.computeIfAbsent(type, t -> new HashSet<>(has)).retainAll(has);
  }

  /** What is described is sent, and what need not be there is sometimes not. */
  private void assertAllOfItWasSeen(
      String type,
      JsonNode schema,
      Map<String, Set<String>> places,
      Map<String, Set<String>> always) {
    assertThat(places.get(type)).as(type).containsAll(document.places(schema));
    JsonNode meant = document.resolve(schema);
    Set<String> optional = new HashSet<>(meant.path("properties").propertyNames());
    meant.path("required").forEach(name -> optional.remove(name.asString()));
    optional.forEach(name -> assertThat(always.get(type)).as(type).doesNotContain("/" + name));
  }

  @Test
  void exchangesAreAsDescribed() throws Exception {
    Map<String, String> described = new HashMap<>();
    for (AsyncApiDocument.Channel channel : exchanges()) {
      JsonNode exchange = channel.exchange();
      described.put(exchange.path("name").asString(), exchange.path("type").asString());
      // Declaring it otherwise than it is would close the channel.
      try (Channel own = tap.newChannel()) {
        own.exchangeDeclare(
            exchange.path("name").asString(),
            exchange.path("type").asString(),
            exchange.path("durable").asBoolean(),
            exchange.path("autoDelete").asBoolean(),
            null);
      }
    }
    assertThat(described).isEqualTo(Topology.EXCHANGES);
  }

  @Test
  void queuesAreAsDescribed() {
    Set<String> seen = new TreeSet<>();
    for (JsonNode queue : queues) {
      String name = queue.path("name").asString();
      if (name.startsWith("amq.gen-")) {
        continue; // the wiretap's
      }
      AsyncApiDocument.Channel channel =
          document.channels().stream()
              .filter(one -> one.amqp().has("queue"))
              .filter(
                  one ->
                      document.pattern(one.queue().path("name").asString()).matcher(name).matches())
              .findFirst()
              .orElseThrow(() -> new AssertionError("no channel for the queue " + queue));
      seen.add(channel.name());
      assertThat(queue.path("durable")).as(name).isEqualTo(channel.queue().path("durable"));
      // Of a quorum queue, which cannot be, RabbitMQ says nothing.
      assertThat(queue.path("exclusive").asString().equals("true"))
          .as(name)
          .isEqualTo(channel.queue().path("exclusive").asBoolean());
      assertThat(queue.path("auto_delete")).as(name).isEqualTo(channel.queue().path("autoDelete"));
      assertThat(arguments(queue)).as(name).isEqualTo(channel.amqp().path("x-arguments"));
      assertBinding(channel, name);
    }
    assertThat(seen)
        .containsExactlyInAnyOrderElementsOf(
            document.channels().stream()
                .filter(channel -> channel.amqp().has("queue"))
                .map(AsyncApiDocument.Channel::name)
                .toList());
  }

  /**
   * RabbitMQ tells them as triples of name, type and value; from 4.0 on it adds the type of queue
   * that is meant where none was asked for.
   */
  private static JsonNode arguments(JsonNode queue) {
    JsonNode told = queue.path("arguments");
    ObjectNode arguments = GatewayClient.JSON.createObjectNode();
    if (told.isArray()) {
      told.forEach(triple -> arguments.set(triple.path(0).asString(), triple.path(2)));
    } else {
      told.propertyStream().forEach(one -> arguments.set(one.getKey(), one.getValue()));
    }
    if (arguments.path("x-queue-type").asString("").equals("classic")) {
      arguments.remove("x-queue-type");
    }
    return arguments;
  }

  private void assertBinding(AsyncApiDocument.Channel channel, String queue) {
    List<JsonNode> found =
        bindings
            .valueStream()
            .filter(binding -> binding.path("destination_name").asString().equals(queue))
            .filter(binding -> !binding.path("source_name").asString().isEmpty())
            .toList();
    JsonNode described = channel.amqp().path("x-bound-to");
    if (described.isMissingNode()) {
      assertThat(found).as(queue).isEmpty();
      return;
    }
    assertThat(found).as(queue).hasSize(1);
    assertThat(found.getFirst().path("source_name")).isEqualTo(described.path("exchange"));
    assertThat(found.getFirst().path("routing_key").asString())
        .as(queue)
        .matches(document.pattern(described.path("routingKey").asString()));
  }

  @Test
  void closesAreOfDescribedCodes() {
    Set<String> described =
        new HashSet<>(socketChannel.node().path("x-close-codes").propertyNames());
    assertThat(closeCodes).containsExactlyInAnyOrder(NOT_TEXT, TOO_BIG, RESTARTING);
    closeCodes.forEach(code -> assertThat(described).contains(String.valueOf(code)));
  }

  @Test
  void theProductReadsTheExamples() {
    Set<String> read = new HashSet<>();
    for (MessageType message : document.messages()) {
      Class<?> type = RECORDS.get(message.name());
      if (type == null) {
        continue;
      }
      read.add(message.name());
      for (JsonNode example : message.examples()) {
        JsonNode payload = GatewayClient.JSON.readTree(example.path("payload").toString());
        Object value = json.readValue(payload.toString(), type);
        assertThat(json.readTree(json.writeValueAsString(value))).isEqualTo(payload);
        ObjectNode grown = ((ObjectNode) payload).put("unheardOf", 1);
        Object later = json.readValue(grown.toString(), type);
        assertThat(later).isEqualTo(value);
      }
    }
    assertThat(read).isEqualTo(RECORDS.keySet());
  }
}
