import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/**
 * Measures servers that fan progress out over WebSocket, side by side: {@code ./scanfleet bench
 * live}. Each scenario starts each server anew on core 0; this program, and the broker that feeds
 * the gateway, have core 1.
 */
final class Live {

  private static final int BATCHES = 10;
  private static final long FAST = 50_000_000; // 20 a second
  private static final long CALM = 250_000_000; // 4 a second
  private static final long JITTER_LEAST = 120_000_000;
  private static final long JITTER_MOST = 180_000_000;
  private static final double FRESH_MILLIS = 300;
  private static final double MIB = 1 << 20;

  private final Options options;
  private final Progress progress = new Progress();
  private final Set<Kind> missing = EnumSet.noneOf(Kind.class);
  private Broker broker;

  private Live(Options options) {
    this.options = options;
  }

  public static void main(String[] arguments) throws Exception {
    Locale.setDefault(Locale.ROOT);
    try {
      new Live(Options.of(arguments)).run();
    } catch (BenchException e) {
      System.err.println("\r\033[Kscanfleet bench live: " + e.getMessage());
      System.exit(1);
    }
    System.exit(0); // whatever threads a client library has left
  }

  private void run() throws Exception {
    for (Kind kind : options.servers()) {
      String packages = kind.missing();
      if (packages != null) {
        missing.add(kind);
        System.out.println(kind.label + " is left out: needs " + packages);
      }
    }
    List<Kind> kinds = options.servers().stream().filter(k -> !missing.contains(k)).toList();
    if (kinds.isEmpty()) {
      throw new BenchException("no server to measure");
    }
    if (kinds.contains(Kind.GATEWAY)) {
      if (Broker.scripts().isEmpty()) {
        throw new BenchException("the gateway needs RabbitMQ: apt install rabbitmq-server");
      }
      progress.of("broker", "RabbitMQ");
      broker = Broker.start("broker", options.work(), 1, "", "");
      System.out.println("gateway: " + GatewayServer.HEAP + ", fed through RabbitMQ");
    }
    System.out.println(
        "messages: "
            + (options.size() == 0
                ? "of peers as the gateway's"
                : "of peers " + options.size() + " bytes, the gateway's as they are"));
    System.out.println();
    for (String scenario : options.scenarios()) {
      switch (scenario) {
        case "crowd" -> load(scenario, kinds, crowd());
        case "calm" -> load(scenario, kinds, plain(options.sessions(), 1, CALM, 0));
        case "small" -> load(scenario, kinds, plain(tenth(), 1, FAST, tenth() / 100));
        case "many" -> load(scenario, kinds, plain(options.sessions(), 5, CALM, 0));
        case "most" -> most(kinds);
        case "memory" -> memory(kinds);
        case "reconnect" -> reconnect(kinds);
        case "idle-latency" -> load(scenario, kinds, idle());
        default -> throw new BenchException("no such scenario: '" + scenario + "' (see --help)");
      }
    }
    if (broker != null) {
      broker.close();
    }
  }

  // --- loads ------------------------------------------------------------------------------------

  private int tenth() {
    return Math.max(1, options.sessions() / 10);
  }

  private int sample(int sessions) {
    return Math.min(sessions, options.sample());
  }

  private Load crowd() {
    return plain(options.sessions(), 1, FAST, options.sessions() / 100);
  }

  private Load plain(int sessions, int subscriptions, long period, int stalled) {
    return new Load(
        sessions,
        subscriptions,
        BATCHES,
        period,
        period,
        stalled,
        sample(sessions - stalled),
        Math.round(options.warmUp() * 1000),
        Math.round(options.seconds() * 1000));
  }

  private Load idle() {
    long window = options.ticks() * (JITTER_LEAST + JITTER_MOST) / 2_000_000;
    return new Load(
        1, 1, 1, JITTER_LEAST, JITTER_MOST, 0, 1, Math.round(options.warmUp() * 1000), window);
  }

