import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Measures how the gateway stores, opens, searches, compares and exports trees, beside one row for
 * each file in the same database: {@code ./scanfleet bench trees}.
 */
final class Trees {

  private static final int CLIENTS = 20;
  private static final double CALM_REQUESTS = 200;
  private static final double MIB = 1 << 20;

  private final Options options;
  private final Progress progress = new Progress();
  private Postgres postgres;

  private Trees(Options options) {
    this.options = options;
  }

  public static void main(String[] arguments) throws Exception {
    Locale.setDefault(Locale.ROOT);
    try {
      new Trees(Options.of(arguments)).run();
    } catch (BenchException e) {
      System.err.println("\r\033[Kscanfleet bench trees: " + e.getMessage());
      System.exit(1);
    }
    System.exit(0); // whatever threads a client library has left
  }

  private void run() throws Exception {
    if (Broker.scripts().isEmpty()) {
      throw new BenchException("the gateway needs RabbitMQ: apt install rabbitmq-server");
    }
    List<String> databases = new ArrayList<>(options.databases());
    if (databases.contains("postgresql")) {
      if (Postgres.programs().isEmpty()) {
        System.out.println("PostgreSQL is left out: needs postgresql");
        databases.remove("postgresql");
      } else {
        progress.of("server", "PostgreSQL");
        postgres = Postgres.start(options.work());
      }
    }
    progress.of("broker", "RabbitMQ");
    try (Broker broker = Broker.start("broker", options.work(), Proc.ANY_CORE, "", "")) {
      System.out.println("gateway: " + Ingest.HEAP + "; nothing is pinned to a core");
      System.out.println();
      for (String database : databases) {
        for (long files : options.files()) {
          for (Shape shape : options.shapes()) {
            run(database, files, shape, broker.port);
          }
        }
      }
    }
    if (postgres != null) {
      postgres.close();
    }
  }

  private void run(String databaseKind, long files, Shape shape, int brokerPort) throws Exception {
    String title = "%s, about %,d files, %s".formatted(shape.label, files, databaseKind);
    Postgres server = databaseKind.equals("sqlite") ? null : postgres;
    Path directory = Files.createTempDirectory(options.work(), "data");
    try (Database database = Database.create(directory, server, "trees")) {
      progress.of(title, "gateway");
      Ingest ingest = new Ingest(options, progress, brokerPort);
      Ingest.Outcome outcome = ingest.run(database, shape, files);
      Stored stored = outcome.stored();
      List<String[]> opened = new ArrayList<>();
      try (GatewayProcess gateway = outcome.gateway()) {
        if (options.wants("open")) {
          opened.addAll(open(gateway, database, stored));
        }
      }
      Map<String, double[]> rows = Map.of();
      long rowBytes = 0;
      if (options.wants("rows")) {
        progress.of(title, "one row per file");
        try (Database plain = Database.create(directory, server, "plain")) {
          rows = rows(plain, shape, files);
          rowBytes = plain.bytes();
        }
      }
      progress.clear();
      System.out.printf(
          "%s: %,d files and %,d directories, %.1f bytes a file in pages%n",
          title,
          stored.files(),
          stored.entries() - stored.files() + 1,
          stored.pageBytes() / (double) stored.files());
      print(database, stored, rows, rowBytes);
      print(opened, rows);
    }
  }

  // --- writing ----------------------------------------------------------------------------------

