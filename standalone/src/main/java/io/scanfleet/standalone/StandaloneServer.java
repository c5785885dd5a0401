package io.scanfleet.standalone;

import io.micrometer.core.instrument.MeterRegistry;
import io.scanfleet.agent.ScanAgentApplication;
import io.scanfleet.agent.walk.WalkLimits;
import io.scanfleet.gateway.GatewayProperties;
import io.scanfleet.gateway.ListenAddress;
import io.scanfleet.gateway.ProgressGatewayApplication;
import io.scanfleet.gateway.batch.ScanRequest;
import io.scanfleet.gateway.batch.ScanService;
import io.scanfleet.gateway.fleet.AgentRegistry;
import io.scanfleet.model.AgentId;
import io.scanfleet.model.BatchId;
import io.scanfleet.model.DataDirectory;
import io.scanfleet.model.amqp.BrokerDialect;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The three programs in one process, as sibling Spring contexts on a broker of their own. The agent
 * has no port; its metrics are the gateway's. They end in the order that {@link #close} says, not
 * each on its own. Nothing that was queued survives a stop, so what the database says is not
 * finished is sent to the agent again.
 */
public final class StandaloneServer implements AutoCloseable {

  private static final Duration ANNOUNCEMENT = Duration.ofSeconds(30);
  private static final Duration LOOK = Duration.ofMillis(20);

  private final FileChannel lock;
  private final EmbeddedBroker broker;
  private final ConfigurableApplicationContext gateway;
  private final ConfigurableApplicationContext agent;
  private final AgentId agentId;

  private StandaloneServer(
      FileChannel lock,
      EmbeddedBroker broker,
      ConfigurableApplicationContext gateway,
      ConfigurableApplicationContext agent,
      AgentId agentId) {
    this.lock = lock;
    this.broker = broker;
    this.gateway = gateway;
    this.agent = agent;
    this.agentId = agentId;
  }

  /**
   * Starts everything; when it returns, scans can be started.
   *
   * @param roots existing directories
   * @param data where database and journal are kept; created if missing
   * @param more arguments for both applications, such as {@code --logging.level.root=warn}
   */
  public static StandaloneServer start(
      ListenAddress address, AgentId agentId, List<Path> roots, Path data, String... more)
      throws IOException, InterruptedException {
    FileChannel lock = lock(DataDirectory.create(data));
    EmbeddedBroker broker = EmbeddedBroker.start(data.resolve("broker"));
    List<ConfigurableApplicationContext> started = new ArrayList<>();
    try {
      List<String> common = new ArrayList<>(List.of(more));
      common.add("--scanfleet.broker.dialect=" + BrokerDialect.EMBEDDED);
      common.add("--spring.rabbitmq.addresses=" + broker.uri());
      List<String> gatewayArguments = new ArrayList<>(common);
      gatewayArguments.add("--server.port=" + address.port());
      gatewayArguments.add("--server.address=" + address.bind());
      gatewayArguments.add(
          "--scanfleet.database.url="
              + GatewayProperties.withSettings(
                  "jdbc:sqlite:" + data.resolve("scanfleet.db").toAbsolutePath()));
      started.add(
          ProgressGatewayApplication.builder()
              .registerShutdownHook(false)
              .run(gatewayArguments.toArray(String[]::new)));
      List<String> agentArguments = new ArrayList<>(common);
      agentArguments.addAll(ScanAgentApplication.arguments(agentId, roots, data, WalkLimits.NONE));
      MeterRegistry meters = started.getFirst().getBean(MeterRegistry.class);
      started.add(
          ScanAgentApplication.builder()
              .web(WebApplicationType.NONE)
              .registerShutdownHook(false)
              .initializers(
                  context -> context.getBeanFactory().registerSingleton("meterRegistry", meters))
              .run(agentArguments.toArray(String[]::new)));
      StandaloneServer server =
          new StandaloneServer(lock, broker, started.get(0), started.get(1), agentId);
      server.awaitAgent();
      server.scans().resendUnfinished();
      return server;
    } catch (IOException | InterruptedException | RuntimeException e) {
      started.reversed().forEach(ConfigurableApplicationContext::close);
      broker.close();
      lock.close();
      throw e;
    }
  }

  /** Starts a batch of one directory. */
  public BatchId scan(Path directory) {
    ScanRequest request =
        new ScanRequest(
            List.of(new ScanRequest.RequestedTarget(agentId.value(), directory.toString())),
            List.of(),
            null,
            false);
    return scans().start(request).id();
  }

  /** The gateway's context, for its beans. */
  public ConfigurableApplicationContext gateway() {
    return gateway;
  }

  @Override
  public void close() {
    agent.close();
    gateway.close();
    broker.close();
    try {
      lock.close();
    } catch (IOException e) {
      // The lock goes with the process.
    }
  }

  /** Two processes would write the same database and take up each other's unfinished scans. */
  private static FileChannel lock(Path data) throws IOException {
    FileChannel channel =
        FileChannel.open(data.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock held = null;
    try {
      held = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // Another server of this process has it.
    }
    if (held == null) {
      channel.close();
      throw new IOException(
          "another Scanfleet is using " + data + ". End it, or choose a directory with --data.");
    }
    return channel;
  }

  private ScanService scans() {
    return gateway.getBean(ScanService.class);
  }

  private void awaitAgent() throws IOException, InterruptedException {
    AgentRegistry registry = gateway.getBean(AgentRegistry.class);
    long deadline = System.nanoTime() + ANNOUNCEMENT.toNanos();
    while (registry.find(agentId).isEmpty()) {
      if (System.nanoTime() - deadline > 0) {
        throw new IOException("the agent does not announce itself");
      }
      Thread.sleep(LOOK);
    }
  }
}
