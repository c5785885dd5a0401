package io.scanfleet.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.scanfleet.testing.RawPath;
import io.scanfleet.testing.WebSocketProbe;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A client that shares no code with the gateway: the JDK's HTTP, and JSON as a tree.
 *
 * @param trust whom to trust, of a gateway that speaks TLS; null of one that does not
 */
record GatewayClient(int port, @Nullable SSLContext trust) {

  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** An answer. */
  record Answer(int status, JsonNode body, java.net.http.HttpHeaders headers) {}

  /** Of a gateway that does not speak TLS. */
  GatewayClient(int port) {
    this(port, null);
  }

  URI http(String path) {
    return URI.create((trust == null ? "http" : "https") + "://127.0.0.1:" + port + path);
  }

  URI socketAddress(String query) {
    return URI.create(
        (trust == null ? "ws" : "wss") + "://127.0.0.1:" + port + "/ws/progress" + query);
  }

  Answer get(String path, String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(http(path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request.build());
  }

  /** What is not JSON. */
  String text(String path) {
    return exchange(HttpRequest.newBuilder(http(path)).build()).body();
  }

  /**
   * A figure that the gateway shows to Prometheus: with its tags, or whatever they are; of several
   * the sum.
   */
  double metric(String name) {
    return text("/actuator/prometheus")
        .lines()
        .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .reduce(Double::sum)
        .orElseThrow(() -> new AssertionError("no figure is named " + name));
  }

  Answer post(String path, String body) {
    return send(
        HttpRequest.newBuilder(http(path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  /** Posts bytes, with headers such as their type. */
  Answer post(String path, byte[] body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(http(path)).POST(HttpRequest.BodyPublishers.ofByteArray(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request.build());
  }

  Answer delete(String path) {
    return send(HttpRequest.newBuilder(http(path)).DELETE().build());
  }

  private Answer send(HttpRequest request) {
    HttpResponse<String> response = exchange(request);
    String body = response.body();
    boolean json =
        response.headers().firstValue("Content-Type").map(t -> t.contains("json")).orElse(false);
    return new Answer(
        response.statusCode(),
        json && !body.isEmpty() ? JSON.readTree(body) : JSON.readTree("null"),
        response.headers());
  }

  /** An answer whose body is lines of JSON. */
  List<JsonNode> lines(String path) {
    HttpResponse<String> response =
        exchange(
            HttpRequest.newBuilder(http(path)).header("Accept", "application/x-ndjson").build());
    assertThat(response.statusCode()).as("%s", response.body()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("application/x-ndjson"));
    return response.body().lines().<JsonNode>map(JSON::readTree).toList();
  }

  private HttpResponse<String> exchange(HttpRequest request) {
    if (trust == null) {
      return exchange(HTTP, request);
    }
    try (HttpClient secure =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).sslContext(trust).build()) {
      return exchange(secure, request);
    }
  }

  private static HttpResponse<String> exchange(HttpClient client, HttpRequest request) {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  WebSocketProbe socket(String query) {
    try {
      return socket(query, Map.of());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  WebSocketProbe socket(String query, Map<String, String> headers) throws IOException {
    return trust == null
        ? WebSocketProbe.connect(socketAddress(query), headers)
        : WebSocketProbe.connect(socketAddress(query), headers, trust);
  }

  /** Waits until the gateway answers. */
  void awaitUp() {
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(() -> get("/actuator/health/liveness").status() == 200);
  }

  /** Waits until the gateway knows these agents. */
  void awaitAgents(String... ids) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(
                        get("/api/v1/agents")
                            .body()
                            .path("agents")
                            .valueStream()
                            .filter(agent -> agent.path("status").asString().equals("alive"))
                            .map(agent -> agent.path("agent").asString()))
                    .contains(ids));
  }

  /** Starts a scan of these targets, each {@code agent=path}, and returns its id. */
  String start(String... targets) {
    List<String> parts = new ArrayList<>();
    for (String target : targets) {
      int equals = target.indexOf('=');
      parts.add(
          "{\"agent\":"
              + JSON.writeValueAsString(target.substring(0, equals))
              + ",\"path\":"
              + JSON.writeValueAsString(target.substring(equals + 1))
              + "}");
    }
    Answer answer = post("/api/v1/scans", "{\"targets\":[" + String.join(",", parts) + "]}");
    assertThat(answer.status()).as("%s", answer.body()).isEqualTo(202);
    String id = answer.body().path("batch_id").asString();
    assertThat(answer.headers().firstValue("Location")).hasValue("/api/v1/scans/" + id);
    return id;
  }

  JsonNode scan(String id) {
    return get("/api/v1/scans/" + id).body();
  }

  /** Waits by polling until the scan is final. */
  JsonNode awaitEnd(String id) {
    return await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(
            () -> scan(id),
            scan ->
                List.of("completed", "failed", "cancelled")
                    .contains(scan.path("status").asString()));
  }

  /** All entries of a directory, page by page. */
  Opened open(String id, int target, RawPath path) {
    List<JsonNode> entries = new ArrayList<>();
    String cursor = "";
    while (true) {
      Answer answer =
          get(
              "/api/v1/scans/"
                  + id
                  + "/tree?limit=500&target="
                  + target
                  + "&path="
                  + encoded(path)
                  + cursor);
      assertThat(answer.status()).as("%s: %s", path, answer.body()).isEqualTo(200);
      answer.body().path("entries").valueStream().forEach(entries::add);
      JsonNode next = answer.body().path("nextCursor");
      if (next.isNull()) {
        return new Opened(answer.body(), entries);
      }
      cursor = "&cursor=" + next.asString();
    }
  }

  /** A directory with all its entries. */
  record Opened(JsonNode directory, List<JsonNode> entries) {}

  static String encoded(RawPath path) {
    StringBuilder encoded = new StringBuilder();
    for (byte b : path.toBytes()) {
      if (b == '/' || (b >= 'a' && b <= 'z') || (b >= '0' && b <= '9')) {
        encoded.append((char) b);
      } else {
        encoded.append(String.format("%%%02X", b));
      }
    }
    return encoded.toString();
  }
}
