package io.scanfleet.standalone;

import io.scanfleet.agent.terminal.ProgressLine;
import io.scanfleet.gateway.ListenAddress;
import io.scanfleet.gateway.RetentionOptions;
import io.scanfleet.gateway.batch.CurrentProgress;
import io.scanfleet.gateway.batch.Scan;
import io.scanfleet.gateway.batch.ScanRepository;
import io.scanfleet.model.AgentId;
import io.scanfleet.model.BatchId;
import io.scanfleet.model.DataDirectory;
import io.scanfleet.model.HostName;
import io.scanfleet.model.message.ProgressMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.logging.LoggingSystem;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command line of {@code scanfleet run}. */
@Command(
    name = "scanfleet run",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Scans directories and shows it in the browser: broker, gateway and agent in one",
      "process, on this host alone. Stays up until Ctrl-C; scans are kept for the next time."
    })
public final class Standalone implements Callable<Integer> {

  private static final int FAILED = 1;
  private static final int USAGE = 2;

  @Parameters(
      paramLabel = "DIR",
      arity = "1..*",
      description = "Directories to scan, each as a scan of its own. Nothing outside is ever read.")
  private List<Path> directories = new ArrayList<>();

  @Option(
      names = "--port",
      defaultValue = "8080",
      description = "Port of the page on the loopback interface. Default: ${DEFAULT-VALUE}.")
  private int port;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Where scans are kept. Default: the user's data directory.")
  private @Nullable Path data;

  @Option(names = "--no-scan", description = "Start, but scan nothing yet.")
  private boolean noScan;

  @Mixin private RetentionOptions retention = new RetentionOptions();

  private Standalone() {}

  public static void main(String[] args) {
    int code =
        new CommandLine(new Standalone())
            .setParameterExceptionHandler(
                (e, arguments) -> {
                  System.err.println("scanfleet run: " + e.getMessage() + " (see --help)");
                  return USAGE;
                })
            .execute(args);
    if (code != 0) {
      System.exit(code);
    }
  }

  @Override
  public Integer call() throws InterruptedException {
    ListenAddress address;
    List<Path> roots = new ArrayList<>();
    List<String> settings = new ArrayList<>();
    try {
      settings.addAll(retention.arguments());
      for (Path directory : directories) {
        roots.add(existing(directory));
      }
      address = new ListenAddress("127.0.0.1", port);
    } catch (IllegalArgumentException e) {
      return complain(e, USAGE);
    }
    settings.addAll(
        List.of(
            "--logging.level.root=warn",
            "--logging.level.io.scanfleet=warn",
            "--logging.level.org.apache.qpid=error",
            "--logging.level.qpid=error"));
    StandaloneServer server;
    // The broker starts before the applications that configure the log.
    LoggingSystem.get(Standalone.class.getClassLoader()).beforeInitialize();
    try {
      address.requireAvailable();
      server =
          StandaloneServer.start(
              address,
              AgentId.fromHostName(HostName.ofThisHost()),
              roots,
              data != null ? data.toAbsolutePath() : DataDirectory.ofUser(),
              settings.toArray(String[]::new));
    } catch (ListenAddress.UnavailableException | IOException e) {
      return complain(e, FAILED);
    }
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(server::close));
    Map<BatchId, Path> scans = new LinkedHashMap<>();
    if (!noScan) {
      roots.forEach(root -> scans.put(server.scan(root), root));
    }
    System.out.println("Scanfleet is at http://localhost:" + port + "/ (Ctrl-C ends it)");
    follow(server, scans);
    Thread.currentThread().join();
    return 0;
  }

  private static Path existing(Path directory) {
    try {
      Path real = directory.toRealPath();
      if (Files.isDirectory(real)) {
        return real;
      }
    } catch (IOException e) {
      throw new IllegalArgumentException("no such directory: " + directory, e);
    }
    throw new IllegalArgumentException("not a directory: " + directory);
  }

  private static int complain(Exception e, int code) {
    System.err.println("scanfleet run: " + e.getMessage());
    return code;
  }

  private static void follow(StandaloneServer server, Map<BatchId, Path> scans)
      throws InterruptedException {
    ProgressLine line = ProgressLine.on(System.out);
    ScanRepository repository = server.gateway().getBean(ScanRepository.class);
    CurrentProgress progress = server.gateway().getBean(CurrentProgress.class);
    Map<BatchId, Path> running = new LinkedHashMap<>(scans);
    while (!running.isEmpty()) {
      BatchId first = running.keySet().iterator().next();
      Optional<Scan> scan = repository.find(first);
      if (scan.isEmpty()) {
        // Deleted in the browser.
        running.remove(first);
        continue;
      }
      ProgressMessage message = progress.of(scan.get());
      if (scan.get().status().isFinal()) {
        line.ended(
            String.valueOf(running.remove(first)), message, Duration.ofMillis(millis(scan.get())));
      } else {
        line.show(message, running.size() - 1);
        progress.await(first, message.sequence(), ProgressLine.REFRESH);
        Thread.sleep(ProgressLine.REFRESH);
      }
    }
  }

  private static long millis(Scan scan) {
    Double start = scan.startedAt();
    Double end = scan.finishedAt();
    return start == null || end == null ? 0 : Math.round((end - start) * 1000);
  }
}
