import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * A process of ours, pinned to a core or not, with what it and its descendants use. All that was started
 * is killed when this program ends, however it ends; its id is also written to a file, so that the
 * script around can do it where this program was killed itself. Nothing is stopped gently: no state
 * outlives a run.
 */
final class Proc implements AutoCloseable {

  /** Not pinned. */
  static final int ANY_CORE = -1;

  private static final double TICKS_PER_SECOND = 100; // of /proc/PID/stat, on every Linux
  private static final Set<Proc> STARTED = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> STARTED.forEach(Proc::close)));
  }

  private final Process process;
  private final Path log;
  private final String name;

  private Proc(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
  }

  static Proc start(
      String name, Path work, int core, Map<String, String> environment, List<String> command) {
    Path log = work.resolve(name + ".log");
    List<String> pinned =
        core == ANY_CORE
            ? new ArrayList<>()
            : new ArrayList<>(List.of("taskset", "-c", Integer.toString(core)));
    pinned.addAll(command);
    ProcessBuilder builder =
        new ProcessBuilder(pinned)
            .redirectErrorStream(true)
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectOutput(log.toFile());
    builder.environment().keySet().removeIf(key -> key.matches("(RABBITMQ|ERL)_.*|NOTIFY_SOCKET"));
    builder.environment().putAll(environment);
    try {
      Proc started = new Proc(name, builder.start(), log);
      STARTED.add(started);
      Files.writeString(
          work.resolve("pids"),
          started.process.pid() + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
      return started;
    } catch (IOException e) {
      throw new BenchException("cannot start " + name + ": " + e.getMessage());
    }
  }

  long pid() {
    return process.pid();
  }

  /**
   * Fails if it has ended.
   *
   * @throws BenchException with the end of what it said
   */
  void requireRunning() {
    if (!process.isAlive()) {
      throw new BenchException(name + " ended by itself:\n" + tail());
    }
  }

  String tail() {
    List<String> lines = said();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 15), lines.size()));
  }

  private List<String> said() {
    try {
      return Files.readAllLines(log);
    } catch (IOException e) {
      return List.of();
    }
  }

  /**
   * Waits for its end; all that it said.
   *
   * @throws BenchException if it failed
   */
  List<String> await() throws InterruptedException {
    if (process.waitFor() != 0) {
      throw new BenchException(name + " failed:\n" + tail());
    }
    return said();
  }

  /** User and system time of it and its descendants, so far. */
  double cpuSeconds() {
    return cpuSeconds(process.toHandle());
  }

  /** User and system time of a process and its descendants, also those that have ended, so far. */
  static double cpuSeconds(ProcessHandle process) {
    long ticks = 0;
    for (long pid : family(process)) {
      try {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        // The name, in parentheses, may hold anything; after it come fields 3 and on.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        for (int i = 11; i <= 14; i++) {
          ticks += Long.parseLong(fields[i]);
        }
      } catch (IOException e) {
        // It has just ended.
      }
    }
    return ticks / TICKS_PER_SECOND;
  }

  /** Resident memory of it and its descendants; pages that they share count for each. */
  long rssBytes() {
    return memoryBytes("VmRSS:");
  }

  /** The most that was ever resident, of it and its descendants, each at its own time. */
  long peakRssBytes() {
    return memoryBytes("VmHWM:");
  }

  private long memoryBytes(String field) {
    long kibibytes = 0;
    for (long pid : family(process.toHandle())) {
      try {
        for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
          if (line.startsWith(field)) {
            kibibytes += Long.parseLong(line.replaceAll("\\D", ""));
          }
        }
      } catch (IOException e) {
        // It has just ended.
      }
    }
    return kibibytes * 1024;
  }

  private static List<Long> family(ProcessHandle process) {
    List<Long> pids = new ArrayList<>(List.of(process.pid()));
    process.descendants().forEach(child -> pids.add(child.pid()));
    return pids;
  }

  /** User and system time of this program, so far. */
  static double ownCpuSeconds() {
    var system =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return system.getProcessCpuTime() / 1e9;
  }

  /**
   * How long a core was not idle, so far, whoever used it; what a hypervisor took counts as well.
   */
  static double busySeconds(int core) {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/stat"))) {
        if (line.startsWith("cpu" + core + " ")) {
          String[] fields = line.split(" ");
          long ticks = 0;
          for (int i = 1; i <= 8; i++) {
            ticks += i == 4 || i == 5 ? 0 : Long.parseLong(fields[i]); // idle, waiting for disks
          }
          return ticks / TICKS_PER_SECOND;
        }
      }
      return 0;
    } catch (IOException e) {
      return 0;
    }
  }

  /** The lines that a short command prints. */
  static List<String> output(List<String> command) throws InterruptedException {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String all = new String(process.getInputStream().readAllBytes());
      process.waitFor();
      return all.lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    // Asked for before: once the parent has ended they are no longer its descendants.
    List<ProcessHandle> descendants = process.descendants().toList();
    process.destroyForcibly();
    descendants.forEach(ProcessHandle::destroyForcibly);
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    STARTED.remove(this);
  }
}
