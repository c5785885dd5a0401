import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * RabbitMQ's web-stomp plugin, on a node of its own: published over AMQP to a topic exchange,
 * subscribed with STOMP over WebSocket, each subscription a queue of its own. There is no current
 * state to send; a session counts as open when its subscriptions are confirmed.
 */
final class WebStompServer implements Server {

  private static final String EXCHANGE = "amq.topic";
  private static final int TEXT = 0x1;

  private final int port = Ports.free();
  private final Bodies bodies;
  private final Broker broker;

  WebStompServer(Place place) throws Exception {
    bodies = place.bodies();
    String configuration =
        """
        web_stomp.tcp.ip = %s
        web_stomp.tcp.port = %d
        web_stomp.tcp.backlog = 4096
        stomp.listeners.tcp = none
        """
            .formatted(Ports.HOST, port);
    broker =
        Broker.start("web-stomp-" + port, place.work(), CORE, "rabbitmq_web_stomp", configuration);
    Ports.await(port, broker.process, 60);
  }

  static boolean isInstalled() throws IOException {
    if (Broker.scripts().isEmpty()) {
      return false;
    }
    try (var plugins = java.nio.file.Files.list(Broker.scripts().get().resolveSibling("plugins"))) {
      return plugins.anyMatch(
          file -> file.getFileName().toString().startsWith("rabbitmq_web_stomp-"));
    }
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public Proc process() {
    return broker.process;
  }

  @Override
  public Wire wire() {
    return new Wire() {
      @Override
      public String path(List<String> batches) {
        return "/ws";
      }

      @Override
      public String subprotocol() {
        return "v12.stomp";
      }

      @Override
      public byte[] subscribe(int session, List<String> batches) {
        List<byte[]> frames = new ArrayList<>();
        frames.add(stomp("CONNECT\naccept-version:1.2\nhost:/\nlogin:guest\npasscode:guest\n"));
        for (String batch : batches) {
          frames.add(
              stomp(
                  "SUBSCRIBE\nid:%s\ndestination:/exchange/%s/%s\nack:auto\nreceipt:%s\n"
                      .formatted(batch, EXCHANGE, batch, batch)));
        }
        return Wire.join(frames);
      }

      @Override
      public byte receipt() {
        return 'R'; // RECEIPT
      }
    };
  }

  private static byte[] stomp(String head) {
    return Wire.frame(TEXT, (head + "\n\0").getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public Feed feed() throws Exception {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setHost(Ports.HOST);
    factory.setPort(broker.port);
    return new Publisher(factory.newConnection("bench"), bodies);
  }

  private static final class Publisher implements Feed {

    private final Connection connection;
    private final Channel channel;
    private final Bodies bodies;

    Publisher(Connection connection, Bodies bodies) throws IOException {
      this.connection = connection;
      this.bodies = bodies;
      channel = connection.createChannel();
    }

    @Override
    public String[] begin(int batches) {
      String[] ids = new String[batches];
      for (int i = 0; i < batches; i++) {
        ids[i] = UUID.randomUUID().toString();
      }
      return ids;
    }

    @Override
    public void tick(String batch, int sequence) throws IOException {
      publish(batch, bodies.shown(batch, sequence, false));
    }

    @Override
    public void finish(String batch, int lastSequence) throws IOException {
      publish(batch, bodies.shown(batch, lastSequence + 1, true));
    }

    private void publish(String batch, byte[] body) throws IOException {
      AMQP.BasicProperties properties =
          new AMQP.BasicProperties.Builder().contentType("application/json").build();
      channel.basicPublish(EXCHANGE, batch, properties, body);
    }

    @Override
    public void close() {
      connection.abort(1000);
    }
  }

  @Override
  public void close() {
    broker.close();
  }
}
