import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.scanfleet.model.AgentId;
import io.scanfleet.model.BatchId;
import io.scanfleet.model.ScanStatus;
import io.scanfleet.model.Totals;
import io.scanfleet.model.amqp.BrokerDialect;
import io.scanfleet.model.amqp.Topology;
import io.scanfleet.model.message.Announcement;
import io.scanfleet.model.message.PlainNumbers;
import io.scanfleet.model.message.TargetState;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.json.JsonMapper;

/**
 * An agent as the gateway knows them, but one that walks nothing. It announces itself, takes
 * commands, and says through RabbitMQ what an agent would say. Batches are started over HTTP, as a
 * person does.
 */
final class AgentLink implements AutoCloseable {

  static final AgentId AGENT = new AgentId("bench");
  static final JsonMapper JSON = JsonMapper.builder().addModule(new PlainNumbers()).build();

  private static final int CONFIRM_MILLIS = 20_000;
  private static final int UNCONFIRMED_PAGES = 32;
  private static final int TRANSIENT = 1;
  private static final int PERSISTENT = 2;
  private static final double STARTED = System.currentTimeMillis() / 1000.0;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Connection consuming;
  private final Connection publishing;
  private final Channel ticks;
  private final Channel results;
  private final ScheduledExecutorService announcements =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());
  private int unconfirmed;

  AgentLink(int brokerPort) throws Exception {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setHost(Ports.HOST);
    factory.setPort(brokerPort);
    consuming = factory.newConnection("bench agent, consuming");
    publishing = factory.newConnection("bench agent, publishing");
    Channel commands = consuming.createChannel();
    for (Map.Entry<String, String> exchange : Topology.EXCHANGES.entrySet()) {
      commands.exchangeDeclare(exchange.getKey(), exchange.getValue(), true);
    }
    String queue = Topology.commandQueue(AGENT);
    commands.queueDeclare(Topology.agentLock(AGENT), false, true, false, null);
    commands.queueDeclare(queue, true, false, false, BrokerDialect.RABBITMQ.workQueue());
    commands.queueBind(queue, Topology.COMMANDS, AGENT.value());
    commands.basicConsume(queue, true, (tag, command) -> {}, tag -> {});
    ticks = publishing.createChannel();
    results = publishing.createChannel();
    results.confirmSelect();
    Channel own = publishing.createChannel();
    announcements.scheduleAtFixedRate(() -> announce(own), 0, 1, TimeUnit.SECONDS);
  }

  private void announce(Channel channel) {
    double now = System.currentTimeMillis() / 1000.0;
    Announcement announcement =
        new Announcement(AGENT, "bench", STARTED, now, List.of("/vol"), List.of(), 0, null, false);
    try {
      publish(channel, Topology.AGENTS, AGENT.value(), json(announcement), TRANSIENT);
    } catch (IOException | RuntimeException e) {
      // The broker is gone; the run will say so.
    }
  }

  /** Starts a batch of one target; again and again until the gateway has heard of the agent. */
  String start(int gatewayPort, String path) throws Exception {
    String body =
        "{\"targets\":[{\"agent\":\"%s\",\"path\":\"%s\"}],\"label\":\"bench\"}"
            .formatted(AGENT, path);
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("http://" + Ports.HOST + ":" + gatewayPort + "/api/v1/scans"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    long deadline = System.nanoTime() + 30_000_000_000L;
    while (true) {
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() == 202) {
        return JSON.readTree(answer.body()).path("batch_id").asString();
      }
      if (System.nanoTime() > deadline) {
        throw new BenchException("the gateway starts no scan: " + answer.body());
      }
      Thread.sleep(200);
    }
  }

  void tick(String batch, byte[] body) throws IOException {
    publish(ticks, Topology.PROGRESS, key(batch), body, TRANSIENT);
  }

  /** Publishes a page; it is confirmed when a later page or state is. */
  void page(String batch, long number, byte[] body) throws Exception {
    Map<String, Object> headers = new HashMap<>();
    headers.put(Topology.VERSION_HEADER, Topology.VERSION);
    headers.put(Topology.BATCH_HEADER, batch);
    headers.put(Topology.TARGET_HEADER, 0);
    headers.put(Topology.ATTEMPT_HEADER, 1);
    headers.put(Topology.PAGE_HEADER, number);
    AMQP.BasicProperties properties =
        new AMQP.BasicProperties.Builder()
            .contentType(Topology.PAGE_TYPE)
            .deliveryMode(PERSISTENT)
            .headers(headers)
            .build();
    results.basicPublish(Topology.RESULTS, key(batch), properties, body);
    if (++unconfirmed == UNCONFIRMED_PAGES) {
      confirmed();
    }
  }

  void state(String batch, ScanStatus status, long pages, Totals totals, int sequence)
      throws Exception {
    TargetState state =
        new TargetState(
            BatchId.parse(batch),
            0,
            AGENT,
            1,
            status,
            pages,
            totals,
            totals == null ? 1 : totals.directories() + 1,
            sequence,
            null,
            System.currentTimeMillis() / 1000.0);
    publish(results, Topology.RESULTS, key(batch), json(state), PERSISTENT);
    confirmed();
  }

  private void confirmed() throws Exception {
    results.waitForConfirmsOrDie(CONFIRM_MILLIS);
    unconfirmed = 0;
  }

  private static String key(String batch) {
    return Topology.batchKey(AGENT, BatchId.parse(batch));
  }

  private static byte[] json(Object message) {
    return JSON.writeValueAsBytes(message);
  }

  private static void publish(
      Channel channel, String exchange, String key, byte[] body, int deliveryMode)
      throws IOException {
    AMQP.BasicProperties properties =
        new AMQP.BasicProperties.Builder()
            .contentType(Topology.JSON_TYPE)
            .deliveryMode(deliveryMode)
            .headers(Map.of(Topology.VERSION_HEADER, Topology.VERSION))
            .build();
    channel.basicPublish(exchange, key, properties, body);
  }

  @Override
  public void close() {
    announcements.shutdownNow();
    consuming.abort(1000);
    publishing.abort(1000);
    http.close();
  }
}
