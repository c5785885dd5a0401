import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Ports on loopback: free ones, and waiting for one to be served. */
final class Ports {

  static final String HOST = "127.0.0.1";

  private Ports() {}

  /** A port that nobody listens on now, below those that the system gives to clients. */
  static int free() {
    for (int attempt = 0; attempt < 200; attempt++) {
      int port = 20_000 + (int) (Math.random() * 10_000);
      try (ServerSocket socket = new ServerSocket()) {
        socket.bind(new InetSocketAddress(InetAddress.ofLiteral(HOST), port));
        return port;
      } catch (IOException e) {
        // Taken; the next.
      }
    }
    throw new BenchException("no free port between 20000 and 30000");
  }

  /** Waits until somebody accepts connections. */
  static void await(int port, Proc server, int seconds) throws InterruptedException {
    long deadline = System.nanoTime() + seconds * 1_000_000_000L;
    while (true) {
      server.requireRunning();
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(InetAddress.ofLiteral(HOST), port), 1000);
        return;
      } catch (IOException e) {
        if (System.nanoTime() > deadline) {
          throw new BenchException("nobody listens on port " + port + ":\n" + server.tail());
        }
      }
      Thread.sleep(100);
    }
  }
}
