package io.scanfleet.agent.link;

import com.rabbitmq.client.Address;
import io.scanfleet.agent.AgentProperties;
import io.scanfleet.agent.progress.AgentMetrics;
import io.scanfleet.agent.task.ResultPublisher;
import io.scanfleet.agent.task.Roots;
import io.scanfleet.agent.task.ScanTasks;
import io.scanfleet.amqp.BrokerState;
import io.scanfleet.amqp.ConfirmedSender;
import io.scanfleet.amqp.DeadLetteringListener;
import io.scanfleet.amqp.ExclusiveUse;
import io.scanfleet.amqp.Messages;
import io.scanfleet.model.amqp.BrokerDialect;
import io.scanfleet.model.amqp.Topology;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.amqp.core.AcknowledgeMode;
import org.springframework.amqp.core.Binding;
import org.springframework.amqp.core.CustomExchange;
import org.springframework.amqp.core.Declarable;
import org.springframework.amqp.core.Declarables;
import org.springframework.amqp.core.Queue;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.amqp.rabbit.listener.SimpleMessageListenerContainer;
import org.springframework.boot.amqp.autoconfigure.RabbitConnectionDetails;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/** Puts the agent's side of the AMQP contract together. */
@Configuration(proxyBeanMethods = false)
class LinkConfiguration {

  private static final int RETRY_MILLIS = 2000;

  /** The exchanges, this agent's own queue, What gateways consume from, gateways declare. */
  @Bean
  Declarables agentTopology(AgentProperties properties, BrokerDialect dialect) {
    String queue = Topology.commandQueue(properties.id());
    Stream<Declarable> exchanges =
        Topology.EXCHANGES.entrySet().stream()
            .map(exchange -> new CustomExchange(exchange.getKey(), exchange.getValue()));
    Stream<Declarable> commands =
        Stream.of(
            new Queue(queue, true, false, false, dialect.workQueue()),
            new Binding(
                queue,
                Binding.DestinationType.QUEUE,
                Topology.COMMANDS,
                properties.id().value(),
                null));
    List<Declarable> all = Stream.concat(exchanges, commands).toList();
    return new Declarables(all);
  }

  @Bean
  BrokerState brokerState(CachingConnectionFactory connections) {
    BrokerState state = new BrokerState();
    connections.addConnectionListener(state);
    return state;
  }

  @Bean
  Messages messages(JsonMapper json) {
    return new Messages(json);
  }

  @Bean
  ConfirmedSender confirmedSender(CachingConnectionFactory connections) {
    return new ConfirmedSender(connections);
  }

  @Bean
  ResultPublisher results(
      ConfirmedSender sender, Messages messages, AgentProperties properties, AgentMetrics metrics) {
    return new ConfirmedResults(sender, messages, properties.id(), metrics);
  }

  @Bean
  TransientMessages transientMessages(
      CachingConnectionFactory connections,
      BrokerState broker,
      Messages messages,
      AgentProperties properties,
      AgentMetrics metrics) {
    RabbitTemplate rabbit = new RabbitTemplate(connections);
    rabbit.setUsePublisherConnection(true);
    return new TransientMessages(rabbit, broker, messages, properties.id(), metrics);
  }

  @Bean(initMethod = "open")
  Announcer announcer(
      AgentProperties properties,
      Roots roots,
      AgentMetrics metrics,
      TransientMessages messages,
      InstantSource clock,
      CachingConnectionFactory connections) {
    Announcer announcer =
        new Announcer(properties.id(), AgentVersion.current(), roots, metrics, messages, clock);
    connections.addConnectionListener(connection -> announcer.announceNow());
    return announcer;
  }

  @Bean
  SimpleMessageListenerContainer commandContainer(
      CachingConnectionFactory connections,
      AgentProperties properties,
      ScanTasks tasks,
      Messages messages,
      ConfirmedSender sender) {
    SimpleMessageListenerContainer container = new SimpleMessageListenerContainer(connections);
    container.setQueueNames(Topology.commandQueue(properties.id()));
    container.setAcknowledgeMode(AcknowledgeMode.MANUAL);
    container.setPrefetchCount(1);
    container.setRecoveryInterval(RETRY_MILLIS);
    container.setMissingQueuesFatal(false);
    container.setAutoStartup(false);
    container.setMessageListener(
        new DeadLetteringListener(new CommandListener(tasks, messages), sender, () -> {}));
    return container;
  }

  /** The container is started once this process is known to be the only agent of this name. */
  @Bean
  ExclusiveUse exclusiveUse(
      CachingConnectionFactory connections,
      RabbitConnectionDetails details,
      AgentProperties properties,
      SimpleMessageListenerContainer commandContainer,
      ApplicationEventPublisher events) {
    return new ExclusiveUse(
        connections.getRabbitConnectionFactory(),
        details.getAddresses().stream()
            .map(address -> new Address(address.host(), address.port()))
            .toList(),
        Topology.agentLock(properties.id()),
        commandContainer::start,
        events);
  }

  /** A lost broker is no reason to restart the agent: it goes on walking and waits. */
  @Bean
  HealthIndicator brokerHealthIndicator(BrokerState state) {
    return () ->
        state.isConnected()
            ? Health.up().build()
            : Health.status("DEGRADED").withDetail("reason", "no connection to RabbitMQ").build();
  }
}
