package io.scanfleet.agent.terminal;

import io.scanfleet.agent.progress.ProgressTicker;
import io.scanfleet.agent.progress.ScanCounters;
import io.scanfleet.agent.progress.TotalEstimate;
import io.scanfleet.agent.tree.TreeBuilder;
import io.scanfleet.agent.tree.TreeSink;
import io.scanfleet.agent.walk.DirectoryException;
import io.scanfleet.agent.walk.DirectoryReader;
import io.scanfleet.agent.walk.Excludes;
import io.scanfleet.agent.walk.Volume;
import io.scanfleet.agent.walk.WalkLimits;
import io.scanfleet.agent.walk.Walker;
import io.scanfleet.model.AgentId;
import io.scanfleet.model.BatchId;
import io.scanfleet.model.TargetId;
import io.scanfleet.model.Totals;
import io.scanfleet.model.message.ProgressMessage;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;

/**
 * The command line of {@code scanfleet scan}: the walker alone, without broker, gateway or Spring.
 * What one runs on a NAS head before trusting the agent.
 */
@Command(
    name = "scanfleet scan",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Scans one directory of this host and tells what is in it. It only reads.",
      "Ctrl-C ends it with what was found so far."
    },
    footer =
        "Exit code: 0 if everything was read, 1 if something could not be, 2 for wrong arguments.")
public final class ScanCommand implements Callable<Integer> {

  private static final int INCOMPLETE = 1;
  private static final int USAGE = 2;
  private static final Duration RUN_DOWN = Duration.ofSeconds(5);

  @Parameters(paramLabel = "DIR", description = "The directory.")
  private Path directory = Path.of("");

  @Option(
      names = "--top",
      paramLabel = "N",
      defaultValue = "10",
      description = "How many of the biggest directories to show. Default: ${DEFAULT-VALUE}.")
  private int top;

  @Option(names = "--json", description = "Print the summary as JSON.")
  private boolean json;

  @Option(
      names = "--ncdu",
      paramLabel = "FILE",
      description = "Write the whole tree for 'ncdu -f' and 'gdu -f'; - for standard output.")
  private @Nullable String ncdu;

  @Option(
      names = "--exclude",
      paramLabel = "GLOB",
      description = {
        "Pass over what matches; may be given again. .snapshot, .zfs and lost+found are",
        "passed over anyway: '!lost+found' takes that back."
      })
  private List<String> exclude = new ArrayList<>();