  private void print(
      Database database, Stored stored, Map<String, double[]> rows, long rowBytes)
      throws Exception {
    Table table =
        new Table("write", "files/s", "s", "CPU s", "of the server", "bytes a file", "RSS MiB");
    double rate = stored.files() / stored.medianSeconds();
    double cpu = Stored.median(stored.cpuSeconds());
    double serverCpu = Stored.median(stored.serverCpuSeconds());
    long allFiles =
        (stored.trees() - 1) * stored.files() + Math.min(stored.files(), 1_000_000);
    double bytes = database.bytes() / (double) allFiles;
    table.row(
        "gateway",
        "%,.0f".formatted(rate),
        each(stored.seconds()),
        each(stored.cpuSeconds()),
        each(stored.serverCpuSeconds()),
        "%.1f".formatted(bytes),
        "%.0f".formatted(stored.peakRssBytes() / MIB));
    double[] written = rows.get("write");
    if (written != null) {
      table.row(
          "one row per file",
          "%,.0f".formatted(written[0] / written[1]),
          "%.2f".formatted(written[1]),
          "%.2f".formatted(written[2]),
          "",
          "%.1f".formatted(rowBytes / (double) stored.files()),
          "");
      table.row(
          "ratio",
          "%.1f".formatted(rate / (written[0] / written[1])),
          "",
          "%.1f".formatted(written[2] / (cpu + serverCpu)),
          "",
          "%.1f".formatted(rowBytes / (double) stored.files() / bytes),
          "");
    }
    table.print();
    System.out.printf("  the first tree, from ready: %.2f s%n%n", stored.firstSeconds());
  }

  private static String each(List<Double> values) {
    return String.join(" ", values.stream().map("%.2f"::formatted).toList());
  }

  private Map<String, double[]> rows(Database plain, Shape shape, long files) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                System.getProperty("java.home") + "/bin/java",
                "-Xmx1g",
                "-XX:+UseCompactObjectHeaders",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                options.classes(),
                "Rows",
                plain.url(),
                shape.label,
                Long.toString(files),
                Long.toString(plain.serverPid()),
                "write"));
    if (options.wants("open")) {
      command.add("open");
    }
    Map<String, double[]> figures = new LinkedHashMap<>();
    try (Proc process = Proc.start("rows", options.work(), Proc.ANY_CORE, Map.of(), command)) {
      for (String line : process.await()) {
        String[] words = line.split(" ");
        double[] numbers = new double[words.length - 1];
        for (int i = 1; i < words.length; i++) {
          numbers[i - 1] = Double.parseDouble(words[i]);
        }
        figures.put(words[0], numbers);
      }
    }
    return figures;
  }

  // --- opening ----------------------------------------------------------------------------------

  private List<String[]> open(GatewayProcess gateway, Database database, Stored stored)
      throws Exception {
    List<Sample.Place> places = stored.places();
    String start = "/api/v1/scans/" + stored.batch() + "/tree?path=";
    HttpLoad load =
        new HttpLoad(gateway.port, CLIENTS, places.size(), i -> start + places.get(i).path());
    progress.say("opening directories, to warm up");
    load.run(options.seconds(), 0);
    List<String[]> rows = new ArrayList<>();
    for (double perSecond : new double[] {0, CALM_REQUESTS}) {
      progress.say("opening directories");
      double cpu = -gateway.process.cpuSeconds();
      double server = -database.serverCpuSeconds();
      HttpLoad.Result result = load.run(options.seconds(), perSecond);
      cpu += gateway.process.cpuSeconds();
      server += database.serverCpuSeconds();
      if (result.failures() > 0) {
        throw new BenchException(result.failures() + " directories could not be opened");
      }
      rows.add(
          new String[] {
            "gateway, %d clients, %s"
                .formatted(CLIENTS, perSecond == 0 ? "no pause" : "%.0f/s".formatted(perSecond)),
            "%,.0f".formatted(result.requests() / result.seconds()),
            "%.2f".formatted(result.quantile(0.5)),
            "%.2f".formatted(result.quantile(0.99)),
            "%.0f".formatted(1e6 * cpu / result.requests()),
            "%.0f".formatted(1e6 * server / result.requests()),
            "%,d".formatted(result.bytes() / result.requests())
          });
    }
    return rows;
  }

  private static void print(List<String[]> opened, Map<String, double[]> rows) {
    if (opened.isEmpty()) {
      return;
    }
    Table table =
        new Table("open", "requests/s", "p50 ms", "p99 ms", "CPU µs", "of the server", "bytes");
    opened.forEach(table::row);
    double[] plain = rows.get("open");
    if (plain != null) {
      table.row(
          "one row per file, SQL alone",
          "%,.0f".formatted(plain[0] / plain[1]),
          "%.2f".formatted(plain[3]),
          "%.2f".formatted(plain[4]),
          "%.0f".formatted(1e6 * plain[2] / plain[0]),
          "",
          "");
    }
    table.print();
  }
}
