package io.scanfleet.gateway;

import io.scanfleet.amqp.ExclusiveUseRefused;
import io.scanfleet.model.DataDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The gateway's command line. */
@Command(
    name = "scanfleet gateway",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Shows scans in browsers, keeps their trees, and tells agents what to scan.")
public final class ProgressGateway implements Callable<Integer> {

  private static final int FAILED = 1;
  private static final int USAGE = 2;

  @Option(
      names = "--broker",
      paramLabel = "URI",
      defaultValue = "${env:SCANFLEET_BROKER:-amqp://guest:guest@localhost:5672}",
      description = "RabbitMQ's address; also SCANFLEET_BROKER. Default: the local one.")
  private String broker = "";

  @Option(
      names = "--port",
      defaultValue = "8080",
      description =
          "Port of the page, the HTTP interface and the socket. Default: ${DEFAULT-VALUE}.")
  private int port;

  @Option(
      names = "--bind",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1",
      description = {
        "Address to listen on. Default: ${DEFAULT-VALUE}, this host alone.",
        "There is no login yet: whoever reaches another address can start scans and read names."
      })
  private String bind = "";

  @Option(
      names = "--database",
      paramLabel = "URL",
      defaultValue = "${env:SCANFLEET_DATABASE}",
      description = {
        "jdbc:postgresql://HOST/NAME or jdbc:sqlite:FILE; also SCANFLEET_DATABASE, with",
        "SCANFLEET_DATABASE_USERNAME and SCANFLEET_DATABASE_PASSWORD.",
        "Default: SQLite in the data directory."
      })
  private @Nullable String database;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Where the SQLite database is kept. Default: the user's data directory.")
  private @Nullable Path data;

  @Mixin private RetentionOptions retention = new RetentionOptions();

  private ProgressGateway() {}

  public static void main(String[] args) {
    int code =
        new CommandLine(new ProgressGateway())
            .setParameterExceptionHandler(
                (e, arguments) -> {
                  System.err.println("scanfleet gateway: " + e.getMessage() + " (see --help)");
                  return USAGE;
                })
            .execute(args);
    if (code != 0) {
      System.exit(code);
    }
  }

  @Override
  public Integer call() {
    List<String> arguments = new ArrayList<>();
    try {
      arguments.addAll(retention.arguments());
      new ListenAddress(bind, port).requireAvailable();
      arguments.add("--scanfleet.database.url=" + databaseUrl());
    } catch (IllegalArgumentException e) {
      System.err.println("scanfleet gateway: " + e.getMessage());
      return USAGE;
    } catch (ListenAddress.UnavailableException | IOException e) {
      System.err.println("scanfleet gateway: " + e.getMessage());
      return FAILED;
    }
    addFromEnvironment(arguments, "SCANFLEET_DATABASE_USERNAME", "spring.datasource.username");
    addFromEnvironment(arguments, "SCANFLEET_DATABASE_PASSWORD", "spring.datasource.password");
    arguments.add("--spring.rabbitmq.addresses=" + broker);
    arguments.add("--server.port=" + port);
    arguments.add("--server.address=" + bind);
    ProgressGatewayApplication.builder()
        .listeners(new ExitWhenNotAlone())
        .run(arguments.toArray(String[]::new));
    return 0;
  }

  private String databaseUrl() throws IOException {
    if (database != null && !database.isEmpty()) {
      if (!database.startsWith("jdbc:postgresql:") && !database.startsWith("jdbc:sqlite:")) {
        throw new IllegalArgumentException(
            "--database is jdbc:postgresql://HOST/NAME or jdbc:sqlite:FILE: " + database);
      }
      return GatewayProperties.withSettings(database);
    }
    Path directory = DataDirectory.create(data != null ? data : DataDirectory.ofUser());
    return GatewayProperties.withSettings(
        "jdbc:sqlite:" + directory.resolve("scanfleet.db").toAbsolutePath());
  }

  private static void addFromEnvironment(List<String> arguments, String variable, String property) {
    String value = System.getenv(variable);
    if (value != null && !value.isEmpty()) {
      arguments.add("--" + property + "=" + value);
    }
  }

  private static final class ExitWhenNotAlone
      implements ApplicationListener<PayloadApplicationEvent<ExclusiveUseRefused>> {
    @Override
    public void onApplicationEvent(PayloadApplicationEvent<ExclusiveUseRefused> event) {
      System.err.println(
          "scanfleet gateway: another gateway with a SQLite database is connected to this broker."
              + " Stop it, or give both the same PostgreSQL with --database.");
      // At once: the way down would wait for the thread that brought the event.
      Runtime.getRuntime().halt(FAILED);
    }
  }
}
