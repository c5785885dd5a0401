import java.util.Map;

/** A tree goes out whole, in each format; who takes it only counts. */
final class Export {

  private static final double MIB = 1 << 20;

  private final Progress progress;
  private final Table table = new Table("export", "files/s", "s", "CPU s", "first byte ms", "MiB");

  Export(Progress progress) {
    this.progress = progress;
  }

  void measure(Subject subject) {
    for (String format : new String[] {"ndjson", "ndjson, zstd", "csv", "ncdu", "parquet"}) {
      progress.say("exporting as " + format);
      String coding = format.endsWith("zstd") ? "zstd" : "identity";
      String path = subject.scan() + "/export?format=" + format.replace(", zstd", "");
      double cpu = -subject.cpuSeconds();
      Answer answer = Answer.of(subject.gateway().port, path, "Accept-Encoding", coding);
      cpu += subject.cpuSeconds();
      table.row(
          "gateway, " + format,
          "%,.0f".formatted(subject.stored().files() / answer.seconds()),
          "%.2f".formatted(answer.seconds()),
          "%.2f".formatted(cpu),
          "%.0f".formatted(answer.firstMillis()),
          "%,.0f".formatted(answer.bytes() / MIB));
    }
  }

  void print(Map<String, double[]> rows) {
    double[] plain = rows.get("export");
    if (plain != null) {
      table.row(
          "one row per file, csv, SQL alone",
          "%,.0f".formatted(plain[0] / plain[1]),
          "%.2f".formatted(plain[1]),
          "%.2f".formatted(plain[2]),
          "",
          "%,.0f".formatted(plain[3] / MIB));
    }
    progress.clear();
    table.print();
  }
}