  private static String described(Load load) {
    String rate =
        load.leastNanos() == load.mostNanos()
            ? "%.0f/s".formatted(1e9 / load.leastNanos())
            : "a tick each %d–%d ms"
                .formatted(load.leastNanos() / 1_000_000, load.mostNanos() / 1_000_000);
    return "%,d sessions, each of %d of %d batches, %s, %d stalled, %d timed; %.1f s after %.1f s of warm-up"
        .formatted(
            load.sessions(),
            load.subscriptions(),
            load.batches(),
            rate,
            load.stalled(),
            load.sample(),
            load.windowMillis() / 1000.0,
            load.warmUpMillis() / 1000.0);
  }

  // --- scenarios --------------------------------------------------------------------------------

  private Server start(Kind kind) throws Exception {
    return kind.start(
        new Server.Place(
            options.work(),
            options.home(),
            options.openFiles(),
            new Bodies(options.size()),
            broker));
  }

  private void load(String name, List<Kind> kinds, Load load) throws Exception {
    Map<Kind, Run> runs = new LinkedHashMap<>();
    Map<Kind, String> failures = new LinkedHashMap<>();
    for (Kind kind : kinds) {
      progress.of(name, kind.label);
      try (Server server = start(kind)) {
        runs.put(kind, Run.of(server, load, progress));
      } catch (BenchException e) {
        failures.put(kind, e.getMessage());
      }
    }
    progress.clear();
    System.out.println(name + ": " + described(load));
    Run first = runs.get(Kind.GATEWAY);
    Table delivered =
        new Table(
            "",
            "open",
            "in s",
            "bytes",
            "offered/s",
            "sent/s",
            "skipped",
            "age p50",
            "p99",
            "max ms",
            "lag p50",
            "p99",
            "max ms",
            "p99 ratio");
    Table cost =
        new Table(
            "",
            "finals",
            "in s",
            "stalled's",
            "closed",
            "stalled's",
            "CPU s",
            "core s",
            "sent/CPU s",
            "ratio",
            "RSS MiB before",
            "begin",
            "end",
            "after",
            "generator CPU s",
            "core s",
            "tick ms");
    for (Kind kind : kinds) {
      Run run = runs.get(kind);
      if (run == null) {
        delivered.row(kind.label, failures.get(kind));
        continue;
      }
      Crowd.Measured m = run.measured();
      delivered.row(
          kind.label,
          "%,d".formatted(run.opened()),
          "%.1f".formatted(run.openedSeconds()),
          "%d".formatted(m.messages() == 0 ? 0 : m.messageBytes() / m.messages()),
          "%,.0f".formatted(run.offeredPerSecond()),
          "%,.0f".formatted(run.deliveriesPerSecond()),
          "%.1f %%".formatted(100 * run.skippedShare()),
          millis(run.ageMillis(50)),
          millis(run.ageMillis(99)),
          millis(run.ageMillis(100)),
          millis(run.lagMillis(50)),
          millis(run.lagMillis(99)),
          millis(run.lagMillis(100)),
          first == null ? "" : "%.2f".formatted(run.lagMillis(99) / first.lagMillis(99)));
      cost.row(
          kind.label,
          "%,d of %,d".formatted(run.finals(), run.expectedFinals()),
          "%.1f".formatted(run.finalsSeconds()),
          "%,d of %,d".formatted(run.stalledFinals(), load.stalled() * load.subscriptions()),
          closes(m.closes()),
          closes(m.stalledCloses()),
          "%.2f".formatted(run.serverCpu()),
          "%.2f of %.1f%s"
              .formatted(run.coreBusy(), run.windowSeconds(), isDisturbed(run) ? " (!)" : ""),
          "%,.0f".formatted(run.deliveriesPerCpuSecond()),
          first == null
              ? ""
              : "%.2f".formatted(run.deliveriesPerCpuSecond() / first.deliveriesPerCpuSecond()),
          mebibytes(run.rss()[0]),
          mebibytes(run.rss()[1]),
          mebibytes(run.rss()[2]),
          mebibytes(run.rss()[3]),
          "%.2f".formatted(run.generatorCpu()),
          "%.2f%s".formatted(run.otherCoreBusy(), isCramped(run) ? " (!)" : ""),
          run.tickSeconds().isPresent()
              ? "%.0f".formatted(run.tickSeconds().getAsDouble() * 1000)
              : "–");
    }
    delivered.print();
    cost.print();
    runs.forEach((kind, run) -> remarks(kind, run));
  }

