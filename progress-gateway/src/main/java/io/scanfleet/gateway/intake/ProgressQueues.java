package io.scanfleet.gateway.intake;

import io.scanfleet.gateway.live.ProgressSource;
import io.scanfleet.model.BatchId;
import io.scanfleet.model.amqp.BrokerDialect;
import io.scanfleet.model.amqp.Topology;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.core.Binding;
import org.springframework.amqp.core.Queue;
import org.springframework.amqp.rabbit.core.RabbitAdmin;
import org.springframework.amqp.rabbit.listener.DirectMessageListenerContainer;

/**
 * One queue for each running batch, so that a noisy one cannot starve another. A queue is exclusive
 * and bounded, dropping its oldest ticks; the container adds and removes a consumer without
 * disturbing the others.
 */
class ProgressQueues implements ProgressSource {

  private static final System.Logger LOG = System.getLogger(ProgressQueues.class.getName());

  private final RabbitAdmin admin;
  private final DirectMessageListenerContainer container;
  private final BrokerDialect dialect;
  private final GatewayName gateway;
  private final Set<BatchId> open = ConcurrentHashMap.newKeySet();

  /**
   * @param admin one that declares again, after a lost connection, what was declared by hand
   */
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
    String name = Topology.progressQueue(batch, gateway.value());
    try {
      admin.declareQueue(new Queue(name, false, true, true, dialect.progressQueue()));
      admin.declareBinding(
          new Binding(
              name,
              Binding.DestinationType.QUEUE,
              Topology.PROGRESS,
              Topology.anyAgent(batch),
              null));
      container.addQueueNames(name);
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
    if (!open.remove(batch)) {
      return;
    }
    String name = Topology.progressQueue(batch, gateway.value());
    container.removeQueueNames(name);
    try {
      var _ = admin.deleteQueue(name);
    } catch (AmqpException e) {
      // It goes with its connection.
      LOG.log(System.Logger.Level.DEBUG, "Cannot delete {0}: {1}", name, e.getMessage());
    }
  }
}
