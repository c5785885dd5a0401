import java.util.List;
import java.util.Map;

/** Random directories are opened by several clients: without a pause, and calmly. */
final class Open {

  private static final int CLIENTS = 20;
  private static final double CALM_REQUESTS = 200;
  private static final double WARM_UP_SECONDS = 15;

  private final Options options;
  private final Progress progress;
  private final Table table =
      new Table("open", "requests/s", "p50 ms", "p99 ms", "CPU µs", "of the server", "bytes");

  Open(Options options, Progress progress) {
    this.options = options;
    this.progress = progress;
  }

  void measure(Subject subject) throws InterruptedException {
    List<Sample.Place> places = subject.stored().places();
    String start = subject.scan() + "/tree?path=";
    HttpLoad load =
        new HttpLoad(
            subject.gateway().port, CLIENTS, places.size(), i -> start + places.get(i).path());
    progress.say("opening directories, to warm up");
    load.run(WARM_UP_SECONDS, 0);
    for (double perSecond : new double[] {0, CALM_REQUESTS}) {
      progress.say("opening directories");
      double cpu = -subject.gateway().process.cpuSeconds();
      double server = -subject.database().serverCpuSeconds();
      HttpLoad.Result result = load.run(options.seconds(), perSecond);
      cpu += subject.gateway().process.cpuSeconds();
      server += subject.database().serverCpuSeconds();
      if (result.failures() > 0) {
        throw new BenchException(result.failures() + " directories could not be opened");
      }
      table.row(
          "gateway, %d clients, %s"
              .formatted(CLIENTS, perSecond == 0 ? "no pause" : "%.0f/s".formatted(perSecond)),
          "%,.0f".formatted(result.requests() / result.seconds()),
          "%.2f".formatted(result.quantile(0.5)),
          "%.2f".formatted(result.quantile(0.99)),
          "%.0f".formatted(1e6 * cpu / result.requests()),
          "%.0f".formatted(1e6 * server / result.requests()),
          "%,d".formatted(result.bytes() / result.requests()));
    }
  }

  void print(Map<String, double[]> rows) {
    double[] plain = rows.get("open");
    if (plain != null) {
      table.row(
          "one row per file, SQL alone, 1 client",
          "%,.0f".formatted(plain[0] / plain[1]),
          "%.2f".formatted(plain[3]),
          "%.2f".formatted(plain[4]),
          "%.0f".formatted(1e6 * plain[2] / plain[0]),
          "",
          "");
    }
    progress.clear();
    table.print();
  }
}
