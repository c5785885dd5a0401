package io.scanfleet.amqp;

import io.scanfleet.model.amqp.Topology;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageBuilder;
import org.springframework.amqp.core.MessageDeliveryMode;
import org.springframework.amqp.core.MessageProperties;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Writes and reads the messages of the contract, whose form a header versions. Thread-safe. */
public final class Messages {

  private final JsonMapper json;

  public Messages(JsonMapper json) {
    this.json = json;
  }

  /** A JSON message that outlives the broker. */
  public Message lasting(Object body) {
    return message(json.writeValueAsBytes(body), properties(MessageDeliveryMode.PERSISTENT));
  }

  /** A JSON message that may be lost. */
  public Message passing(Object body) {
    return message(json.writeValueAsBytes(body), properties(MessageDeliveryMode.NON_PERSISTENT));
  }

  /** A binary message that outlives the broker; further headers may be set on its properties. */
  public static Message lasting(byte[] body, String contentType) {
    MessageProperties properties = properties(MessageDeliveryMode.PERSISTENT);
    properties.setContentType(contentType);
    return message(body, properties);
  }

  /**
   * Reads a JSON message.
   *
   * @throws UnreadableMessageException if it is of an unknown version, or not what it should be
   */
  public <T> T read(Message message, Class<T> type) {
    requireKnownVersion(message);
    try {
      T value = json.readValue(message.getBody(), type);
      if (value == null) {
        throw new UnreadableMessageException("it is empty");
      }
      return value;
    } catch (JacksonException e) {
      throw new UnreadableMessageException(
          "it is no " + type.getSimpleName() + ": " + e.getOriginalMessage());
    }
  }

  /**
   * Refuses what was written in another form.
   *
   * @throws UnreadableMessageException if the version is missing or not known
   */
  public static void requireKnownVersion(Message message) {
    Object version = message.getMessageProperties().getHeader(Topology.VERSION_HEADER);
    if (!(version instanceof Number number) || number.intValue() != Topology.VERSION) {
      throw new UnreadableMessageException("its version is not known: " + version);
    }
  }

  private static Message message(byte[] body, MessageProperties properties) {
    return MessageBuilder.withBody(body).andProperties(properties).build();
  }

  private static MessageProperties properties(MessageDeliveryMode mode) {
    MessageProperties properties = new MessageProperties();
    properties.setContentType(Topology.JSON_TYPE);
    properties.setDeliveryMode(mode);
    properties.setHeader(Topology.VERSION_HEADER, Topology.VERSION);
    return properties;
  }
}
