package io.scanfleet.gateway.intake;

import io.scanfleet.gateway.live.ProgressSource;
import io.scanfleet.model.BatchId;
import io.scanfleet.model.amqp.BrokerDialect;
import io.scanfleet.model.amqp.Topology;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.core.Binding;
import org.springframework.amqp.core.Queue;
import org.springframework.amqp.rabbit.connection.Connection;
import org.springframework.amqp.rabbit.connection.ConnectionListener;
import org.springframework.amqp.rabbit.core.RabbitAdmin;
import org.springframework.amqp.rabbit.listener.DirectMessageListenerContainer;

/**
 * One queue for each running batch, so that a noisy one cannot starve another. A queue is exclusive
 * and bounded, dropping its oldest ticks; the container adds and removes a consumer without
 * disturbing the others.
 */
class ProgressQueues implements ProgressSource, ConnectionListener {

  private static final System.Logger LOG = System.getLogger(ProgressQueues.class.getName());

  private final RabbitAdmin admin;
  private final DirectMessageListenerContainer container;
  private final BrokerDialect dialect;
  private final GatewayName gateway;
  private final Set<BatchId> open = ConcurrentHashMap.newKeySet();

  ProgressQueues(
      RabbitAdmin admin,
      DirectMessageListenerContainer container,
      BrokerDialect dialect,
      GatewayName gateway) {
    this.admin = admin;
    this.container = container;
    this.dialect = dialect;
    this.gateway = gateway;
  }

  @Override
  public boolean open(BatchId batch) {
    if (!open.add(batch)) {
      return true;
    }
    try {
      declare(batch);
      container.addQueueNames(queueOf(batch));
      return true;
    } catch (AmqpException e) {
      open.remove(batch);
      LOG.log(
          System.Logger.Level.WARNING,
          "No live progress of {0} for now: {1}",
          batch,
          e.getMessage());
      return false;
    }
  }

  @Override
  public void close(BatchId batch) {
    if (open.remove(batch)) {
      // The queue goes with its consumer.
      container.removeQueueNames(queueOf(batch));
    }
  }

  /** The queues went with the old connection. */
  @Override
  public void onCreate(@Nullable Connection connection) {
    open.forEach(this::declare);
  }

  private void declare(BatchId batch) {
    String name = queueOf(batch);
    admin.declareQueue(new Queue(name, false, true, true, dialect.progressQueue()));
    admin.declareBinding(
        new Binding(
            name,
            Binding.DestinationType.QUEUE,
            Topology.PROGRESS,
            Topology.anyAgent(batch),
            null));
  }

  private String queueOf(BatchId batch) {
    return Topology.progressQueue(batch, gateway.value());
  }
}
