package io.scanfleet.agent.link;

import io.scanfleet.agent.progress.AgentMetrics;
import io.scanfleet.agent.task.TickPublisher;
import io.scanfleet.amqp.BrokerState;
import io.scanfleet.amqp.Messages;
import io.scanfleet.model.AgentId;
import io.scanfleet.model.amqp.Topology;
import io.scanfleet.model.message.Announcement;
import io.scanfleet.model.message.ProgressMessage;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.rabbit.core.RabbitTemplate;

/**
 * Sends what may be lost: ticks and announcements. Neither waits for anybody; without a connection
 * they are dropped, and a drop is counted. Thread-safe.
 */
final class TransientMessages implements TickPublisher {

  private final RabbitTemplate rabbit;
  private final BrokerState broker;
  private final Messages messages;
  private final AgentId agent;
  private final AgentMetrics metrics;

  TransientMessages(
      RabbitTemplate rabbit,
      BrokerState broker,
      Messages messages,
      AgentId agent,
      AgentMetrics metrics) {
    this.rabbit = rabbit;
    this.broker = broker;
    this.messages = messages;
    this.agent = agent;
    this.metrics = metrics;
  }

  @Override
  public void publish(ProgressMessage tick) {
    if (send(Topology.PROGRESS, Topology.batchKey(agent, tick.batchId()), tick)) {
      metrics.tickPublished();
    } else {
      metrics.tickDropped();
    }
  }

  void publish(Announcement announcement) {
    send(Topology.AGENTS, agent.value(), announcement);
  }

  private boolean send(String exchange, String routingKey, Object body) {
    if (!broker.acceptsMessages()) {
      return false;
    }
    try {
      rabbit.send(exchange, routingKey, messages.passing(body));
      return true;
    } catch (AmqpException e) {
      return false;
    }
  }
}
