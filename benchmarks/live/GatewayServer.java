import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** The gateway as its launcher starts it, with room for one address that has all the sessions. */
final class GatewayServer implements Server {

  static final String HEAP = "-XX:+UseSerialGC -Xmx512m";
  private static final String LIMITS =
      "-Dscanfleet.live.max-sessions=100000 -Dscanfleet.live.max-sessions-per-address=100000"
          + " -Dserver.tomcat.max-connections=100000";

  private final int port = Ports.free();
  private final int brokerPort;
  private final Proc process;

  GatewayServer(Place place) throws Exception {
    brokerPort = place.broker().port;
    String own = System.getenv().getOrDefault("SCANFLEET_JAVA_OPTS", "");
    String data = java.nio.file.Files.createTempDirectory(place.work(), "data").toString();
    process =
        Proc.start(
            "gateway",
            place.work(),
            CORE,
            Map.of("SCANFLEET_JAVA_OPTS", String.join(" ", HEAP, LIMITS, own)),
            List.of(
                place.home().resolve("scanfleet").toString(),
                "gateway",
                "--port",
                Integer.toString(port),
                "--broker",
                "amqp://" + Ports.HOST + ":" + brokerPort,
                "--data",
                data));
    long deadline = System.nanoTime() + 120_000_000_000L;
    while (get("/actuator/health/readiness") == null) {
      process.requireRunning();
      if (System.nanoTime() > deadline) {
        throw new BenchException("the gateway does not get ready:\n" + process.tail());
      }
      Thread.sleep(300);
    }
  }

  /** The answer's body; null if it is no good one. */
  private String get(String path) {
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
    } catch (java.io.IOException e) {
      return null;
    }
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
    return batches -> "/ws/progress?batch_id=" + String.join("&batch_id=", batches);
  }

  @Override
  public Feed feed() throws Exception {
    return new Agent(brokerPort, port);
  }

  /** The sum of a class histogram, which is made after a full collection. */
  @Override
  public OptionalLong liveHeapBytes() throws Exception {
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
  public OptionalDouble tickSeconds() {
    String metrics = get("/actuator/prometheus");
    if (metrics != null) {
      for (String line : metrics.split("\n")) {
        if (line.matches("scanfleet_live_tick_seconds(\\{.*})? .*")) {
          return OptionalDouble.of(Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)));
        }
      }
    }
    return OptionalDouble.empty();
  }

  @Override
  public void close() {
    process.close();
  }
}
