package io.scanfleet.gateway.live;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.scanfleet.model.BatchId;
import jakarta.websocket.Session;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.util.MultiValueMap;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.PingMessage;
import org.springframework.web.socket.PongMessage;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.adapter.NativeWebSocketSession;
import org.springframework.web.socket.handler.TextWebSocketHandler;
import org.springframework.web.util.UriComponentsBuilder;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code /ws/progress}: what browsers say. Subscribing to an unknown batch, or anything that is not
 * understood, is answered with an error message and leaves the socket open.
 */
@Component
class ProgressWebSocketHandler extends TextWebSocketHandler {

  private static final String ALL = "*";
  private static final String SEND_TIMEOUT = "org.apache.tomcat.websocket.BLOCKING_SEND_TIMEOUT";

  private final LiveBatches batches;
  private final JsonMapper json;
  private final LiveMetrics metrics;
  private final OpenSessions sessions;

  ProgressWebSocketHandler(
      LiveBatches batches,
      JsonMapper json,
      OpenSessions sessions,
      LiveMetrics metrics,
      MeterRegistry meters) {
    this.batches = batches;
    this.json = json;
    this.sessions = sessions;
    this.metrics = metrics;
    Gauge.builder("scanfleet.active.scans", batches, LiveBatches::count)
        .description("Batches that are queued or running")
        .register(meters);
  }

  /** An error, as the client reads it. */
  record ErrorMessage(
      String code,
      String message,
      @JsonInclude(JsonInclude.Include.NON_NULL) @JsonProperty("batch_id")
          @Nullable String batchId) {

    @JsonProperty
    String type() {
      return "error";
    }
  }

  @Override
  public void afterConnectionEstablished(WebSocketSession socket) {
    LiveSession session = new LiveSession(new SocketOutput(socket), System::nanoTime, metrics);
    CloseStatus refused = sessions.add(socket.getId(), address(socket), session);
    if (refused != null) {
      close(socket, refused);
      return;
    }
    if (socket instanceof NativeWebSocketSession wrapper) {
      Session inner = wrapper.getNativeSession(Session.class);
      if (inner != null) {
        // Longer than the regular look's patience, which closes with the right code.
        inner
            .getUserProperties()
            .put(SEND_TIMEOUT, Liveness.PATIENCE.plus(Duration.ofSeconds(10)).toMillis());
      }
    }
    if (socket.getUri() != null) {
      MultiValueMap<String, String> query =
          UriComponentsBuilder.newInstance()
              .query(socket.getUri().getRawQuery())
              .build()
              .getQueryParams();
      if (query.getFirst("maxRate") != null) {
        maxRate(session, query.getFirst("maxRate"));
      }
      query.getOrDefault("batch_id", List.of()).forEach(batch -> subscribe(session, batch));
    }
    Thread.ofVirtual().name("live-" + socket.getId()).start(() -> write(socket, session));
  }

  private static String address(WebSocketSession socket) {
    InetSocketAddress remote = socket.getRemoteAddress();
    return remote == null || remote.getAddress() == null
        ? ""
        : remote.getAddress().getHostAddress();
  }

  private static void write(WebSocketSession socket, LiveSession session) {
    try {
      session.write();
    } catch (IOException | IllegalStateException e) {
      close(socket, CloseStatus.SESSION_NOT_RELIABLE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  protected void handleTextMessage(WebSocketSession socket, TextMessage message) {
    LiveSession session = sessions.get(socket.getId());
    if (session == null) {
      return;
    }
    session.heard();
    JsonNode said;
    try {
      said = json.readTree(message.getPayload());
    } catch (JacksonException e) {
      error(session, "bad_message", "Messages are JSON objects.", null);
      return;
    }
    String type = said.path("type").asString("");
    String batch = said.path("batch_id").asString("");
    switch (type) {
      case "subscribe" -> {
        if (said.hasNonNull("maxRate")) {
          maxRate(session, said.path("maxRate").asString(""));
        }
        subscribe(session, batch);
      }
      case "unsubscribe" -> unsubscribe(session, batch);
      case "ping" -> session.answer("{\"type\":\"pong\"}");
      default ->
          error(
              session,
              "bad_message",
              "Say {\"type\":\"subscribe\",\"batch_id\":\"…\"}, \"unsubscribe\" or \"ping\".",
              null);
    }
  }

  @Override
  public void afterConnectionClosed(WebSocketSession socket, CloseStatus status) {
    LiveSession session = sessions.remove(socket.getId());
    if (session != null) {
      metrics.closed(status.getCode());
      unfollow(session);
      session.close();
    }
  }

  @Override
  protected void handlePongMessage(WebSocketSession socket, PongMessage message) {
    LiveSession session = sessions.get(socket.getId());
    if (session != null) {
      session.heard();
    }
  }

  private void maxRate(LiveSession session, @Nullable String rate) {
    try {
      session.maxRate(Double.parseDouble(String.valueOf(rate)));
    } catch (IllegalArgumentException e) {
      error(session, "bad_rate", "maxRate is messages per second and batch, above 0.", null);
    }
  }

  private void unfollow(LiveSession session) {
    batches.unfollow(session);
    session.unfollow();
  }

  private void subscribe(LiveSession session, String batch) {
    if (batch.equals(ALL)) {
      batches.follow(session);
      return;
    }
    BatchId id;
    try {
      id = BatchId.parse(batch);
    } catch (IllegalArgumentException e) {
      error(session, "bad_batch_id", "A batch id is a UUID, or * for all that run.", batch);
      return;
    }
    Optional<BatchFeed> feed = batches.feed(id);
    if (feed.isEmpty()) {
      error(session, "unknown_batch", "There is no such scan. It may have been deleted.", batch);
    } else if (!session.subscribe(id, feed.get())) {
      error(
          session,
          "too_many_subscriptions",
          "A socket has at most " + LiveSession.MAX_SUBSCRIPTIONS + " subscriptions.",
          batch);
    }
  }

  private void unsubscribe(LiveSession session, String batch) {
    if (batch.equals(ALL)) {
      unfollow(session);
      return;
    }
    try {
      session.unsubscribe(BatchId.parse(batch));
    } catch (IllegalArgumentException e) {
      error(session, "bad_batch_id", "A batch id is a UUID, or * for all that run.", batch);
    }
  }

  private void error(LiveSession session, String code, String message, @Nullable String batch) {
    session.answer(json.writeValueAsString(new ErrorMessage(code, message, batch)));
  }

  private static void close(WebSocketSession socket, CloseStatus status) {
    try {
      socket.close(status);
    } catch (IOException e) {
      // It is gone already.
    }
  }

  private record SocketOutput(WebSocketSession socket) implements LiveSession.Output {

    @Override
    public void send(String text) throws IOException {
      socket.sendMessage(new TextMessage(text));
    }

    @Override
    public void ping() throws IOException {
      socket.sendMessage(new PingMessage());
    }

    @Override
    public void close(CloseStatus status) {
      ProgressWebSocketHandler.close(socket, status);
    }
  }
}