  /** Whether others had the server's core for more than a tenth of the window. */
  private static boolean isDisturbed(Run run) {
    return run.coreBusy() - run.serverCpu() > run.windowSeconds() / 10;
  }

  /** Whether the generator was short of its core, which it shares with the broker. */
  private static boolean isCramped(Run run) {
    return run.otherCoreBusy() > run.windowSeconds() * 0.85;
  }

  private static void remarks(Kind kind, Run run) {
    List<String> remarks = new ArrayList<>();
    Crowd.Measured m = run.measured();
    if (!run.refusals().isEmpty()) {
      remarks.add("not opened: " + run.refusals());
    }
    if (m.unresolved() > 0) {
      remarks.add(
          "%,d states never followed by anything; their lag is at least what was counted"
              .formatted(m.unresolved()));
    }
    if (m.backwards() > 0) {
      remarks.add("%,d messages older than one before them".formatted(m.backwards()));
    }
    if (m.strange() > 0) {
      remarks.add("%,d frames not understood".formatted(m.strange()));
    }
    if (isDisturbed(run)) {
      remarks.add("others used its core (!): latencies are partly theirs");
    }
    if (isCramped(run)) {
      remarks.add("the generator's core was busy (!): latencies are partly its own");
    }
    if (!remarks.isEmpty()) {
      System.out.println("  " + kind.label + ": " + String.join("; ", remarks) + "\n");
    }
  }

  /** The most sessions of which the crowd's news is fresh, by halving the interval. */
  private void most(List<Kind> kinds) throws Exception {
    List<String[]> rows = new ArrayList<>();
    for (Kind kind : kinds) {
      progress.of("most", kind.label);
      StringBuilder steps = new StringBuilder();
      int low = 0;
      int high = options.to();
      try (Server server = start(kind)) {
        int next = options.from();
        while (next > low) {
          Load load =
              new Load(
                  next,
                  1,
                  BATCHES,
                  FAST,
                  FAST,
                  0,
                  sample(next),
                  Math.round(options.warmUp() * 1000),
                  Math.round(options.seconds() * 500));
          progress.of("most", kind.label + " " + next);
          Run run = Run.of(server, load, progress);
          boolean fresh = run.opened() == next && run.lagMillis(99) < FRESH_MILLIS;
          steps.append(" %,d %s ms".formatted(next, millis(run.lagMillis(99))));
          if (fresh) {
            low = next;
            next = low == options.from() ? options.to() : (low + high) / 2;
          } else {
            high = next;
            next = low == 0 ? 0 : (low + high) / 2;
          }
          if (low == options.to() || high - low <= Math.max(100, options.to() / 25)) {
            break;
          }
        }
        String found =
            low == 0
                ? "under %,d".formatted(options.from())
                : low == options.to() ? "%,d or more".formatted(low) : "%,d".formatted(low);
        rows.add(new String[] {kind.label, found, steps.toString().strip()});
      } catch (BenchException e) {
        rows.add(new String[] {kind.label, "-", steps + " " + e.getMessage()});
      }
    }
    progress.clear();
    System.out.printf(
        "most: the most sessions with lag p99 under %.0f ms, %d batches at 20/s, from %,d to %,d%n",
        FRESH_MILLIS, BATCHES, options.from(), options.to());
    Table table = new Table("", "sessions", "tried, with lag p99");
    rows.forEach(table::row);
    table.print();
  }

