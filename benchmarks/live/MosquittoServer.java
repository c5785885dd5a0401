import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * mosquitto: published over TCP, subscribed over WebSocket, both MQTT 3.1.1 at quality 0. A batch
 * is a topic whose newest message is retained, so that a new subscriber gets it first.
 */
final class MosquittoServer implements Server {

  static final String PROGRAM = "/usr/sbin/mosquitto";

  private static final String CONFIGURATION =
      """
      per_listener_settings false
      allow_anonymous true
      user %s
      persistence false
      set_tcp_nodelay true
      log_type error
      listener %d %s
      listener %d %s
      protocol websockets
      """;

  private static final int CONNECT = 0x10;
  private static final int PUBLISH_RETAINED = 0x31;
  private static final int SUBSCRIBE = 0x82;
  private static final int BINARY = 0x2;

  private final int port = Ports.free();
  private final int feedPort = Ports.free();
  private final Bodies bodies;
  private final Proc process;

  MosquittoServer(Place place) throws Exception {
    bodies = place.bodies();
    Path file = place.work().resolve("mosquitto.conf");
    Files.writeString(
        file,
        CONFIGURATION.formatted(
            System.getProperty("user.name"), feedPort, Ports.HOST, port, Ports.HOST));
    process =
        Proc.start(
            "mosquitto", place.work(), CORE, Map.of(), List.of(PROGRAM, "-c", file.toString()));
    Ports.await(port, process, 20);
    Ports.await(feedPort, process, 20);
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public Proc process() {
    return process;
  }

  @Override
  public Wire wire() {
    return new Wire() {
      @Override
      public String path(List<String> batches) {
        return "/mqtt";
      }

      @Override
      public String subprotocol() {
        return "mqtt";
      }

      @Override
      public byte[] subscribe(int session, List<String> batches) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(new byte[] {0, 1}); // the packet's number
        for (String batch : batches) {
          body.writeBytes(text(batch));
          body.write(0); // quality 0
        }
        return Wire.join(
            List.of(
                Wire.frame(BINARY, connect("s" + session)),
                Wire.frame(BINARY, packet(SUBSCRIBE, body.toByteArray()))));
      }
    };
  }

  @Override
  public Feed feed() {
    StreamFeed.Encoding encoding =
        new StreamFeed.Encoding() {
          @Override
          public byte[] greeting() {
            return connect("feed" + System.nanoTime());
          }

          @Override
          public byte[] publish(String batch, byte[] body) {
            return packet(PUBLISH_RETAINED, Wire.join(List.of(text(batch), body)));
          }
        };
    return new StreamFeed(feedPort, encoding, bodies);
  }

  private static byte[] connect(String client) {
    // MQTT 3.1.1, a clean session, no keep-alive.
    byte[] options = {4, 2, 0, 0};
    return packet(CONNECT, Wire.join(List.of(text("MQTT"), options, text(client))));
  }

  private static byte[] text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return Wire.join(List.of(new byte[] {(byte) (bytes.length >> 8), (byte) bytes.length}, bytes));
  }

  private static byte[] packet(int type, byte[] body) {
    ByteArrayOutputStream packet = new ByteArrayOutputStream();
    packet.write(type);
    int left = body.length;
    do {
      packet.write((left & 0x7F) | (left > 0x7F ? 0x80 : 0));
      left >>= 7;
    } while (left > 0);
    packet.writeBytes(body);
    return packet.toByteArray();
  }

  @Override
  public void close() {
    process.close();
  }
}
