import java.util.Arrays;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * The last tree is compared with a later one of the same directory, in which one directory of a
 * thousand differs. The first answer is told apart: whatever is kept of it may serve the others.
 */
final class Compare {

  private static final int TIMES = 5;

  private final Ingest ingest;
  private final Progress progress;
  private final Table table =
      new Table("compare", "first s", "median s", "CPU s", "files added", "removed", "changed", "moved");

  Compare(Ingest ingest, Progress progress) {
    this.ingest = ingest;
    this.progress = progress;
  }

  void measure(Subject subject) throws Exception {
    String later = ingest.later(subject);
    progress.say("comparing");
    String path = "/api/v1/scans/" + later + "/compare?with=" + subject.stored().batch();
    double[] seconds = new double[TIMES];
    Answer answer = null;
    double cpu = -subject.cpuSeconds();
    for (int i = 0; i < TIMES; i++) {
      answer = Answer.of(subject.gateway().port, path);
      seconds[i] = answer.seconds();
    }
    cpu += subject.cpuSeconds();
    double first = seconds[0];
    Arrays.sort(seconds);
    JsonNode summary = AgentLink.JSON.readTree(answer.body()).path("summary");
    table.row(
        "gateway",
        "%.2f".formatted(first),
        "%.2f".formatted(seconds[TIMES / 2]),
        "%.2f".formatted(cpu / TIMES),
        files(summary, "added"),
        files(summary, "removed"),
        files(summary, "changed"),
        files(summary, "moved"));
  }

  private static String files(JsonNode summary, String what) {
    return "%,d".formatted(summary.path(what).path("files").asLong());
  }

  void print(Map<String, double[]> rows) {
    double[] plain = rows.get("compare");
    if (plain != null) {
      table.row(
          "one row per file, SQL alone",
          "%.2f".formatted(plain[0]),
          "%.2f".formatted(plain[1]),
          "%.2f".formatted(plain[2]),
          "%,.0f".formatted(plain[3]),
          "%,.0f".formatted(plain[4]),
          "%,.0f".formatted(plain[5]),
          "");
    }
    progress.clear();
    table.print();
  }
}
