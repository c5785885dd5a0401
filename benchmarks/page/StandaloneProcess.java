import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** {@code ./scanfleet run} with a data directory of its own, ready to be asked. */
final class StandaloneProcess implements AutoCloseable {

  private static final int BUFFER = 1 << 16;

  /** Writes an export. */
  interface Export {
    void writeTo(OutputStream out) throws IOException;
  }

  final String address;
  private final Proc process;

  private StandaloneProcess(String address, Proc process) {
    this.address = address;
    this.process = process;
  }

  static StandaloneProcess start(Path home, Path work) throws Exception {
    int port = Ports.free();
    Path root = Files.createDirectories(work.resolve("root"));
    List<String> command =
        List.of(
            home.resolve("scanfleet").toString(),
            "run",
            "--no-scan",
            "--port",
            Integer.toString(port),
            "--data",
            work.resolve("data").toString(),
            root.toString());
    String address = "http://" + Ports.HOST + ":" + port;
    StandaloneProcess started =
        new StandaloneProcess(
            address, Proc.start("standalone", work, Proc.ANY_CORE, Map.of(), command));
    long deadline = System.nanoTime() + 120_000_000_000L;
    while (!started.isReady()) {
      started.process.requireRunning();
      if (System.nanoTime() > deadline) {
        throw new BenchException("scanfleet run does not get ready:\n" + started.process.tail());
      }
      Thread.sleep(100);
    }
    return started;
  }

  private boolean isReady() {
    try {
      HttpURLConnection connection = connection("/api/v1/scans");
      int status = connection.getResponseCode();
      connection.disconnect();
      return status == 200;
    } catch (IOException e) {
      return false;
    }
  }

  private HttpURLConnection connection(String path) throws IOException {
    return (HttpURLConnection) URI.create(address + path).toURL().openConnection();
  }

  /** Imports a made-up tree as a scan; its id. */
  String imported(String label, Export export) {
    try {
      HttpURLConnection connection = connection("/api/v1/scans/import?agent=bench&label=" + label);
      connection.setRequestMethod("POST");
      connection.setDoOutput(true);
      connection.setRequestProperty("Content-Type", "application/json");
      connection.setChunkedStreamingMode(BUFFER);
      try (OutputStream out = connection.getOutputStream()) {
        export.writeTo(out);
      }
      if (connection.getResponseCode() != 201) {
        String why = new String(connection.getErrorStream().readAllBytes());
        throw new BenchException("the import of '" + label + "' is refused: " + why);
      }
      try (var answer = connection.getInputStream()) {
        return Browser.JSON.readTree(answer.readAllBytes()).path("batch_id").asString();
      }
    } catch (IOException e) {
      process.requireRunning();
      throw new UncheckedIOException(e);
    }
  }

  /** Bytes of the body of an answer, compressed as a browser may have it. */
  long bodyBytes(String path, String coding) {
    try {
      HttpURLConnection connection = connection(path);
      connection.setRequestProperty("Accept-Encoding", coding);
      try (var body = connection.getInputStream()) {
        return body.transferTo(OutputStream.nullOutputStream());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  double cpuSeconds() {
    return process.cpuSeconds();
  }

  @Override
  public void close() {
    process.close();
  }
}
