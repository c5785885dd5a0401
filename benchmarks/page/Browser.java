import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A Chromium without a window and with a new profile, spoken to by its own protocol: nothing stands
 * between it and this program, and nothing is in its pages but what is put there here.
 *
 * <p>Commands may be sent from any thread; answers and events come on one thread of the client.
 */
final class Browser implements AutoCloseable {

  static final JsonMapper JSON = JsonMapper.builder().build();
  static final int WIDTH = 1280;
  static final int HEIGHT = 900;

  private static final long PATIENCE_SECONDS = 120;

  private static final long LOOK_MILLIS = 200;
  private static final int QUIET_LOOKS = 4;
  private static final int MOST_LOOKS = 150;

  /** Of a core; less is rest. */
  private static final double REST_SHARE = 0.05;

  private final Proc process;
  private final HttpClient client = HttpClient.newHttpClient();
  private final WebSocket socket;
  private final AtomicInteger lastId = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> asked = new ConcurrentHashMap<>();

  private Browser(Proc process, String address) {
    this.process = process;
    this.socket = client.newWebSocketBuilder().buildAsync(URI.create(address), new Reader()).join();
  }

  static Optional<Path> program() {
    return Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
        .map(Path::of)
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Starts one and waits until it listens. */
  static Browser start(Path work) throws Exception {
    Path profile = Files.createTempDirectory(work, "profile");
    List<String> command =
        new ArrayList<>(
            List.of(
                program().orElseThrow().toString(),
                "--headless=new",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "--window-size=" + WIDTH + "," + HEIGHT,
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-default-apps",
                "--disable-dev-shm-usage",
                "--disable-extensions",
                "--disable-sync",
                "--no-default-browser-check",
                "--no-first-run"));
    if (System.getProperty("user.name").equals("root")) {
      command.add("--no-sandbox");
    }
    command.add("about:blank");
    Proc process = Proc.start("chromium", work, Proc.ANY_CORE, Map.of(), command);
    Path where = profile.resolve("DevToolsActivePort");
    long deadline = System.nanoTime() + 60_000_000_000L;
    while (true) {
      process.requireRunning();
      List<String> lines = Files.exists(where) ? Files.readAllLines(where) : List.of();
      if (lines.size() == 2) {
        String address = "ws://" + Ports.HOST + ":" + lines.getFirst() + lines.getLast();
        return new Browser(process, address);
      }
      if (System.nanoTime() > deadline) {
        throw new BenchException("Chromium does not get ready:\n" + process.tail());
      }
      Thread.sleep(20);
    }
  }

  String version() {
    return call("", "Browser.getVersion", Map.of()).path("product").asString();
  }

  /** A page with cookies and a cache of its own. */
  Tab tab() {
    String context =
        call("", "Target.createBrowserContext", Map.of()).path("browserContextId").asString();
    Map<String, Object> wanted =
        Map.of("url", "about:blank", "browserContextId", context, "width", WIDTH, "height", HEIGHT);
    String target = call("", "Target.createTarget", wanted).path("targetId").asString();
    Map<String, Object> attached = Map.of("targetId", target, "flatten", true);
    String session = call("", "Target.attachToTarget", attached).path("sessionId").asString();
    return new Tab(this, context, session);
  }

  /** User and system time so far of the processes of pages, or of all. */
  double cpuSeconds(boolean pagesAlone) {
    double seconds = 0;
    for (JsonNode one : call("", "SystemInfo.getProcessInfo", Map.of()).path("processInfo")) {
      if (!pagesAlone || one.path("type").asString().equals("renderer")) {
        seconds += one.path("cpuTime").asDouble();
      }
    }
    return seconds;
  }

  /** Waits until it has done what it does after its own start. */
  void rest() throws InterruptedException {
    int quiet = 0;
    double before = cpuSeconds(false);
    for (int look = 0; quiet < QUIET_LOOKS; look++) {
      if (look == MOST_LOOKS) {
        throw new BenchException("Chromium does not come to rest");
      }
      Thread.sleep(LOOK_MILLIS);
      double now = cpuSeconds(false);
      quiet = now - before < REST_SHARE * LOOK_MILLIS / 1000.0 ? quiet + 1 : 0;
      before = now;
    }
  }

  /** Sends a command and waits for the answer. */
  JsonNode call(String session, String method, Map<String, ?> parameters) {
    try {
      return send(session, method, parameters).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      process.requireRunning();
      throw new BenchException("Chromium does not do " + method + ": " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchException("interrupted");
    }
  }

  /** Sends a command. */
  CompletableFuture<JsonNode> send(String session, String method, Map<String, ?> parameters) {
    int id = lastId.incrementAndGet();
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    asked.put(id, answer);
    Map<String, Object> message =
        session.isEmpty()
            ? Map.of("id", id, "method", method, "params", parameters)
            : Map.of("id", id, "method", method, "params", parameters, "sessionId", session);
    String text = JSON.writeValueAsString(message);
    synchronized (socket) {
      socket.sendText(text, true).join();
    }
    return answer;
  }

  private void heard(JsonNode message) {
    CompletableFuture<JsonNode> answer = asked.remove(message.path("id").asInt(0));
    if (answer == null) {
      return;
    }
    if (message.has("error")) {
      answer.completeExceptionally(new IOException(message.path("error").toString()));
    } else {
      answer.complete(message.path("result"));
    }
  }

  private final class Reader implements WebSocket.Listener {

    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        JsonNode message = JSON.readTree(text.toString());
        text.setLength(0);
        heard(message);
      }
      from.request(1);
      return null;
    }
  }

  @Override
  public void close() {
    socket.abort();
    process.close();
    client.shutdownNow();
  }
}
