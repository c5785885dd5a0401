package io.scanfleet.gateway.live;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.scanfleet.gateway.live.channel.Frame;
import io.scanfleet.model.BatchId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.web.socket.CloseStatus;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What clients of {@code /ws/progress} may say. What is not understood, or speaks of an unknown
 * batch, is answered with an error and leaves the socket open. Thread-safe.
 */
@Component
class ClientRequests {

  private static final String ALL = "*";
  private static final Frame PONG = Frame.text("{\"type\":\"pong\"}");

  private final LiveBatches batches;
  private final JsonMapper json;
  private final LiveMetrics metrics;

  ClientRequests(LiveBatches batches, JsonMapper json, LiveMetrics metrics) {
    this.batches = batches;
    this.json = json;
    this.metrics = metrics;
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

  /** Does what a message asks for. */
  void handle(LiveClient client, String message) {
    JsonNode said;
    try {
      said = json.readTree(message);
    } catch (JacksonException e) {
      error(client, "bad_message", "Messages are JSON objects.", null);
      return;
    }
    String batch = said.path("batch_id").asString("");
    switch (said.path("type").asString("")) {
      case "subscribe" -> {
        if (said.hasNonNull("maxRate")) {
          maxRate(client, said.path("maxRate").asString(""));
        }
        subscribe(client, batch);
      }
      case "unsubscribe" -> unsubscribe(client, batch);
      case "ping" -> client.answer(PONG);
      default ->
          error(
              client,
              "bad_message",
              "Say {\"type\":\"subscribe\",\"batch_id\":\"…\"}, \"unsubscribe\" or \"ping\".",
              null);
    }
  }

  /** Wants at most so many messages a second and batch. */
  void maxRate(LiveClient client, @Nullable String rate) {
    try {
      double perSecond = Double.parseDouble(String.valueOf(rate));
      if (perSecond > 0) {
        client.request(() -> client.session().maxRate(perSecond));
        return;
      }
    } catch (NumberFormatException e) {
      // As bad as one that is not above 0.
    }
    error(client, "bad_rate", "maxRate is messages per second and batch, above 0.", null);
  }

  /** Subscribes to a batch, or to all. */
  void subscribe(LiveClient client, String batch) {
    if (batch.equals(ALL)) {
      client.request(() -> client.loop().subscriptions().followAll(client.session()));
      return;
    }
    BatchId id = parse(client, batch);
    if (id == null) {
      return;
    }
    Optional<BatchFeed> feed;
    try {
      feed = batches.feed(id);
    } catch (DataAccessException e) {
      error(client, "unavailable", "The database does not answer. Ask again later.", batch);
      return;
    }
    if (feed.isEmpty()) {
      error(client, "unknown_batch", "There is no such scan. It may have been deleted.", batch);
      return;
    }
    client.request(
        () -> {
          if (!client.loop().subscriptions().subscribe(client.session(), feed.get())) {
            client.loop().answer(client.session(), tooMany(batch));
          }
        });
  }

  private void unsubscribe(LiveClient client, String batch) {
    if (batch.equals(ALL)) {
      client.request(() -> client.loop().subscriptions().unfollowAll(client.session()));
      return;
    }
    BatchId id = parse(client, batch);
    if (id != null) {
      client.request(() -> client.loop().subscriptions().unsubscribe(client.session(), id));
    }
  }

  private @Nullable BatchId parse(LiveClient client, String batch) {
    try {
      return BatchId.parse(batch);
    } catch (IllegalArgumentException e) {
      error(client, "bad_batch_id", "A batch id is a UUID, or * for all that run.", batch);
      return null;
    }
  }

  private Frame tooMany(String batch) {
    return frame(
        "too_many_subscriptions",
        "A socket has at most " + LiveSession.MAX_SUBSCRIPTIONS + " subscriptions.",
        batch);
  }

  private void error(LiveClient client, String code, String message, @Nullable String batch) {
    client.answer(frame(code, message, batch));
  }

  private Frame frame(String code, String message, @Nullable String batch) {
    return Frame.text(json.writeValueAsString(new ErrorMessage(code, message, batch)));
  }

  /** A session has ended. */
  void closed(CloseStatus status) {
    metrics.closed(status.getCode());
  }
}
