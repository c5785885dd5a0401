import io.scanfleet.model.ScanStatus;
import io.scanfleet.model.Totals;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.JsonNode;

/**
 * Lets a gateway store trees that lie ready in RabbitMQ. Their scans are started over HTTP and taken
 * by the agent; then the gateway is killed, all pages are published, and another gateway finds them
 * in the queue. So the agent and what it costs are over before the clock runs. A tree's time is from
 * the completion of the one before it in the queue to its own, as the gateway tells.
 */
final class Ingest {

  static final String HEAP = "-Xmx256m";
  private static final long WARM_UP_FILES = 1_000_000;
  private static final long PATIENCE_SECONDS = 900;

  private final Options options;
  private final Progress progress;
  private final int brokerPort;

  Ingest(Options options, Progress progress, int brokerPort) {
    this.options = options;
    this.progress = progress;
    this.brokerPort = brokerPort;
  }

  GatewayProcess start(Database database) throws Exception {
    return GatewayProcess.start(
        options.home(),
        options.work(),
        Proc.ANY_CORE,
        brokerPort,
        HEAP,
        database.gatewayArguments(),
        database.gatewayEnvironment());
  }

  /** A gateway that has stored them, still running. */
  record Outcome(Stored stored, GatewayProcess gateway) {}

  Outcome run(Database database, Shape shape, long files) throws Exception {
    // One tree ten times as big tells as much as ten, and needs no more room.
    int rounds = files > WARM_UP_FILES ? 1 : options.rounds();
    List<String> batches = new ArrayList<>();
    Published last = null;
    try (AgentLink agent = new AgentLink(brokerPort)) {
      progress.say("starting scans");
      try (GatewayProcess gateway = start(database)) {
        for (int i = 0; i <= rounds; i++) {
          batches.add(begin(agent, gateway, path(shape, i)));
        }
        await(gateway, batches.getLast(), "running");
      }
      for (int i = 0; i <= rounds; i++) {
        progress.say("publishing tree %d of %d".formatted(i + 1, rounds + 1));
        long size = i == 0 ? Math.min(files, WARM_UP_FILES) : files;
        last = publish(agent, batches.get(i), new SyntheticTree(shape, size, false));
      }
    }
    return store(database, batches, path(shape, rounds), last);
  }

  /** Stores a later tree of the same directory; its batch. */
  String later(Subject subject) throws Exception {
    progress.say("storing a later tree");
    try (AgentLink agent = new AgentLink(brokerPort)) {
      String batch = begin(agent, subject.gateway(), subject.stored().path());
      publish(agent, batch, new SyntheticTree(subject.shape(), subject.wantedFiles(), true));
      await(subject.gateway(), batch, "completed");
      return batch;
    }
  }

  private static String path(Shape shape, int round) {
    return "/vol/" + shape.target + round;
  }

  private static String begin(AgentLink agent, GatewayProcess gateway, String path)
      throws Exception {
    String batch = agent.start(gateway.port, path);
    agent.state(batch, ScanStatus.RUNNING, 0, null, 1);
    return batch;
  }

  private record Published(Totals totals, Sample sample, long pageBytes) {}

  private static Published publish(AgentLink agent, String batch, SyntheticTree tree)
      throws Exception {
    AtomicLong bytes = new AtomicLong();
    Pages pages =
        new Pages(
            (number, body) -> {
              agent.page(batch, number, body);
              bytes.addAndGet(body.length);
            });
    Sample sample = new Sample(pages);
    Totals totals = tree.show(sample);
    agent.state(batch, ScanStatus.COMPLETED, pages.end(), totals, 2);
    return new Published(totals, sample, bytes.get());
  }

  private Outcome store(
      Database database, List<String> batches, String path, Published last)
      throws Exception {
    progress.say("storing");
    GatewayProcess gateway = start(database);
    double ready = System.currentTimeMillis() / 1000.0;
    List<Double> seconds = new ArrayList<>();
    List<Double> cpu = new ArrayList<>();
    List<Double> serverCpu = new ArrayList<>();
    double firstSeconds;
    try (Usage own = new Usage(gateway.process::cpuSeconds);
        Usage server = new Usage(database::serverCpuSeconds)) {
      double before = await(gateway, batches.getFirst(), "completed");
      firstSeconds = before - ready;
      List<Double> ends = new ArrayList<>(List.of(before));
      for (String batch : batches.subList(1, batches.size())) {
        ends.add(await(gateway, batch, "completed"));
      }
      Thread.sleep(200); // until the last has been sampled
      for (int i = 1; i < ends.size(); i++) {
        seconds.add(ends.get(i) - ends.get(i - 1));
        cpu.add(own.between(ends.get(i - 1), ends.get(i)));
        serverCpu.add(server.between(ends.get(i - 1), ends.get(i)));
      }
    }
    Stored stored =
        new Stored(
            batches.getLast(),
            path,
            last.totals().files(),
            last.sample().entryCount(),
            seconds,
            cpu,
            serverCpu,
            firstSeconds,
            last.pageBytes(),
            batches.size(),
            gateway.process.peakRssBytes(),
            last.sample().places());
    return new Outcome(stored, gateway);
  }

  /** Waits for a state; when the batch finished, in Unix seconds. */
  private static double await(GatewayProcess gateway, String batch, String status)
      throws Exception {
    long deadline = System.nanoTime() + PATIENCE_SECONDS * 1_000_000_000L;
    while (true) {
      gateway.process.requireRunning();
      String body = gateway.get("/api/v1/scans/" + batch);
      if (body != null) {
        JsonNode scan = AgentLink.JSON.readTree(body);
        if (scan.path("status").asString().equals(status)) {
          return scan.path("finishedAt").asDouble(0);
        }
      }
      if (System.nanoTime() > deadline) {
        throw new BenchException("a scan does not get " + status + ": " + body);
      }
      Thread.sleep(100);
    }
  }
}
