package io.scanfleet.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageProperties;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.dao.TransientDataAccessResourceException;

final class DeadLetteringListenerTest {

  private final List<String> acknowledged = new ArrayList<>();

  /** Only tells what was acknowledged. */
  private Channel channel() {
    return (Channel)
        Proxy.newProxyInstance(
            Channel.class.getClassLoader(),
            new Class<?>[] {Channel.class},
            (proxy, method, arguments) -> {
              acknowledged.add(method.getName() + arguments[0]);
              return null;
            });
  }

  @Test
  void whatIsMissingForAWhileIsWaitedForAndThenAcknowledged() throws Exception {
    List<RuntimeException> troubles =
        new ArrayList<>(
            List.of(
                new TransientDataAccessResourceException("the database is away"),
                new UncheckedIOException(new IOException("the disk is full"))));
    MessageProperties properties = new MessageProperties();
    properties.setDeliveryTag(7);
    List<Message> taken = new ArrayList<>();
    DeadLetteringListener listener =
        new DeadLetteringListener(
            message -> {
              if (!troubles.isEmpty()) {
                throw troubles.removeFirst();
              }
              taken.add(message);
            },
            new ConfirmedSender(new CachingConnectionFactory("no-broker.invalid")),
            () -> {});
    listener.onMessage(new Message(new byte[0], properties), channel());
    assertThat(taken).hasSize(1);
    assertThat(acknowledged).containsExactly("basicAck7");
  }
}
