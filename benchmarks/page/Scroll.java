import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A directory of very many entries, scrolled through. */
final class Scroll {

  /** A wheel turned briskly; 107 rows a second. */
  private static final int WHEEL_PIXELS_PER_SECOND = 3000;

  private final Options options;
  private final Path probe;
  private final Progress progress;
  private final Table table =
      new Table(
          "scroll",
          "frames",
          "p50 ms",
          "p95 ms",
          "most ms",
          "frames without a row %",
          "rows after ms",
          "long tasks",
          "ms in all",
          "main thread %",
          "renderer %",
          "Chromium %");

  Scroll(Options options, Path probe, Progress progress) {
    this.options = options;
    this.probe = probe;
    this.progress = progress;
  }

  void measure(Browser browser, StandaloneProcess server, String scan) {
    try (Tab tab = browser.tab()) {
      tab.prepare(probe);
      tab.open(server.address + "/#/scans/" + scan);
      tab.evaluate("bench.rows('')");
      tab.evaluate("bench.rest()");
      progress.say("by the wheel");
      // Once before, so that what is measured has been compiled.
      wheel(tab, 1);
      measure(browser, tab, "by the wheel, 3,000 px/s", () -> wheel(tab, options.seconds()));
      progress.say("from top to bottom");
      measure(
          browser,
          tab,
          "all of it in %d s".formatted(options.seconds()),
          () -> tab.evaluate("bench.through(" + options.seconds() + ")"));
    }
    progress.clear();
    table.print();
  }

  private void wheel(Tab tab, int seconds) {
    double[] at =
        tab
            .numbers(
                "(() => { const box ="
                    + " document.querySelector('[data-testid=tree-table]').getBoundingClientRect();"
                    + " return [box.x + box.width / 2, Math.min(innerHeight - 40, box.y +"
                    + " box.height / 2)]; })()")
            .stream()
            .mapToDouble(Double::doubleValue)
            .toArray();
    tab.call(
        "Input.synthesizeScrollGesture",
        Map.of(
            "x",
            at[0],
            "y",
            at[1],
            "yDistance",
            -WHEEL_PIXELS_PER_SECOND * seconds,
            "speed",
            WHEEL_PIXELS_PER_SECOND,
            "gestureSourceType",
            "mouse"));
  }

  private void measure(Browser browser, Tab tab, String name, Runnable scrolling) {
    tab.evaluate("bench.watch()");
    Cpu cpu = Cpu.of(browser, tab);
    scrolling.run();
    Cpu.Shares shares = cpu.shares();
    tab.evaluate("globalThis.seen = bench.stop(), null");
    double[] rest =
        tab
            .numbers(
                "(async () => [performance.now(), await bench.until(() =>"
                    + " !document.querySelector('[data-testid=tree-wait]'))])()")
            .stream()
            .mapToDouble(Double::doubleValue)
            .toArray();
    List<Double> frames = tab.numbers("seen.frames");
    List<Double> tasks = tab.numbers("seen.tasks");
    double without = tab.evaluate("seen.without").asDouble();
    table.row(
        name,
        Integer.toString(frames.size()),
        Figures.tenths(Figures.median(frames)),
        Figures.tenths(Figures.percentile(frames, 95)),
        Figures.tenths(Figures.most(frames)),
        Figures.percent(without / frames.size()),
        Figures.whole(rest[1] - rest[0]),
        Integer.toString(tasks.size()),
        Figures.whole(tasks.stream().mapToDouble(Double::doubleValue).sum()),
        Figures.percent(shares.mainThread()),
        Figures.percent(shares.renderer()),
        Figures.percent(shares.chromium()));
  }
}
