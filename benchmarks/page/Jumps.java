import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The scroll bar of a directory of very many entries, dragged to places that nobody has seen. */
final class Jumps {

  private static final String[] ORDERS = {"name", "size", "mtime"};

  /** Places spread over all of it, each far from the one before, whatever their number. */
  private static final double GOLDEN = 0.618_033_988_75;

  private final Options options;
  private final Path probe;
  private final Progress progress;
  private final Table table = new Table("jumps", "rows ms", "worst ms");

  Jumps(Options options, Path probe, Progress progress) {
    this.options = options;
    this.probe = probe;
    this.progress = progress;
  }

  void measure(Browser browser, StandaloneProcess server, String scan) {
    for (String order : ORDERS) {
      progress.say("jumps by " + order);
      try (Tab tab = browser.tab()) {
        tab.prepare(probe);
        tab.open(server.address + "/#/scans/" + scan + "?show=table&sort=" + order);
        tab.evaluate("bench.rows('')");
        tab.evaluate("bench.rest()");
        List<Double> times = new ArrayList<>();
        for (int jump = 1; jump <= options.rounds(); jump++) {
          times.add(tab.evaluate("bench.jump(" + jump * GOLDEN % 1 + ")").asDouble());
          tab.evaluate("bench.rest()");
        }
        table.row(
            "by " + order,
            Figures.whole(Figures.median(times)),
            Figures.whole(Figures.most(times)));
      }
    }
    progress.clear();
    table.print();
  }
}