  @Option(names = "--cross-mounts", description = "Enter other file systems mounted below.")
  private boolean crossMounts;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "0",
      description = "Directories read at once. Default: what fits the storage, found by measuring.")
  private int threads;

  @Option(
      names = "--max-entries-per-second",
      paramLabel = "N",
      defaultValue = "0",
      description = "A ceiling. Default: none.")
  private long maxEntriesPerSecond;

  @Option(
      names = "--portable",
      description = "Use the JDK's file functions, as on other systems than Linux.")
  private boolean portable;

  private volatile boolean cancelled;
  private volatile boolean walking;

  private ScanCommand() {}

  public static void main(String[] args) {
    int code =
        new CommandLine(new ScanCommand())
            .setParameterExceptionHandler(
                (e, arguments) -> {
                  System.err.println("scanfleet scan: " + e.getMessage() + " (see --help)");
                  return USAGE;
                })
            .execute(args);
    System.out.flush();
    if (code != 0) {
      System.exit(code);
    }
  }

  @Override
  public Integer call() throws InterruptedException {
    WalkLimits limits;
    Excludes excludes;
    Path root;
    try {
      limits = new WalkLimits(threads, maxEntriesPerSecond);
      excludes = Excludes.withDefaults(exclude);
      if (top < 0) {
        throw new IllegalArgumentException("--top cannot be negative: " + top);
      }
      root = existing(directory);
    } catch (IllegalArgumentException e) {
      return complain(e.getMessage(), USAGE);
    }
    CountDownLatch ended = new CountDownLatch(1);
    Thread onSignal = Thread.ofPlatform().unstarted(() -> endOnSignal(ended));
    Runtime.getRuntime().addShutdownHook(onSignal);
    try {
      return scan(root, limits, excludes);
    } catch (DirectoryException e) {
      return complain("cannot open " + root + ": " + e.reason(), INCOMPLETE);
    } catch (IOException e) {
      return complain(e.getMessage(), INCOMPLETE);
    } finally {
      walking = false;
      ended.countDown();
    }
  }

  private void endOnSignal(CountDownLatch ended) {
    cancelled = true;
    try {
      if (walking && !ended.await(RUN_DOWN.toSeconds(), TimeUnit.SECONDS)) {
        System.err.println("scanfleet scan: the storage does not answer; leaving");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private int scan(Path root, WalkLimits limits, Excludes excludes)
      throws IOException, DirectoryException, InterruptedException {
    ScanSummary summary = new ScanSummary(top);
    String export = ncdu;
    if (export == null) {
      return walk(root, limits, excludes, summary, summary);
    }
    try (NcduExport tree = new NcduExport(summary)) {
      int code = walk(root, limits, excludes, summary, tree);
      writeExport(tree, export, root);
      return code;
    }
  }

  private int walk(
      Path root, WalkLimits limits, Excludes excludes, ScanSummary summary, TreeSink sink)
      throws DirectoryException, InterruptedException {
    DirectoryReader reader =
        portable ? DirectoryReader.portable() : DirectoryReader.forThisSystem();
    ScanCounters counters = new ScanCounters();
    TreeBuilder tree = new TreeBuilder(sink, counters, null);
    TotalEstimate estimate =
        crossMounts ? TotalEstimate.none() : TotalEstimate.of(null, Volume.usedInodes(root));
    long start = System.nanoTime();
    walking = true;
    try (Walker walker = new Walker(reader, limits)) {
      ProgressTicker ticker =
          new ProgressTicker(
              new TargetId(BatchId.random(), 0),
              new AgentId("terminal"),
              1,
              root.toString(),
              () -> estimate,
              counters,
              walker::isThrottled,
              InstantSource.system(),
              System::nanoTime);
      ProgressLine line = ProgressLine.on(System.err);
      Thread ticks = Thread.ofPlatform().daemon().start(() -> show(line, ticker));
      try {
        walker.walk(new Walker.Request(root, root, excludes, crossMounts), tree, () -> cancelled);
      } finally {
        ticks.interrupt();
        ticks.join();
        line.clear();
      }
    }
    Totals totals = tree.totals();
    ScanReport report =
        new ScanReport(
            root.toString(),
            cancelled ? "cancelled" : "completed",
            totals.files(),
            counters.directories(),
            totals.symlinks(),
            totals.specials(),
            totals.bytes(),
            totals.allocatedBytes(),
            totals.errors(),
            totals.partial(),
            (System.nanoTime() - start) / 1e9,
            summary.biggest(),
            summary.unreadable());
    print(report);
    return totals.partial() ? INCOMPLETE : 0;
  }

  private static void show(ProgressLine line, ProgressTicker ticker) {
    try {
      while (line.isLive()) {
        ProgressMessage message = ticker.tick();
        if (message != null) {
          line.show(message, 0);
        }
        Thread.sleep(ProgressLine.REFRESH);
      }
    } catch (InterruptedException e) {
      // The walk has ended.
    }
  }

  private void print(ScanReport report) {
    PrintStream out = "-".equals(ncdu) ? System.err : System.out;
    if (json) {
      out.println(
          JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValueAsString(report));
    } else {
      report.print(out);
    }
  }

  private static void writeExport(NcduExport tree, String file, Path root) throws IOException {
    String version =
        Objects.requireNonNullElse(ScanCommand.class.getPackage().getImplementationVersion(), "0");
    long now = InstantSource.system().millis() / 1000;
    if (file.equals("-")) {
      try (OutputStream out = new FileOutputStream(FileDescriptor.out)) {
        tree.writeTo(out, root, version, now);
      }
      return;
    }
    Path target = Path.of(file).toAbsolutePath();
    Path unfinished = target.resolveSibling(target.getFileName() + ".part");
    try {
      try (OutputStream out = Files.newOutputStream(unfinished)) {
        tree.writeTo(out, root, version, now);
      }
      Files.move(unfinished, target, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      Files.deleteIfExists(unfinished);
      throw new IOException("cannot write " + file + ": " + e, e);
    }
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

  private static int complain(@Nullable String message, int code) {
    byte[] line = ("scanfleet scan: " + message + "\n").getBytes(StandardCharsets.UTF_8);
    System.err.write(line, 0, line.length);
    System.err.flush();
    return code;
  }
}
