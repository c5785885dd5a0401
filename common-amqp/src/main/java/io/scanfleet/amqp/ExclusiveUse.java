package io.scanfleet.amqp;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Address;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.Method;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;

/**
 * Makes sure that this process is alone in being what it is: the agent of that name, the only
 * gateway on its database.
 *
 * <p>The lock is an exclusive queue that nobody sends to: it belongs to one connection and goes
 * with it, and the broker refuses it to any other. (An exclusive consumer would do, but quorum
 * queues have none.) It is held on a connection of its own by a thread of its own. What needs it is
 * started once it is held. A refusal before is told as an {@link ExclusiveUseRefused} event; after,
 * it only means that the broker has not yet noticed the end of our own former connection, and
 * trying again is right.
 */
public final class ExclusiveUse implements SmartLifecycle {

  private static final System.Logger LOG = System.getLogger(ExclusiveUse.class.getName());
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final ConnectionFactory rabbit;
  private final List<Address> addresses;
  private final String lock;
  private final Runnable onHeld;
  private final ApplicationEventPublisher events;
  private volatile @Nullable Thread holder;
  private boolean heldBefore;

  /**
   * @param lock the name of the queue
   * @param onHeld called whenever the lock is held, at first and after every lost connection
   */
  public ExclusiveUse(
      ConnectionFactory rabbit,
      List<Address> addresses,
      String lock,
      Runnable onHeld,
      ApplicationEventPublisher events) {
    this.rabbit = rabbit;
    this.addresses = List.copyOf(addresses);
    this.lock = lock;
    this.onHeld = onHeld;
    this.events = events;
  }

  @Override
  public void start() {
    holder = Thread.ofVirtual().name("exclusive-use").start(this::hold);
  }

  @Override
  public void stop() {
    Thread thread = holder;
    holder = null;
    if (thread != null) {
      thread.interrupt();
    }
  }

  @Override
  public boolean isRunning() {
    return holder != null;
  }

  private void hold() {
    try {
      while (true) {
        try (Connection connection = rabbit.newConnection(addresses, lock)) {
          holdOn(connection);
        } catch (IOException | TimeoutException | ShutdownSignalException e) {
          LOG.log(System.Logger.Level.DEBUG, "No broker: {0}", e.getMessage());
        }
        Thread.sleep(PAUSE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void holdOn(Connection connection) throws IOException, InterruptedException {
    CountDownLatch closed = new CountDownLatch(1);
    connection.addShutdownListener(signal -> closed.countDown());
    Channel channel = connection.createChannel();
    try {
      channel.queueDeclare(lock, false, true, false, null);
    } catch (IOException e) {
      if (!isRefusal(e)) {
        LOG.log(System.Logger.Level.ERROR, "Cannot declare the queue " + lock, e);
      } else if (!heldBefore) {
        events.publishEvent(new ExclusiveUseRefused());
      }
      return;
    }
    heldBefore = true;
    onHeld.run();
    closed.await();
  }

  private static boolean isRefusal(Throwable thrown) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof ShutdownSignalException signal && isRefusal(signal.getReason())) {
        return true;
      }
    }
    return false;
  }

  /**
   * RabbitMQ says that it is locked and closes the channel, Qpid that it is not allowed and closes
   * the connection.
   */
  private static boolean isRefusal(Method reason) {
    return switch (reason) {
      case AMQP.Channel.Close close -> close.getReplyCode() == AMQP.RESOURCE_LOCKED;
      case AMQP.Connection.Close close ->
          close.getReplyCode() == AMQP.RESOURCE_LOCKED || close.getReplyCode() == AMQP.NOT_ALLOWED;
      default -> false;
    };
  }
}
