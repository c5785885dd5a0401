package io.scanfleet.standalone;

import io.scanfleet.agent.ScanAgentApplication;
import io.scanfleet.agent.walk.WalkLimits;
import io.scanfleet.gateway.GatewayProperties;
import io.scanfleet.gateway.ProgressGatewayApplication;
import io.scanfleet.model.AgentId;
import io.scanfleet.model.amqp.BrokerDialect;
import io.scanfleet.testing.DeletingTree;
import io.scanfleet.testing.RealRabbitMq;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/** The real programs on a real broker, as a test wants them: any number of gateways and agents. */
final class Fleet implements AutoCloseable {

  private final BrokerDialect dialect;
  private final String brokerUri;
  private @Nullable EmbeddedBroker embedded;
  private final DeletingTree files = DeletingTree.create();
  private final List<ConfigurableApplicationContext> contexts = new ArrayList<>();

  private Fleet(BrokerDialect dialect, String brokerUri, @Nullable EmbeddedBroker embedded) {
    this.dialect = dialect;
    this.brokerUri = brokerUri;
    this.embedded = embedded;
  }

  /** On a virtual host of its own of the shared RabbitMQ. */
  static Fleet onRabbitMq() {
    return new Fleet(BrokerDialect.RABBITMQ, RealRabbitMq.shared().newVirtualHost(), null);
  }

  /** On a RabbitMQ that others use too. */
  static Fleet on(String brokerUri) {
    return new Fleet(BrokerDialect.RABBITMQ, brokerUri, null);
  }

  /** On an embedded broker of its own. */
  static Fleet onEmbeddedBroker() {
    try (DeletingTree directory = DeletingTree.create()) {
      EmbeddedBroker broker = EmbeddedBroker.start(directory.path().resolve("broker"));
      return new Fleet(BrokerDialect.EMBEDDED, broker.uri(), broker);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String brokerUri() {
    return brokerUri;
  }

  BrokerDialect dialect() {
    return dialect;
  }

  /** A directory for the files of programs. */
  Path files() {
    return files.path();
  }

  /** Starts a gateway with a database of its own. */
  GatewayClient gateway() {
    return gateway(sqlite("gateway" + contexts.size()));
  }

  String sqlite(String name) {
    return GatewayProperties.withSettings("jdbc:sqlite:" + files().resolve(name + ".db"));
  }

  /** Starts a gateway with further arguments; it listens on loopback if they do not say where. */
  GatewayClient gateway(String databaseUrl, String... more) {
    List<String> own = new ArrayList<>(List.of(more));
    own.add("--server.port=0");
    own.add("--scanfleet.database.url=" + databaseUrl);
    if (own.stream().noneMatch(each -> each.startsWith("--server.address="))) {
      own.add("--server.address=127.0.0.1");
    }
    ConfigurableApplicationContext context =
        ProgressGatewayApplication.builder().run(arguments(own.toArray(String[]::new)));
    contexts.add(context);
    return new GatewayClient(
        Integer.parseInt(context.getEnvironment().getRequiredProperty("local.server.port")));
  }

  /** Starts an agent. */
  ConfigurableApplicationContext agent(String id, Path... roots) {
    return agent(id, context -> {}, roots);
  }

  /** Starts an agent whose storage takes this long to open a directory. */
  ConfigurableApplicationContext slowAgent(String id, Duration delay, Path... roots) {
    return guardedAgent(id, GuardedReader.slow(delay), roots);
  }

  /** Starts an agent on whose storage each directory has to get past a guard. */
  ConfigurableApplicationContext guardedAgent(String id, GuardedReader.Guard guard, Path... roots) {
    return agent(
        id,
        context ->
            context.getBeanFactory().registerSingleton("directoryReader", new GuardedReader(guard)),
        roots);
  }

  /** Starts an agent whose context is prepared before. */
  ConfigurableApplicationContext agent(
      String id,
      ApplicationContextInitializer<ConfigurableApplicationContext> preparation,
      Path... roots) {
    List<String> own =
        ScanAgentApplication.arguments(
            new AgentId(id), Arrays.asList(roots), files().resolve("agent"), new WalkLimits(2, 0));
    ConfigurableApplicationContext context =
        ScanAgentApplication.builder()
            .web(WebApplicationType.NONE)
            .initializers(preparation)
            .run(arguments(own.toArray(String[]::new)));
    contexts.add(context);
    return context;
  }

  /** Ends the embedded broker, for good. */
  void stopBroker() {
    Objects.requireNonNull(embedded, "a broker of its own").close();
    embedded = null;
  }

  /** Ends one program in good order. */
  void stop(ConfigurableApplicationContext context) {
    contexts.remove(context);
    context.close();
  }

  private String[] arguments(String... own) {
    List<String> arguments = new ArrayList<>(List.of(own));
    arguments.add("--spring.rabbitmq.addresses=" + brokerUri);
    arguments.add("--scanfleet.broker.dialect=" + dialect);
    arguments.add("--logging.level.root=warn");
    return arguments.toArray(String[]::new);
  }

  /** Ends all programs in good order. */
  void stopAll() {
    contexts.reversed().forEach(ConfigurableApplicationContext::close);
    contexts.clear();
  }

  @Override
  public void close() {
    stopAll();
    if (embedded != null) {
      embedded.close();
    }
    files.close();
  }
}
