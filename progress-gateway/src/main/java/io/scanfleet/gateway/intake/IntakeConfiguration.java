package io.scanfleet.gateway.intake;

import com.rabbitmq.client.Address;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.scanfleet.amqp.BrokerState;
import io.scanfleet.amqp.ConfirmedSender;
import io.scanfleet.amqp.DeadLetteringListener;
import io.scanfleet.amqp.ExclusiveUse;
import io.scanfleet.amqp.Messages;
import io.scanfleet.gateway.GatewayProperties;
import io.scanfleet.gateway.batch.TargetLifecycle;
import io.scanfleet.gateway.fleet.AgentRegistry;
import io.scanfleet.gateway.live.LiveBatches;
import io.scanfleet.gateway.tree.GroupCommit;
import io.scanfleet.model.amqp.BrokerDialect;
import io.scanfleet.model.amqp.Topology;
import io.scanfleet.model.message.Announcement;
import io.scanfleet.model.message.BatchEvent;
import io.scanfleet.model.message.ProgressMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.amqp.core.AcknowledgeMode;
import org.springframework.amqp.core.Binding;
import org.springframework.amqp.core.CustomExchange;
import org.springframework.amqp.core.Declarable;
import org.springframework.amqp.core.Declarables;
import org.springframework.amqp.core.MessageListener;
import org.springframework.amqp.core.Queue;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitAdmin;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.amqp.rabbit.listener.AbstractMessageListenerContainer;
import org.springframework.amqp.rabbit.listener.DirectMessageListenerContainer;
import org.springframework.amqp.rabbit.listener.SimpleMessageListenerContainer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.amqp.autoconfigure.RabbitConnectionDetails;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.type.AnnotatedTypeMetadata;
import tools.jackson.databind.json.JsonMapper;

/** Puts the gateway's side of the AMQP contract together. */
@Configuration(proxyBeanMethods = false)
class IntakeConfiguration {

  private static final int RETRY_MILLIS = 2000;
  private static final int PREFETCHED_PAGES = 8;

  /**
   * Each decodes a page while others wait for a commit; see {@link GroupCommit}. One is enough
   * until pages come faster than it takes them: {@link #BUSY} without a pause of {@link
   * #PAUSE_MILLIS}.
   */
  private static final int MOST_RESULT_CONSUMERS = 12;

  private static final int BUSY = 10;
  private static final int PAUSE_MILLIS = 200;
  private static final int NEXT_CONSUMER_AFTER_MILLIS = 100;
  private static final int STOP_CONSUMER_AFTER_MILLIS = 2_000;

  private static final int PREFETCHED_TICKS = 32;

  @Bean
  GatewayName gatewayName() {
    return GatewayName.random();
  }

  @Bean
  Declarables gatewayTopology(GatewayName gateway, BrokerDialect dialect) {
    List<Declarable> all = new ArrayList<>();
    Topology.EXCHANGES.forEach((name, type) -> all.add(new CustomExchange(name, type)));
    String agents = Topology.agentsQueue(gateway.value());
    String batches = Topology.batchesQueue(gateway.value());
    all.add(new Queue(Topology.RESULTS_QUEUE, true, false, false, dialect.workQueue()));
    all.add(new Queue(Topology.DEAD, true, false, false, dialect.deadLetterQueue()));
    all.add(new Queue(agents, false, true, true));
    all.add(new Queue(batches, false, true, true));
    all.add(bind(Topology.RESULTS_QUEUE, Topology.RESULTS, "#"));
    all.add(bind(Topology.DEAD, Topology.DEAD, ""));
    all.add(bind(agents, Topology.AGENTS, "#"));
    all.add(bind(batches, Topology.BATCHES, ""));
    return new Declarables(all);
  }

