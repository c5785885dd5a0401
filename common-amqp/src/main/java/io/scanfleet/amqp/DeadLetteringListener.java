package io.scanfleet.amqp;

import com.rabbitmq.client.Channel;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.listener.api.ChannelAwareMessageListener;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Hands messages to a consumer and acknowledges each by hand after it returns. No message is left
 * hanging: while what the consumer needs (database, disk, broker) is not there it is tried again
 * with growing pauses, which also keeps the broker from delivering more; what is unreadable, or
 * breaks the consumer in any other way, goes to the dead letters with the reason, and is
 * acknowledged after that is confirmed.
 */
public final class DeadLetteringListener implements ChannelAwareMessageListener {

  private static final System.Logger LOG = System.getLogger(DeadLetteringListener.class.getName());

  /** What is done with a message. */
  @FunctionalInterface
  public interface Consumer {

    /**
     * Returns when the message may be forgotten.
     *
     * @throws UnreadableMessageException if it is not what the contract says
     */
    void accept(Message message) throws InterruptedException;
  }

  private final Consumer consumer;
  private final ConfirmedSender sender;
  private final Runnable onDeadLetter;

  /**
   * @param onDeadLetter told of every message that went to the dead letters
   */
  public DeadLetteringListener(Consumer consumer, ConfirmedSender sender, Runnable onDeadLetter) {
    this.consumer = consumer;
    this.sender = sender;
    this.onDeadLetter = onDeadLetter;
  }

  @Override
  public void onMessage(Message message, @Nullable Channel channel)
      throws IOException, InterruptedException {
    if (channel == null) {
      throw new IllegalStateException("messages are acknowledged by hand");
    }
    long tag = message.getMessageProperties().getDeliveryTag();
    String refusal = consume(message);
    if (refusal != null) {
      LOG.log(System.Logger.Level.WARNING, "A message to the dead letters: {0}", refusal);
      sendToDeadLetters(message, refusal);
      onDeadLetter.run();
    }
    channel.basicAck(tag, false);
  }

  /** Why the message can never be dealt with; null if it has been. */
  private @Nullable String consume(Message message) throws InterruptedException {
    Backoff backoff = new Backoff();
    while (true) {
      try {
        consumer.accept(message);
        return null;
      } catch (UnreadableMessageException e) {
        return e.reason();
      } catch (DataAccessException
          | TransactionException
          | UncheckedIOException
          | AmqpException e) {
        LOG.log(System.Logger.Level.WARNING, "Will try a message again: " + e.getMessage());
        backoff.pause();
      } catch (RuntimeException e) {
        LOG.log(System.Logger.Level.ERROR, "A message broke its consumer", e);
        return "it broke its consumer: " + e;
      }
    }
  }

  private void sendToDeadLetters(Message message, String reason) throws InterruptedException {
    Backoff backoff = new Backoff();
    while (true) {
      try {
        sender.sendToDeadLetters(message, reason);
        return;
      } catch (AmqpException e) {
        LOG.log(System.Logger.Level.WARNING, "Will try the dead letters again: " + e.getMessage());
        backoff.pause();
      }
    }
  }
}
