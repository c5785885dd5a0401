package io.scanfleet.gateway.live;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.scanfleet.model.BatchId;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;
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

  private final LiveBatches batches;
  private final JsonMapper json;
  private final Counter deliveries;
  private final Map<String, LiveSession> sessions = new ConcurrentHashMap<>();

  ProgressWebSocketHandler(LiveBatches batches, JsonMapper json, MeterRegistry meters) {
    this.batches = batches;
    this.json = json;
    this.deliveries =
        Counter.builder("scanfleet.deliveries")
            .description("Progress messages sent to browsers")
            .register(meters);
    Gauge.builder("scanfleet.sessions", sessions, Map::size)
        .description("Open WebSocket sessions")
        .register(meters);
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
    LiveSession session =
        new LiveSession(new SocketOutput(socket), System::nanoTime, deliveries::increment);
    sessions.put(socket.getId(), session);
    if (socket.getUri() != null) {
      String query = socket.getUri().getRawQuery();
      UriComponentsBuilder.newInstance()
          .query(query)
          .build()
          .getQueryParams()
          .getOrDefault("batch_id", java.util.List.of())
          .forEach(batch -> subscribe(session, batch));
    }
    Thread.ofVirtual().name("live-" + socket.getId()).start(() -> write(socket, session));
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
      case "subscribe" -> subscribe(session, batch);
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
      session.close();
    }
  }

  private void subscribe(LiveSession session, String batch) {
    BatchId id;
    try {
      id = BatchId.parse(batch);
    } catch (IllegalArgumentException e) {
      error(session, "bad_batch_id", "A batch id is a UUID.", batch);
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
    try {
      session.unsubscribe(BatchId.parse(batch));
    } catch (IllegalArgumentException e) {
      error(session, "bad_batch_id", "A batch id is a UUID.", batch);
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
    public void closeForPolicy(String reason) {
      close(socket, CloseStatus.POLICY_VIOLATION.withReason(reason));
    }
  }
}
