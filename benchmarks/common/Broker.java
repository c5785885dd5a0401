import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A private RabbitMQ node of the Debian package: own ports, own directory, own port mapper. One,
 * beside the generator, feeds the gateway; another, with the web-stomp plugin, is a peer.
 */
final class Broker implements AutoCloseable {

  private static final byte[] GREETING = {'A', 'M', 'Q', 'P', 0, 0, 9, 1};
  private static final int METHOD_FRAME = 1;

  final Proc process;
  final int port;

  private Broker(Proc process, int port) {
    this.process = process;
    this.port = port;
  }

  /** The server's own scripts; those in /usr/sbin change user and drop the environment. */
  static Optional<Path> scripts() {
    Path library = Path.of("/usr/lib/rabbitmq/lib");
    if (!Files.isDirectory(library)) {
      return Optional.empty();
    }
    try (DirectoryStream<Path> servers = Files.newDirectoryStream(library, "rabbitmq_server-*")) {
      for (Path server : servers) {
        if (Files.isExecutable(server.resolve("sbin/rabbitmq-server"))) {
          return Optional.of(server.resolve("sbin"));
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Starts a node and waits until it answers.
   *
   * @param plugins names, separated by commas
   * @param configuration further lines of rabbitmq.conf
   */
  static Broker start(String name, Path work, int core, String plugins, String configuration)
      throws InterruptedException {
    Path directory = work.resolve(name);
    int port = Ports.free();
    try {
      Files.createDirectories(directory);
      Files.writeString(directory.resolve("plugins"), "[" + plugins + "].\n");
      Files.writeString(directory.resolve("rabbitmq.conf"), configuration);
      Path cookie = directory.resolve(".erlang.cookie");
      Files.writeString(cookie, Long.toHexString(System.nanoTime()));
      Files.setPosixFilePermissions(cookie, PosixFilePermissions.fromString("r--------"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, String> environment = new HashMap<>();
    environment.put("HOME", directory.toString());
    environment.put("RABBITMQ_NODENAME", name + "@localhost");
    environment.put("RABBITMQ_NODE_IP_ADDRESS", Ports.HOST);
    environment.put("RABBITMQ_NODE_PORT", Integer.toString(port));
    environment.put("RABBITMQ_DIST_PORT", Integer.toString(Ports.free()));
    environment.put("RABBITMQ_MNESIA_BASE", directory.resolve("data").toString());
    environment.put("RABBITMQ_LOG_BASE", directory.resolve("log").toString());
    environment.put("RABBITMQ_PID_FILE", directory.resolve("pid").toString());
    environment.put("RABBITMQ_ENABLED_PLUGINS_FILE", directory.resolve("plugins").toString());
    environment.put("RABBITMQ_CONFIG_FILE", directory.resolve("rabbitmq.conf").toString());
    environment.put("RABBITMQ_CONF_ENV_FILE", "/dev/null");
    environment.put(
        "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS",
        "+S 1:1 +sbwt none +P 2000000 -kernel inet_dist_use_interface {127,0,0,1}");
    environment.put("ERL_EPMD_PORT", Integer.toString(Ports.free()));
    environment.put("ERL_EPMD_ADDRESS", Ports.HOST);
    environment.put("ERL_MAX_PORTS", "131072");
    // The port mapper is started first and in the foreground: one that Erlang starts would outlive
    // it.
    Proc process =
        Proc.start(
            name,
            work,
            core,
            environment,
            List.of(
                "sh",
                "-c",
                "epmd -port \"$ERL_EPMD_PORT\" -address \"$ERL_EPMD_ADDRESS\" & exec \"$0\"",
                scripts().orElseThrow().resolve("rabbitmq-server").toString()));
    long deadline = System.nanoTime() + 120_000_000_000L;
    while (!answers(port)) {
      process.requireRunning();
      if (System.nanoTime() > deadline) {
        throw new BenchException("RabbitMQ does not get ready:\n" + process.tail());
      }
      Thread.sleep(200);
    }
    return new Broker(process, port);
  }

  private static boolean answers(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.ofLiteral(Ports.HOST), port), 1000);
      socket.setSoTimeout(2000);
      socket.getOutputStream().write(GREETING);
      InputStream answer = socket.getInputStream();
      return answer.read() == METHOD_FRAME;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() {
    process.close();
  }
}
