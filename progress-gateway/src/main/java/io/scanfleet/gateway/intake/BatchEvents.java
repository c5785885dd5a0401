package io.scanfleet.gateway.intake;

import io.scanfleet.amqp.BrokerState;
import io.scanfleet.amqp.Messages;
import io.scanfleet.gateway.batch.BatchChanged;
import io.scanfleet.model.amqp.Topology;
import io.scanfleet.model.message.BatchEvent;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.context.event.EventListener;

/**
 * Tells the other gateways of a change here. It may be lost: they look at the database anyway, only
 * later.
 */
class BatchEvents {

  private final RabbitTemplate rabbit;
  private final BrokerState broker;
  private final Messages messages;

  BatchEvents(RabbitTemplate rabbit, BrokerState broker, Messages messages) {
    this.rabbit = rabbit;
    this.broker = broker;
    this.messages = messages;
  }

  @EventListener
  void changed(BatchChanged event) {
    if (!broker.acceptsMessages()) {
      return;
    }
    try {
      rabbit.send(Topology.BATCHES, "", messages.passing(new BatchEvent(event.batch())));
    } catch (AmqpException e) {
      // See above.
    }
  }
}
