import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * A feed over TCP, one connection for each batch. What a server answers is read and thrown away:
 * nobody waits for it, so a server that is behind gets the ticks no more slowly.
 */
final class StreamFeed implements Feed {

  /** One message as the server's own way of publishing wants it. */
  interface Encoding {

    /** What is said when the connection opens; empty for nothing. */
    default byte[] greeting() {
      return new byte[0];
    }

    byte[] publish(String batch, byte[] body);
  }

  private final int port;
  private final Encoding encoding;
  private final Bodies bodies;
  private final Map<String, Socket> connections = new HashMap<>();

  StreamFeed(int port, Encoding encoding, Bodies bodies) {
    this.port = port;
    this.encoding = encoding;
    this.bodies = bodies;
  }

  @Override
  public String[] begin(int batches) throws IOException {
    String[] ids = new String[batches];
    for (int i = 0; i < batches; i++) {
      ids[i] = UUID.randomUUID().toString();
      Socket socket = new Socket(InetAddress.ofLiteral(Ports.HOST), port);
      socket.setTcpNoDelay(true);
      socket.getOutputStream().write(encoding.greeting());
      connections.put(ids[i], socket);
      Thread.ofPlatform().name("answers").daemon().start(() -> drain(socket));
    }
    return ids;
  }

  private static void drain(Socket socket) {
    byte[] buffer = new byte[8192];
    try {
      InputStream answers = socket.getInputStream();
      while (answers.read(buffer) >= 0) {
        // Of no interest.
      }
    } catch (IOException e) {
      // Closed.
    }
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
    connections.get(batch).getOutputStream().write(encoding.publish(batch, body));
  }

  @Override
  public void close() {
    for (Socket socket : connections.values()) {
      try {
        socket.close();
      } catch (IOException e) {
        // As good as closed.
      }
    }
  }
}
