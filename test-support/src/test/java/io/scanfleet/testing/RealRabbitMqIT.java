package io.scanfleet.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.MessageProperties;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RealRabbitMqIT {

  private static final Duration SOON = Duration.ofSeconds(10);

  private static final byte[] MESSAGE = "hello".getBytes(UTF_8);

  private final RealRabbitMq rabbit = RealRabbitMq.shared();

  @Test
  void thereIsOneForAll() throws Exception {
    assertThat(RealRabbitMq.shared()).isSameAs(rabbit);
    try (Connection connection = connect(rabbit.uri())) {
      assertThat(connection.getServerProperties()).containsKey("version");
      assertThat(connection.getServerProperties().get("product")).hasToString("RabbitMQ");
    }
  }

  @Test
  void virtualHostsAreApart() throws Exception {
    try (Connection one = connect(rabbit.newVirtualHost());
        Connection other = connect(rabbit.newVirtualHost())) {
      Channel here = one.createChannel();
      here.queueDeclare("queue", true, false, false, Map.of("x-queue-type", "quorum"));
      publish(here, "queue");
      assertThat(here.basicGet("queue", true).getBody()).isEqualTo(MESSAGE);

      Channel there = other.createChannel();
      assertThatThrownBy(() -> there.queueDeclarePassive("queue"))
          .rootCause()
          .hasMessageContaining("NOT_FOUND");
    }
  }

  @Test
  void aLostBrokerComesBackWithWhatIsDurable() throws Exception {
    String uri = rabbit.newVirtualHost();
    Connection lost = connect(uri);
    Channel channel = lost.createChannel();
    channel.queueDeclare("durable", true, false, false, Map.of());
    publish(channel, "durable");

    rabbit.stop();
    try {
      await().atMost(SOON).until(() -> !lost.isOpen());
      assertThatThrownBy(() -> connect(uri)).isInstanceOf(Exception.class);
    } finally {
      rabbit.start();
    }

    try (Connection again = connect(uri)) {
      assertThat(again.createChannel().queueDeclarePassive("durable").getMessageCount())
          .isEqualTo(1);
    }
  }

  @Test
  void allConnectionsCanBeClosed() throws Exception {
    String uri = rabbit.newVirtualHost();
    Connection connection = connect(uri);

    rabbit.closeAllConnections("a test says so");

    await().atMost(SOON).until(() -> !connection.isOpen());
    assertThat(connection.getCloseReason()).hasMessageContaining("a test says so");
    connect(uri).close();
  }

  @Test
  void aCommandThatFailsTellsWhy() {
    assertThat(rabbit.rabbitmqctl("list_vhosts", "name")).contains("/");
    assertThatThrownBy(() -> rabbit.rabbitmqctl("delete_vhost", "no-such"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no-such");
  }

  private static void publish(Channel channel, String queue) throws Exception {
    channel.confirmSelect();
    channel.basicPublish("", queue, MessageProperties.PERSISTENT_BASIC, MESSAGE);
    channel.waitForConfirmsOrDie(SOON.toMillis());
  }

  private static Connection connect(String uri) throws Exception {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setUri(uri);
    factory.setAutomaticRecoveryEnabled(false);
    return factory.newConnection();
  }
}
