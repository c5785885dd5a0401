package io.scanfleet.standalone;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.scanfleet.model.amqp.Topology;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Hears whatever is published to the exchanges of the contract, by queues of its own, and may speak
 * too; what it has said itself is marked and told apart.
 */
final class AmqpWiretap implements AutoCloseable {

  private static final String MYSELF = "wiretap";

  private final Connection connection;
  private final Channel channel;
  private final List<Sent> heard = new ArrayList<>();

  /** A message as it came from an exchange. */
  record Sent(String exchange, String routingKey, AMQP.BasicProperties properties, byte[] body) {

    boolean isMine() {
      return MYSELF.equals(properties.getAppId());
    }

    String contentType() {
      return String.valueOf(properties.getContentType());
    }

    /** JSON as it is, anything else in base64. */
    JsonNode payload() {
      return contentType().equals(Topology.JSON_TYPE)
          ? GatewayClient.JSON.readTree(body)
          : GatewayClient.JSON.valueToTree(Base64.getEncoder().encodeToString(body));
    }

    JsonNode headers() {
      return json(properties.getHeaders() == null ? Map.of() : properties.getHeaders());
    }

    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
      return exchange + " " + routingKey + " " + properties + " " + payload();
    }
  }

  private AmqpWiretap(Connection connection, Channel channel) {
    this.connection = connection;
    this.channel = channel;
  }

  /**
   * @param directKeys the routing keys to hear from direct exchanges, which have no word for all
   */
  static AmqpWiretap on(String brokerUri, String... directKeys) throws Exception {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setUri(brokerUri);
    Connection connection = factory.newConnection();
    AmqpWiretap tap = new AmqpWiretap(connection, connection.createChannel());
    for (Map.Entry<String, String> exchange : Topology.EXCHANGES.entrySet()) {
      tap.listen(
          exchange.getKey(),
          exchange.getValue(),
          exchange.getValue().equals("direct") ? directKeys : new String[] {"#"});
    }
    return tap;
  }

  private void listen(String exchange, String type, String... keys) throws IOException {
    channel.exchangeDeclare(exchange, type, true);
    String queue = channel.queueDeclare().getQueue();
    for (String key : keys) {
      channel.queueBind(queue, exchange, key);
    }
    channel.basicConsume(
        queue,
        true,
        (tag, message) -> {
          synchronized (heard) {
            heard.add(
                new Sent(
                    exchange,
                    message.getEnvelope().getRoutingKey(),
                    message.getProperties(),
                    message.getBody()));
          }
        },
        tag -> {});
  }

  /** What others have said so far, and the dead letters, whoever wrote them at first. */
  List<Sent> heard() {
    synchronized (heard) {
      return heard.stream()
          .filter(sent -> sent.exchange().equals(Topology.DEAD) || !sent.isMine())
          .toList();
    }
  }

  List<Sent> heard(String exchange) {
    return heard().stream().filter(sent -> sent.exchange().equals(exchange)).toList();
  }

  void say(
      String exchange,
      String routingKey,
      String contentType,
      Map<String, Object> headers,
      byte[] body)
      throws IOException {
    channel.basicPublish(
        exchange,
        routingKey,
        new AMQP.BasicProperties.Builder()
            .appId(MYSELF)
            .contentType(contentType)
            .headers(headers)
            .deliveryMode(2)
            .build(),
        body);
  }

  /** Another channel, for what may close it. */
  Channel newChannel() throws IOException {
    return connection.createChannel();
  }

  private static JsonNode json(@Nullable Object value) {
    return switch (value) {
      case null -> GatewayClient.JSON.nullNode();
      case Map<?, ?> map -> {
        ObjectNode object = GatewayClient.JSON.createObjectNode();
        map.forEach((key, one) -> object.set(String.valueOf(key), json(one)));
        yield object;
      }
      case List<?> list -> {
        ArrayNode array = GatewayClient.JSON.createArrayNode();
        list.forEach(one -> array.add(json(one)));
        yield array;
      }
      case Number number -> GatewayClient.JSON.valueToTree(number);
      case Boolean truth -> GatewayClient.JSON.valueToTree(truth);
      case Date date -> GatewayClient.JSON.valueToTree(date.toInstant().getEpochSecond());
      default -> GatewayClient.JSON.valueToTree(value.toString());
    };
  }

  @Override
  public void close() throws IOException {
    connection.close();
  }
}
