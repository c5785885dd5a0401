package io.scanfleet.amqp;

import com.rabbitmq.client.Channel;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.listener.api.ChannelAwareMessageListener;

/**
 * Hands messages to a consumer and acknowledges each by hand after it returns. What the consumer
 * finds unreadable goes to the dead letters with the reason, and is acknowledged after that is
 * confirmed. Any other exception leaves the message with the broker, which delivers it again.
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
    try {
      consumer.accept(message);
    } catch (UnreadableMessageException e) {
      LOG.log(System.Logger.Level.WARNING, "A message to the dead letters: {0}", e.reason());
      sender.sendToDeadLetters(message, e.reason());
      onDeadLetter.run();
    }
    channel.basicAck(tag, false);
  }
}