  /** What an idle session takes. */
  private void memory(List<Kind> kinds) throws Exception {
    int size = options.sessions();
    Table table =
        new Table(
            "",
            "sessions",
            "heap MiB without",
            "with",
            "KiB a session",
            "RSS MiB without",
            "with",
            "KiB a session");
    for (Kind kind : kinds) {
      progress.of("memory", kind.label);
      try (Server server = start(kind);
          Feed feed = server.feed()) {
        Published published = new Published(feed.begin(BATCHES), 1000);
        for (int i = 0; i < BATCHES; i++) {
          Ticker.publish(feed, published, i);
        }
        progress.say("first sessions, which load what every server loads once");
        try (Crowd crowd = new Crowd(server.wire(), server.port(), published, tenth(), 1, 0, 0)) {
          crowd.open(60);
        }
        Thread.sleep(2000);
        OptionalLong heap = server.liveHeapBytes();
        long rss = server.process().rssBytes();
        try (Crowd crowd = new Crowd(server.wire(), server.port(), published, size, 1, 0, 0)) {
          progress.say("opening %,d sessions".formatted(size));
          int opened = crowd.open(180);
          Thread.sleep(3000);
          long rssWith = server.process().rssBytes();
          OptionalLong heapWith = server.liveHeapBytes();
          boolean hasHeap = heap.isPresent() && heapWith.isPresent();
          table.row(
              kind.label,
              "%,d".formatted(opened),
              hasHeap ? mebibytes(heap.getAsLong()) : "–",
              hasHeap ? mebibytes(heapWith.getAsLong()) : "–",
              hasHeap ? each(heapWith.getAsLong() - heap.getAsLong(), opened) : "–",
              mebibytes(rss),
              mebibytes(rssWith),
              each(rssWith - rss, opened));
        }
      } catch (BenchException e) {
        table.row(kind.label, e.getMessage());
      }
    }
    progress.clear();
    System.out.printf("memory: %,d idle sessions; the heap after a full collection%n", size);
    table.print();
  }

  /** All sessions drop at once and come back. */
  private void reconnect(List<Kind> kinds) throws Exception {
    int size = options.sessions();
    Table table = new Table("", "first time s", "all back s", "with their state", "CPU s", "not");
    for (Kind kind : kinds) {
      progress.of("reconnect", kind.label);
      try (Server server = start(kind);
          Feed feed = server.feed()) {
        Published published = new Published(feed.begin(BATCHES), 1_000_000);
        for (int i = 0; i < BATCHES; i++) {
          Ticker.publish(feed, published, i);
        }
        try (Ticker ticker = new Ticker(feed, published, CALM, CALM);
            Crowd crowd = new Crowd(server.wire(), server.port(), published, size, 1, 0, 0)) {
          progress.say("opening %,d sessions".formatted(size));
          long begin = System.nanoTime();
          crowd.open(180);
          double firstSeconds = (System.nanoTime() - begin) / 1e9;
          Thread.sleep(Math.round(options.warmUp() * 1000));
          progress.say("all drop and come back");
          double cpu = -server.process().cpuSeconds();
          crowd.dropAll();
          begin = System.nanoTime();
          int back = crowd.open(180);
          double seconds = (System.nanoTime() - begin) / 1e9;
          cpu += server.process().cpuSeconds();
          ticker.requireWorking();
          table.row(
              kind.label,
              "%.1f".formatted(firstSeconds),
              "%.1f".formatted(seconds),
              "%,d of %,d".formatted(back, size),
              "%.1f".formatted(cpu),
              crowd.refusals().isEmpty() ? "–" : crowd.refusals().toString());
        }
      } catch (BenchException e) {
        table.row(kind.label, e.getMessage());
      }
    }
    progress.clear();
    System.out.printf(
        "reconnect: %,d sessions drop at once and come back, 256 at a time, %d batches at 4/s%n",
        size, BATCHES);
    table.print();
  }

  // --- words ------------------------------------------------------------------------------------

  private static String millis(double value) {
    return value < 10 ? "%.1f".formatted(value) : "%,.0f".formatted(value);
  }

  private static String mebibytes(long bytes) {
    return "%.0f".formatted(bytes / MIB);
  }

  private static String each(long bytes, int sessions) {
    return sessions == 0 ? "–" : "%.1f".formatted(bytes / 1024.0 / sessions);
  }

  private static String closes(Map<Integer, Integer> byCode) {
    if (byCode.isEmpty()) {
      return "0";
    }
    List<String> parts = new ArrayList<>();
    new TreeMap<>(byCode).forEach((code, count) -> parts.add(count + "×" + code));
    return String.join(" ", parts);
  }
}
