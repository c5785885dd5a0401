package io.scanfleet.amqp;

import io.scanfleet.model.amqp.Topology;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageDeliveryMode;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.connection.CorrelationData;
import org.springframework.amqp.rabbit.core.RabbitTemplate;

/**
 * Publishes a message and waits until the broker has taken responsibility for it: mandatory, so
 * that a message for which there is no queue is an error and not lost, and confirmed. On a
 * connection of its own, apart from those that consume. Thread-safe; each call uses a channel of
 * its own.
 */
public final class ConfirmedSender {

  /** Longer than any broker that works takes; then the connection is as good as lost. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final RabbitTemplate rabbit;

  /**
   * @param connections with correlated confirms and returns
   */
  public ConfirmedSender(ConnectionFactory connections) {
    rabbit = new RabbitTemplate(connections);
    rabbit.setUsePublisherConnection(true);
    rabbit.setMandatory(true);
  }

  /**
   * Sends and waits.
   *
   * @throws UnroutableException if no queue is bound for it
   * @throws AmqpException if the broker is not there or refuses it
   * @throws InterruptedException if the thread is interrupted; the message may have been sent or
   *     not
   */
  public void send(String exchange, String routingKey, Message message)
      throws InterruptedException {
    CorrelationData correlation = new CorrelationData();
    rabbit.send(exchange, routingKey, message, correlation);
    try {
      CorrelationData.Confirm confirm =
          correlation.getFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      // RabbitMQ returns and then confirms, the embedded broker refuses and then returns.
      if (correlation.getReturned() != null) {
        throw new UnroutableException(exchange, routingKey);
      }
      if (!confirm.ack()) {
        throw new AmqpException("the broker refused it: " + confirm.reason());
      }
    } catch (ExecutionException | TimeoutException e) {
      throw new AmqpException("no confirm", e);
    }
  }

  /**
   * Puts a message that could not be processed where an operator finds it, with the reason. Done by
   * hand rather than by the broker, since the embedded one has no dead letters and none would say
   * why.
   */
  public void sendToDeadLetters(Message message, String reason) throws InterruptedException {
    message.getMessageProperties().setHeader(Topology.REASON_HEADER, reason);
    message.getMessageProperties().setDeliveryMode(MessageDeliveryMode.PERSISTENT);
    send(Topology.DEAD, "", message);
  }

  /** No queue is bound for a message. */
  public static final class UnroutableException extends AmqpException {

    private static final long serialVersionUID = 1L;

    UnroutableException(String exchange, String routingKey) {
      super("no queue takes " + routingKey + " from " + exchange);
    }
  }
}
