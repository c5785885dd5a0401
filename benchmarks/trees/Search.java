import java.util.Arrays;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * A tree is searched for a name that few files have, and for one that none has: the first page, asked
 * for again and again, and all hits as a stream.
 */
final class Search {

  /** In no name. */
  static final String NOWHERE = "qqqq";

  static final int FIRST_PAGES = 50;
  static final int PAGE = 100;

  private final Progress progress;
  private final Table table =
      new Table("search", "hits", "first page p50 ms", "most ms", "hits in it", "all of it s", "CPU s");

  Search(Progress progress) {
    this.progress = progress;
  }

  void measure(Subject subject) {
    for (String text : new String[] {subject.shape().rare, NOWHERE}) {
      progress.say("searching for " + text);
      String path = subject.scan() + "/search?q=" + text;
      double[] millis = new double[FIRST_PAGES];
      int hits = 0;
      for (int i = 0; i < FIRST_PAGES; i++) {
        Answer page = Answer.of(subject.gateway().port, path + "&limit=" + PAGE);
        millis[i] = 1000 * page.seconds();
        JsonNode body = AgentLink.JSON.readTree(page.body());
        hits = body.path("hits").size();
      }
      Arrays.sort(millis);
      all(subject, path); // warms up
      double cpu = -subject.cpuSeconds();
      Answer all = all(subject, path);
      cpu += subject.cpuSeconds();
      table.row(
          "gateway, %s, 1 client".formatted(text),
          "%,d".formatted(all.lines() - 1),
          "%.1f".formatted(millis[FIRST_PAGES / 2]),
          "%.1f".formatted(millis[FIRST_PAGES - 1]),
          Integer.toString(hits),
          "%.2f".formatted(all.seconds()),
          "%.2f".formatted(cpu));
    }
  }

  private static Answer all(Subject subject, String path) {
    return Answer.of(subject.gateway().port, path, "Accept", "application/x-ndjson");
  }

  void print(Map<String, double[]> rows) {
    for (String text : new String[] {"few", "none"}) {
      double[] plain = rows.get("search-" + text);
      if (plain != null) {
        table.row(
            "one row per file, %s, SQL alone".formatted(text),
            "%,.0f".formatted(plain[0]),
            "%.1f".formatted(plain[1]),
            "%.1f".formatted(plain[2]),
            "%.0f".formatted(plain[3]),
            "%.2f".formatted(plain[4]),
            "%.2f".formatted(plain[5]));
      }
    }
    progress.clear();
    table.print();
  }
}
