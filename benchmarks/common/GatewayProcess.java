import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** The gateway as its launcher starts it, ready to be asked. */
final class GatewayProcess implements AutoCloseable {

  final int port = Ports.free();
  final Proc process;

  private GatewayProcess(
      Path home,
      Path work,
      int core,
      int brokerPort,
      String javaOptions,
      List<String> storage,
      Map<String, String> environment) {
    String own = System.getenv().getOrDefault("SCANFLEET_JAVA_OPTS", "");
    List<String> command =
        new ArrayList<>(
            List.of(
                home.resolve("scanfleet").toString(),
                "gateway",
                "--port",
                Integer.toString(port),
                "--broker",
                "amqp://" + Ports.HOST + ":" + brokerPort));
    command.addAll(storage);
    Map<String, String> all = new HashMap<>(environment);
    all.put("SCANFLEET_JAVA_OPTS", String.join(" ", javaOptions, own));
    process = Proc.start("gateway", work, core, all, command);
  }

  /**
   * Starts one and waits until it is ready.
   *
   * @param javaOptions before those of SCANFLEET_JAVA_OPTS
   * @param storage the arguments that say where it keeps its data
   */
  static GatewayProcess start(
      Path home, Path work, int core, int brokerPort, String javaOptions, List<String> storage)
      throws InterruptedException {
    return start(home, work, core, brokerPort, javaOptions, storage, Map.of());
  }

  /** The same with something in its environment. */
  static GatewayProcess start(
      Path home,
      Path work,
      int core,
      int brokerPort,
      String javaOptions,
      List<String> storage,
      Map<String, String> environment)
      throws InterruptedException {
    GatewayProcess gateway =
        new GatewayProcess(home, work, core, brokerPort, javaOptions, storage, environment);
    long deadline = System.nanoTime() + 120_000_000_000L;
    while (gateway.get("/actuator/health/readiness") == null) {
      gateway.process.requireRunning();
      if (System.nanoTime() > deadline) {
        throw new BenchException("the gateway does not get ready:\n" + gateway.process.tail());
      }
      Thread.sleep(100);
    }
    return gateway;
  }

  /** The answer's body; null if it is no good one. */
  String get(String path) {
    try {
      URI address = URI.create("http://" + Ports.HOST + ":" + port + path);
      HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
      connection.setConnectTimeout(2000);
      connection.setReadTimeout(10_000);
      try (var body = connection.getInputStream()) {
        return new String(body.readAllBytes(), StandardCharsets.UTF_8);
      } finally {
        connection.disconnect();
      }
    } catch (IOException e) {
      return null;
    }
  }

  /** What is alive on its heap: the sum of a class histogram, made after full collections. */
  OptionalLong liveHeapBytes() throws InterruptedException {
    String jcmd = System.getProperty("java.home") + "/bin/jcmd";
    String pid = Long.toString(process.pid());
    for (int i = 0; i < 2; i++) {
      Proc.output(List.of(jcmd, pid, "GC.run"));
    }
    for (String line : Proc.output(List.of(jcmd, pid, "GC.class_histogram"))) {
      if (line.startsWith("Total")) {
        return OptionalLong.of(Long.parseLong(line.trim().split("\\s+")[2]));
      }
    }
    return OptionalLong.empty();
  }

  @Override
  public void close() {
    process.close();
  }
}
