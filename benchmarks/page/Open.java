import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How soon a tree is there after a click on it, and then a directory of it. */
final class Open {

  private static final String INTO = "[data-testid=tree-row] bdi a";

  private final Options options;
  private final Path probe;
  private final Progress progress;

  Open(Options options, Path probe, Progress progress) {
    this.options = options;
    this.probe = probe;
    this.progress = progress;
  }

  void measure(Browser browser, StandaloneProcess server, String scan) {
    List<Double> rows = new ArrayList<>();
    List<Double> picture = new ArrayList<>();
    List<Double> whole = new ArrayList<>();
    List<Double> intoRows = new ArrayList<>();
    List<Double> intoPicture = new ArrayList<>();
    List<Double> intoWhole = new ArrayList<>();
    for (int round = 0; round < options.rounds(); round++) {
      progress.say("%d of %d".formatted(round + 1, options.rounds()));
      try (Tab tab = browser.tab()) {
        tab.prepare(probe);
        tab.open(server.address + "/");
        tab.evaluate("bench.rest()");
        after(
            tab, "[data-testid=scan-row] a[href$='" + scan + "']", "sq", "", rows, picture, whole);
        String path =
            tab.evaluate(
                    "new URLSearchParams(document.querySelector('"
                        + INTO
                        + "').hash.split('?')[1]).get('path')")
                .asString();
        after(tab, INTO, "sh", path, intoRows, intoPicture, intoWhole);
      }
    }
    progress.clear();
    Table table =
        new Table(
            "open, ms", "rows", "worst", "picture", "worst", "picture with all levels", "worst");
    row(table, "the tree, from the dashboard", rows, picture, whole);
    row(table, "a directory of it", intoRows, intoPicture, intoWhole);
    table.print();
  }

  private static void after(
      Tab tab,
      String selector,
      String name,
      String path,
      List<Double> rows,
      List<Double> picture,
      List<Double> whole) {
    tab.click(selector);
    double rowsAt = tab.evaluate("bench.rows('" + name + "')").asDouble();
    double pictureAt = tab.evaluate("bench.picture('" + path + "')").asDouble();
    tab.evaluate("bench.rest()");
    double clicked = tab.evaluate("bench.marks.click").asDouble();
    rows.add(rowsAt - clicked);
    picture.add(pictureAt - clicked);
    whole.add(tab.evaluate("bench.marks.lastPicture").asDouble() - clicked);
  }

  private static void row(
      Table table, String name, List<Double> rows, List<Double> picture, List<Double> whole) {
    table.row(
        name,
        Figures.whole(Figures.median(rows)),
        Figures.whole(Figures.most(rows)),
        Figures.whole(Figures.median(picture)),
        Figures.whole(Figures.most(picture)),
        Figures.whole(Figures.median(whole)),
        Figures.whole(Figures.most(whole)));
  }
}
