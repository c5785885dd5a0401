package io.scanfleet.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * A private RabbitMQ node run from the Debian package: its own ports, its own directory, its own
 * port mapper, everything on loopback. It touches no broker that may already run on the host.
 */
final class RabbitMqPackage implements RabbitMqNode {

  /**
   * The server's own scripts. Those of the same names in {@code /usr/sbin} change to another user
   * and drop the environment, which is what tells the node where to live.
   */
  private static final Optional<Path> SCRIPTS = findScripts();

  private static final String HOST = "127.0.0.1";
  private static final int ATTEMPTS = 3;
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  /** How a client of AMQP 0-9-1 begins; a broker that is ready answers with a method frame. */
  private static final byte[] GREETING = {'A', 'M', 'Q', 'P', 0, 0, 9, 1};

  private static final int METHOD_FRAME = 1;

  private final Path directory;
  private final Map<String, String> environment;
  private final int port;

  private RabbitMqPackage(Path directory, List<Integer> ports) {
    this.directory = directory;
    this.port = ports.get(0);
    int distributionPort = ports.get(1);
    int mapperPort = ports.get(2);
    this.environment =
        Map.ofEntries(
            Map.entry("HOME", directory.toString()),
            Map.entry("RABBITMQ_NODENAME", "scanfleet-test@localhost"),
            Map.entry("RABBITMQ_NODE_IP_ADDRESS", HOST),
            Map.entry("RABBITMQ_NODE_PORT", Integer.toString(port)),
            Map.entry("RABBITMQ_DIST_PORT", Integer.toString(distributionPort)),
            Map.entry("RABBITMQ_MNESIA_BASE", directory.resolve("data").toString()),
            Map.entry("RABBITMQ_LOG_BASE", directory.resolve("log").toString()),
            Map.entry("RABBITMQ_PID_FILE", directory.resolve("pid").toString()),
            Map.entry("RABBITMQ_ENABLED_PLUGINS_FILE", directory.resolve("plugins").toString()),
            Map.entry("RABBITMQ_CONFIG_FILE", directory.resolve("rabbitmq.conf").toString()),
            Map.entry("RABBITMQ_CONF_ENV_FILE", "/dev/null"),
            Map.entry(
                "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS",
                "+S 2:2 -kernel inet_dist_use_interface {127,0,0,1}"),
            Map.entry("ERL_EPMD_PORT", Integer.toString(mapperPort)),
            Map.entry("ERL_EPMD_ADDRESS", HOST),
            Map.entry("ERL_MAX_PORTS", "4096"));
  }

  static boolean isInstalled() {
    return SCRIPTS.isPresent();
  }

  static RabbitMqPackage start() {
    for (int attempt = 1; ; attempt++) {
      try {
        return startOnce();
      } catch (IllegalStateException e) {
        // Somebody else may have taken one of the ports meanwhile.
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private static RabbitMqPackage startOnce() {
    RabbitMqPackage node = new RabbitMqPackage(newDirectory(), FreePorts.find(3));
    Leash leash =
        Leash.start(
            node.directory,
            "KILL",
            node::setEnvironment,
            // The port mapper is started first and in the foreground: the one that Erlang starts by
            // itself becomes a daemon, which would outlive the node.
            List.of(
                "sh",
                "-c",
                "epmd -port \"$ERL_EPMD_PORT\" -address \"$ERL_EPMD_ADDRESS\" & exec \"$0\"",
                script("rabbitmq-server")));
    try {
      node.awaitReady(leash);
      return node;
    } catch (RuntimeException e) {
      leash.close();
      throw e;
    }
  }

  private static Path newDirectory() {
    try {
      Path directory = Files.createTempDirectory("scanfleet-rabbitmq-");
      Files.writeString(directory.resolve("plugins"), "[].\n");
      Files.writeString(directory.resolve("rabbitmq.conf"), "");
      // Written beforehand, so that node and rabbitmqctl never race to make it.
      Path cookie = directory.resolve(".erlang.cookie");
      Files.writeString(cookie, HexFormat.of().toHexDigits(new SplittableRandom().nextLong()));
      Files.setPosixFilePermissions(cookie, PosixFilePermissions.fromString("r--------"));
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void setEnvironment(ProcessBuilder builder) {
    Map<String, String> all = builder.environment();
    all.keySet().removeIf(name -> name.startsWith("RABBITMQ_") || name.startsWith("ERL_"));
    all.remove("NOTIFY_SOCKET");
    all.putAll(environment);
  }

  private void awaitReady(Leash leash) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!answers()) {
      leash.requireRunning();
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("RabbitMQ does not get ready:\n" + leash.output());
      }
      Pause.millis(100);
    }
  }

  private boolean answers() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.ofLiteral(HOST), port), 1000);
      socket.setSoTimeout(2000);
      socket.getOutputStream().write(GREETING);
      return socket.getInputStream().read() == METHOD_FRAME;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public String host() {
    return HOST;
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public String ctl(List<String> arguments) {
    List<String> command = new ArrayList<>(List.of(script("rabbitmqctl")));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    setEnvironment(builder);
    return Commands.run(builder);
  }

  private static String script(String name) {
    return SCRIPTS.orElseThrow().resolve(name).toString();
  }

  private static Optional<Path> findScripts() {
    Path library = Path.of("/usr/lib/rabbitmq/lib");
    if (!Files.isDirectory(library)) {
      return Optional.empty();
    }
    try (DirectoryStream<Path> servers = Files.newDirectoryStream(library, "rabbitmq_server-*")) {
      for (Path server : servers) {
        Path scripts = server.resolve("sbin");
        if (Files.isExecutable(scripts.resolve("rabbitmq-server"))) {
          return Optional.of(scripts);
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return "private node of " + SCRIPTS.orElseThrow().getParent() + " on port " + port;
  }
}