  private static Binding bind(String queue, String exchange, String key) {
    return new Binding(queue, Binding.DestinationType.QUEUE, exchange, key, Map.of());
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
  RabbitAdmin amqpAdmin(CachingConnectionFactory connections) {
    return new RabbitAdmin(connections);
  }

  @Bean
  BatchEvents batchEvents(
      CachingConnectionFactory connections, BrokerState broker, Messages messages) {
    RabbitTemplate rabbit = new RabbitTemplate(connections);
    rabbit.setUsePublisherConnection(true);
    return new BatchEvents(rabbit, broker, messages);
  }

  @Bean
  DeadLetters deadLetters(ConfirmedSender sender, MeterRegistry meters) {
    return new DeadLetters(sender, meters);
  }

  /** Makes listeners that put what they cannot read among the dead letters, and count it. */
  static final class DeadLetters {

    private final ConfirmedSender sender;
    private final Counter count;

    DeadLetters(ConfirmedSender sender, MeterRegistry meters) {
      this.sender = sender;
      this.count =
          Counter.builder("scanfleet.dead.letters")
              .description("Messages that could not be processed")
              .register(meters);
    }

    MessageListener listener(DeadLetteringListener.Consumer consumer) {
      return new DeadLetteringListener(consumer, sender, count::increment);
    }
  }

  @Bean
  DirectMessageListenerContainer progressContainer(
      CachingConnectionFactory connections,
      RabbitAdmin admin,
      ObjectProvider<LiveBatches> live,
      Messages messages,
      DeadLetters deadLetters,
      MeterRegistry meters) {
    Counter received =
        Counter.builder("scanfleet.ticks.received")
            .description("Progress messages received from agents")
            .register(meters);
    DirectMessageListenerContainer container = new DirectMessageListenerContainer(connections);
    configure(container, PREFETCHED_TICKS);
    container.setAmqpAdmin(admin);
    container.setMessageListener(
        deadLetters.listener(
            message -> {
              received.increment();
              live.getObject().take(messages.read(message, ProgressMessage.class));
            }));
    return container;
  }

  @Bean
  ProgressQueues progressQueues(
      RabbitAdmin admin,
      DirectMessageListenerContainer progressContainer,
      BrokerDialect dialect,
      GatewayName gateway,
      CachingConnectionFactory connections) {
    ProgressQueues queues = new ProgressQueues(admin, progressContainer, dialect, gateway);
    connections.addConnectionListener(queues);
    return queues;
  }

  @Bean
  SimpleMessageListenerContainer resultContainer(
      CachingConnectionFactory connections,
      TargetLifecycle targets,
      GroupCommit trees,
      Messages messages,
      DeadLetters deadLetters,
      GatewayProperties properties) {
    SimpleMessageListenerContainer container = new SimpleMessageListenerContainer(connections);
    configure(container, PREFETCHED_PAGES);
    container.setMaxConcurrentConsumers(MOST_RESULT_CONSUMERS);
    container.setConsecutiveActiveTrigger(BUSY);
    container.setReceiveTimeout(PAUSE_MILLIS);
    container.setStartConsumerMinInterval(NEXT_CONSUMER_AFTER_MILLIS);
    container.setStopConsumerMinInterval(STOP_CONSUMER_AFTER_MILLIS);
    container.setAutoStartup(!properties.isAloneOnItsDatabase());
    container.setMissingQueuesFatal(false);
    container.setQueueNames(Topology.RESULTS_QUEUE);
    container.setMessageListener(
        deadLetters.listener(new ResultConsumer(targets, trees, messages)));
    return container;
  }

  /**
   * The container is started once this process is known to be the only one that writes to its
   * database.
   */
  @Bean
  @Conditional(OnSqlite.class)
  ExclusiveUse exclusiveUse(
      CachingConnectionFactory connections,
      RabbitConnectionDetails details,
      SimpleMessageListenerContainer resultContainer,
      ApplicationEventPublisher events) {
    return new ExclusiveUse(
        connections.getRabbitConnectionFactory(),
        details.getAddresses().stream()
            .map(address -> new Address(address.host(), address.port()))
            .toList(),
        Topology.RESULTS_LOCK,
        resultContainer::start,
        events);
  }

  /** SQLite is written by one process; a PostgreSQL several gateways share. */
  static final class OnSqlite implements Condition {
    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
      return new GatewayProperties(
              context.getEnvironment().getRequiredProperty("scanfleet.database.url"))
          .isAloneOnItsDatabase();
    }
  }

  @Bean
  SimpleMessageListenerContainer agentContainer(
      CachingConnectionFactory connections,
      GatewayName gateway,
      AgentRegistry registry,
      Messages messages,
      DeadLetters deadLetters) {
    SimpleMessageListenerContainer container = new SimpleMessageListenerContainer(connections);
    configure(container, PREFETCHED_TICKS);
    container.setMissingQueuesFatal(false);
    container.setQueueNames(Topology.agentsQueue(gateway.value()));
    container.setMessageListener(
        deadLetters.listener(
            message -> registry.heard(messages.read(message, Announcement.class))));
    return container;
  }

  @Bean
  SimpleMessageListenerContainer batchContainer(
      CachingConnectionFactory connections,
      GatewayName gateway,
      LiveBatches live,
      Messages messages,
      DeadLetters deadLetters) {
    SimpleMessageListenerContainer container = new SimpleMessageListenerContainer(connections);
    configure(container, PREFETCHED_TICKS);
    container.setMissingQueuesFatal(false);
    container.setQueueNames(Topology.batchesQueue(gateway.value()));
    container.setMessageListener(
        deadLetters.listener(
            message -> {
              var _ = live.refresh(messages.read(message, BatchEvent.class).batchId());
            }));
    return container;
  }

  private static void configure(AbstractMessageListenerContainer container, int prefetch) {
    container.setAcknowledgeMode(AcknowledgeMode.MANUAL);
    container.setPrefetchCount(prefetch);
    container.setRecoveryInterval(RETRY_MILLIS);
  }

  /** A lost broker does not take stored trees away. */
  @Bean
  HealthIndicator brokerHealthIndicator(BrokerState state) {
    return () ->
        state.isConnected()
            ? Health.up().build()
            : Health.status("DEGRADED").withDetail("reason", "no connection to RabbitMQ").build();
  }
}
