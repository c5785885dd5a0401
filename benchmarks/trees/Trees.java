import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Measures how the gateway stores, opens, searches, compares and exports trees, beside one row for
 * each file in the same database: {@code ./scanfleet bench trees}.
 */
final class Trees {

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
    try (Database database = Database.create(directory, server, "trees");
        Database plain = Database.create(directory, server, "plain")) {
      progress.of(title, "gateway");
      Ingest ingest = new Ingest(options, progress, brokerPort);
      Ingest.Outcome outcome = ingest.run(database, shape, files);
      Stored stored = outcome.stored();
      try (GatewayProcess gateway = outcome.gateway()) {
        Subject subject = new Subject(gateway, database, stored, shape, files);
        progress.clear();
        System.out.printf(
            "%s: %,d files and %,d directories, %.1f bytes a file in pages%n",
            title,
            stored.files(),
            stored.entries() - stored.files() + 1,
            stored.pageBytes() / (double) stored.files());
        long bytes = database.bytes();
        Map<String, double[]> rows = rows(plain, subject, "write");
        print(stored, bytes, rows, plain.bytes());
        Open open = new Open(options, progress);
        Search search = new Search(progress);
        Export export = new Export(progress);
        Compare compare = new Compare(ingest, progress);
        if (options.wants("open")) {
          open.measure(subject);
          open.print(rows(plain, subject, "open"));
        }
        if (options.wants("search")) {
          search.measure(subject);
          search.print(rows(plain, subject, "search"));
        }
        if (options.wants("export")) {
          export.measure(subject);
          export.print(rows(plain, subject, "export"));
        }
        if (options.wants("compare")) {
          compare.measure(subject);
          compare.print(rows(plain, subject, "compare"));
        }
        System.out.printf(
            "  the gateway had at most %.0f MiB resident%n%n",
            gateway.process.peakRssBytes() / MIB);
      }
    }
  }

  // --- writing ----------------------------------------------------------------------------------

  private void print(
      Stored stored, long storedBytes, Map<String, double[]> rows, long rowBytes) {
    progress.clear();
    Table table =
        new Table("write", "files/s", "s", "CPU s", "of the server", "bytes a file", "RSS MiB");
    double rate = stored.files() / Stored.mean(stored.seconds());
    double cpu = Stored.mean(stored.cpuSeconds());
    double serverCpu = Stored.mean(stored.serverCpuSeconds());
    long allFiles =
        (stored.trees() - 1) * stored.files() + Math.min(stored.files(), 1_000_000);
    double bytes = storedBytes / (double) allFiles;
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
      double plainRate = stored.files() / written[0];
      double plainBytes = rowBytes / (double) stored.files();
      table.row(
          "one row per file",
          "%,.0f".formatted(plainRate),
          "%.2f".formatted(written[0]),
          "%.2f".formatted(written[1]),
          "",
          "%.1f".formatted(plainBytes),
          "");
      table.row(
          "ratio",
          "%.1f".formatted(rate / plainRate),
          "",
          "%.1f".formatted(written[1] / (cpu + serverCpu)),
          "",
          "%.1f".formatted(plainBytes / bytes),
          "");
    }
    table.print();
    System.out.printf("  the first tree, from ready: %.2f s%n%n", stored.firstSeconds());
  }

  private static String each(List<Double> values) {
    return String.join(" ", values.stream().map("%.2f"::formatted).toList());
  }

  // --- one row per file -------------------------------------------------------------------------

  /** What the tables of rows take for it; nothing if they are not asked. */
  private Map<String, double[]> rows(Database plain, Subject subject, String scenario)
      throws Exception {
    if (!options.wants("rows")) {
      return Map.of();
    }
    progress.say(scenario + ", one row per file");
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
                subject.shape().label,
                Long.toString(subject.wantedFiles()),
                Long.toString(plain.serverPid()),
                scenario));
    Map<String, double[]> figures = new HashMap<>();
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
}
