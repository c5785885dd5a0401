import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What a page costs while a scan tells of itself twenty times a second. The agent is a real one
 * with a ceiling for what it reads, on empty files. It has read them once before, without the
 * ceiling, so that there is a percentage and a time left. That the scan did tell is counted by a
 * socket of this program's own.
 */
final class Updates {

  private static final int ENTRIES_PER_SECOND = 2000;
  private static final int TARGETS = 4;
  private static final int FILES_OF_A_DIRECTORY = 10;
  private static final int SETTLING_SECONDS = 4;
  private static final int SPARE_SECONDS = 12;

  /** In a document of the gateway's own that has nothing else. */
  private static final String ALONE =
      """
      (() => {
        document.body.innerHTML = '<scan-progress batch-id="%s"></scan-progress>';
        return import('/embed/scan-progress.js').then(() => true);
      })()\
      """;

  private static final String LIVE =
      "import('/live/live.js').then(({liveOf}) => liveOf().connection.state === 'live')";

  private final Options options;
  private final Path probe;
  private final Progress progress;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Table table =
      new Table("updates", "updates/s", "main thread %", "renderer %", "Chromium %");

  Updates(Options options, Path probe, Progress progress) {
    this.options = options;
    this.probe = probe;
    this.progress = progress;
  }

  void measure() throws Exception {
    int windows = 2;
    int files =
        ENTRIES_PER_SECOND * (windows * (SETTLING_SECONDS + options.seconds()) + SPARE_SECONDS);
    progress.say("making %,d files".formatted(files));
    Path root = options.work().resolve("show");
    make(root, files);
    progress.say("starting broker, gateway and agent");
    try (Broker broker = Broker.start("broker", options.work(), Proc.ANY_CORE, "", "");
        GatewayProcess gateway =
            GatewayProcess.start(
                options.home(),
                options.work(),
                Proc.ANY_CORE,
                broker.port,
                "",
                List.of("--database", "jdbc:sqlite:" + options.work().resolve("updates.db")))) {
      try (Proc quick = agent(root, broker.port, List.of())) {
        await(gateway, start(gateway, quick, root), quick, "completed");
      }
      List<String> ceiling =
          List.of("--max-entries-per-second", Integer.toString(ENTRIES_PER_SECOND));
      try (Proc agent = agent(root, broker.port, ceiling);
          Browser browser = Browser.start(options.work())) {
        String scan = start(gateway, agent, root);
        await(gateway, scan, agent, "running");
        String address = "http://" + Ports.HOST + ":" + gateway.port;
        measure(browser, gateway, scan, "the scan's page", address + "/#/scans/" + scan, "true");
        measure(
            browser,
            gateway,
            scan,
            "<scan-progress> alone",
            address + "/api/v1/agents",
            ALONE.formatted(scan));
        if (!status(gateway, scan).equals("running")) {
          throw new BenchException("the scan ended too early; is the disk that fast?");
        }
      }
    }
    progress.clear();
    table.print();
  }

  private void measure(
      Browser browser,
      GatewayProcess gateway,
      String scan,
      String name,
      String address,
      String filled)
      throws Exception {
    progress.say(name);
    AtomicLong told = new AtomicLong();
    WebSocket socket = listen(gateway, scan, told);
    try (Tab tab = browser.tab()) {
      tab.prepare(probe);
      tab.open(address);
      tab.evaluate(filled);
      tab.evaluate(
          "bench.until(() => document.querySelector('scan-progress')?.shadowRoot"
              + "?.querySelector('[role=progressbar]'))");
      Thread.sleep(SETTLING_SECONDS * 1000L);
      if (!tab.evaluate(LIVE).asBoolean()) {
        throw new BenchException(name + " is not told live");
      }
      long before = told.get();
      long began = System.nanoTime();
      Cpu cpu = Cpu.of(browser, tab);
      Thread.sleep(options.seconds() * 1000L);
      Cpu.Shares shares = cpu.shares();
      double seconds = (System.nanoTime() - began) / 1e9;
      table.row(
          name,
          Figures.tenths((told.get() - before) / seconds),
          Figures.percent(shares.mainThread()),
          Figures.percent(shares.renderer()),
          Figures.percent(shares.chromium()));
    } finally {
      socket.abort();
    }
  }

  private static void make(Path root, int files) throws IOException {
    for (int i = 0; i * FILES_OF_A_DIRECTORY < files; i++) {
      Path directory =
          root.resolve(
              "show%d/sq%03d/sh%04d".formatted(i % TARGETS, i / TARGETS / 100, i / TARGETS % 100));
      Files.createDirectories(directory);
      for (int frame = 0; frame < FILES_OF_A_DIRECTORY; frame++) {
        Files.createFile(directory.resolve("plate.%d.exr".formatted(1001 + frame)));
      }
    }
  }

  private Proc agent(Path root, int brokerPort, List<String> more) {
    List<String> command =
        new ArrayList<>(
            List.of(
                options.home().resolve("scanfleet").toString(),
                "agent",
                root.toString(),
                "--id",
                "bench",
                "--broker",
                "amqp://" + Ports.HOST + ":" + brokerPort,
                "--port",
                Integer.toString(Ports.free()),
                "--data",
                options.work().resolve("agent").toString()));
    command.addAll(more);
    return Proc.start("agent", options.work(), Proc.ANY_CORE, Map.of(), command);
  }

  /** Starts a scan; again and again until the gateway has heard of the agent. */
  private String start(GatewayProcess gateway, Proc agent, Path root) throws Exception {
    List<Map<String, String>> targets = new ArrayList<>();
    for (int i = 0; i < TARGETS; i++) {
      targets.add(Map.of("agent", "bench", "path", root.resolve("show" + i).toString()));
    }
    String body = Browser.JSON.writeValueAsString(Map.of("targets", targets));
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("http://" + Ports.HOST + ":" + gateway.port + "/api/v1/scans"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    long deadline = System.nanoTime() + 60_000_000_000L;
    while (true) {
      agent.requireRunning();
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() == 202) {
        return Browser.JSON.readTree(answer.body()).path("batch_id").asString();
      }
      if (System.nanoTime() > deadline) {
        throw new BenchException("the gateway starts no scan: " + answer.body());
      }
      Thread.sleep(200);
    }
  }

  private static String status(GatewayProcess gateway, String scan) {
    String answer = gateway.get("/api/v1/scans/" + scan);
    return answer == null ? "" : Browser.JSON.readTree(answer).path("status").asString();
  }

  private static void await(GatewayProcess gateway, String scan, Proc agent, String status)
      throws InterruptedException {
    long deadline = System.nanoTime() + 120_000_000_000L;
    while (!status(gateway, scan).equals(status)) {
      agent.requireRunning();
      if (System.nanoTime() > deadline) {
        throw new BenchException(
            "a scan should be %s and is %s".formatted(status, status(gateway, scan)));
      }
      Thread.sleep(100);
    }
  }

  private WebSocket listen(GatewayProcess gateway, String scan, AtomicLong told) {
    URI address =
        URI.create("ws://" + Ports.HOST + ":" + gateway.port + "/ws/progress?batch_id=" + scan);
    WebSocket.Listener counting =
        new WebSocket.Listener() {
          @Override
          public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            if (last) {
              told.incrementAndGet();
            }
            socket.request(1);
            return null;
          }
        };
    return http.newWebSocketBuilder().buildAsync(address, counting).join();
  }
}
