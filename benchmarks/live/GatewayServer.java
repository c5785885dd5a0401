import java.nio.file.Files;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** The gateway as its launcher starts it, with room for one address that has all the sessions. */
final class GatewayServer implements Server {

  static final String HEAP = "-XX:+UseSerialGC -Xmx512m";
  private static final String LIMITS =
      "-Dscanfleet.live.max-sessions=100000 -Dscanfleet.live.max-sessions-per-address=100000"
          + " -Dserver.tomcat.max-connections=100000";

  private final int brokerPort;
  private final GatewayProcess gateway;

  GatewayServer(Place place) throws Exception {
    brokerPort = place.broker().port;
    String data = Files.createTempDirectory(place.work(), "data").toString();
    gateway =
        GatewayProcess.start(
            place.home(),
            place.work(),
            CORE,
            brokerPort,
            HEAP + " " + LIMITS,
            List.of("--data", data));
  }

  @Override
  public int port() {
    return gateway.port;
  }

  @Override
  public Proc process() {
    return gateway.process;
  }

  @Override
  public Wire wire() {
    return batches -> "/ws/progress?batch_id=" + String.join("&batch_id=", batches);
  }

  @Override
  public Feed feed() throws Exception {
    return new Agent(brokerPort, gateway.port);
  }

  @Override
  public OptionalLong liveHeapBytes() throws Exception {
    return gateway.liveHeapBytes();
  }

  @Override
  public OptionalDouble tickSeconds() {
    String metrics = gateway.get("/actuator/prometheus");
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
    gateway.close();
  }
}
