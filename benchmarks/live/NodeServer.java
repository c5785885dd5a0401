import java.util.List;
import java.util.Map;

/** A small server with node's ws library; see node-server.js. */
final class NodeServer implements Server {

  static final String LIBRARIES = "/usr/share/nodejs";
  static final String PROGRAM = "/usr/bin/node";

  private final int port = Ports.free();
  private final int feedPort = Ports.free();
  private final Bodies bodies;
  private final Proc process;

  NodeServer(Place place) throws Exception {
    bodies = place.bodies();
    process =
        Proc.start(
            "node",
            place.work(),
            CORE,
            Map.of("NODE_PATH", LIBRARIES),
            List.of(
                PROGRAM,
                place.home().resolve("benchmarks/live/node-server.js").toString(),
                Integer.toString(port),
                Integer.toString(feedPort)));
    Ports.await(port, process, 20);
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
    return batches -> "/?batch_id=" + String.join("&batch_id=", batches);
  }

  @Override
  public Feed feed() {
    return new StreamFeed(feedPort, NodeServer::line, bodies);
  }

  private static byte[] line(String batch, byte[] body) {
    return Wire.join(List.of(body, new byte[] {'\n'}));
  }

  @Override
  public void close() {
    process.close();
  }
}
