package io.scanfleet.agent;

import io.scanfleet.agent.walk.WalkLimits;
import io.scanfleet.amqp.ExclusiveUseRefused;
import io.scanfleet.model.AgentId;
import io.scanfleet.model.DataDirectory;
import io.scanfleet.model.HostName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The agent's command line. */
@Command(
    name = "scanfleet agent",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Scans directories of this host when a gateway asks for it.",
      "It only reads, and only at or below the given roots."
    })
public final class ScanAgent implements Callable<Integer> {

  private static final int FAILED = 1;
  private static final int USAGE = 2;

  @Parameters(paramLabel = "ROOT", arity = "1..*", description = "Directories it may scan.")
  private List<Path> roots = new ArrayList<>();

  @Option(
      names = "--broker",
      paramLabel = "URI",
      defaultValue = "${env:SCANFLEET_BROKER:-amqp://guest:guest@localhost:5672}",
      description = "RabbitMQ's address; also SCANFLEET_BROKER. Default: the local one.")
  private String broker = "";

  @Option(
      names = "--id",
      defaultValue = "${env:SCANFLEET_AGENT_ID}",
      description = "This agent's name in the fleet; also SCANFLEET_AGENT_ID. Default: the host's.")
  private @Nullable String id;

  @Option(
      names = "--threads",
      defaultValue = "0",
      description = "Directories read at once. Default: what fits the storage, found by measuring.")
  private int threads;

  @Option(
      names = "--max-entries-per-second",
      paramLabel = "N",
      defaultValue = "0",
      description = "A ceiling for all scans together. Default: none.")
  private long maxEntriesPerSecond;

  @Option(
      names = "--port",
      defaultValue = "8081",
      description = "Port of health and metrics. Default: ${DEFAULT-VALUE}.")
  private int port;

  @Option(
      names = "--bind",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1",
      description = "Address of health and metrics. Default: ${DEFAULT-VALUE}.")
  private String bind = "";

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Where the journal of unfinished scans is kept. Default: the user's data directory.")
  private @Nullable Path data;

  private ScanAgent() {}

  public static void main(String[] args) {
    int code =
        new CommandLine(new ScanAgent())
            .setParameterExceptionHandler(
                (e, arguments) -> {
                  System.err.println("scanfleet agent: " + e.getMessage() + " (see --help)");
                  return USAGE;
                })
            .execute(args);
    if (code != 0) {
      System.exit(code);
    }
  }

  @Override
  public Integer call() {
    for (Path root : roots) {
      if (!Files.isDirectory(root)) {
        System.err.println("scanfleet agent: no such directory: " + root);
        return USAGE;
      }
    }
    AgentId agentId;
    WalkLimits limits;
    try {
      limits = new WalkLimits(threads, maxEntriesPerSecond);
      agentId =
          id == null || id.isEmpty()
              ? AgentId.fromHostName(HostName.ofThisHost())
              : new AgentId(id);
    } catch (IllegalArgumentException e) {
      System.err.println("scanfleet agent: " + e.getMessage());
      return USAGE;
    }
    Path directory;
    try {
      directory = DataDirectory.create(data != null ? data : DataDirectory.ofUser());
    } catch (IOException e) {
      System.err.println("scanfleet agent: " + e.getMessage());
      return FAILED;
    }
    List<String> arguments =
        new ArrayList<>(ScanAgentApplication.arguments(agentId, roots, directory, limits));
    arguments.add("--spring.rabbitmq.addresses=" + broker);
    arguments.add("--server.port=" + port);
    arguments.add("--server.address=" + bind);
    ScanAgentApplication.builder()
        .listeners(new ExitWhenIdIsTaken(agentId))
        .run(arguments.toArray(String[]::new));
    return 0;
  }

  private record ExitWhenIdIsTaken(AgentId id)
      implements ApplicationListener<PayloadApplicationEvent<ExclusiveUseRefused>> {
    @Override
    public void onApplicationEvent(PayloadApplicationEvent<ExclusiveUseRefused> event) {
      System.err.println(
          "scanfleet agent: another agent named '"
              + id
              + "' is connected to this broker. Stop it, or give this one another name with --id.");
      // At once: the way down would wait for the thread that brought the event.
      Runtime.getRuntime().halt(FAILED);
    }
  }
}
