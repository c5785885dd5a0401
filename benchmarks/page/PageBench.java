import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Measures the page in a real browser, from a real {@code scanfleet run}: {@code ./scanfleet bench
 * page}.
 */
final class PageBench {

  /** What a list of scans has besides. */
  private static final int OTHER_SCANS = 30;

  private static final int FILES_OF_OTHERS = 2000;
  private static final int ENTRIES = 300_000;

  private final Options options;
  private final Path probe;
  private final Progress progress = new Progress();

  private PageBench(Options options) {
    this.options = options;
    this.probe = options.home().resolve("benchmarks/page/probe.js");
  }

  public static void main(String[] arguments) throws Exception {
    Locale.setDefault(Locale.ROOT);
    try {
      new PageBench(Options.of(arguments)).run();
    } catch (BenchException e) {
      System.err.println("\r\033[Kscanfleet bench page: " + e.getMessage());
      System.exit(1);
    }
    System.exit(0); // whatever threads a client library has left
  }

  private void run() throws Exception {
    if (Browser.program().isEmpty()) {
      throw new BenchException(
          "needs Chromium: 'apt install chromium'; './scanfleet test' installs it too");
    }
    if (options.wants("updates") && Broker.scripts().isEmpty()) {
      throw new BenchException("updates needs RabbitMQ: 'apt install rabbitmq-server'");
    }
    machine();
    if (List.of("first", "open", "scroll", "bytes").stream().anyMatch(options::wants)) {
      progress.of("server", "scanfleet run");
      try (StandaloneProcess server = StandaloneProcess.start(options.home(), options.work())) {
        withServer(server);
      }
    }
    if (options.wants("updates")) {
      progress.of("updates", "gateway");
      new Updates(options, probe, progress).measure();
      load();
    }
  }

  private void withServer(StandaloneProcess server) throws Exception {
    if (options.wants("bytes")) {
      progress.clear();
      OwnBytes.measure(options, server);
    }
    if (options.wants("scroll")) {
      progress.of("scroll", "%,d entries".formatted(ENTRIES));
      String flat = server.imported("flat", MadeUpTree.flat(ENTRIES));
      try (Browser browser = Browser.start(options.work())) {
        new Scroll(options, probe, progress).measure(browser, server, flat);
        new Jumps(options, probe, progress).measure(browser, server, flat);
      }
      load();
    }
    if (!options.wants("first") && !options.wants("open")) {
      return;
    }
    progress.of("made-up trees", "import");
    for (int i = 0; i < OTHER_SCANS; i++) {
      server.imported("show-" + i, MadeUpTree.show(FILES_OF_OTHERS));
    }
    double cpu = -server.cpuSeconds();
    long began = System.nanoTime();
    String show = server.imported("show", MadeUpTree.show(options.files()));
    cpu += server.cpuSeconds();
    progress.clear();
    System.out.printf(
        "%,d files imported in %.1f s, %.1f CPU s of scanfleet run%n%n",
        options.files(), (System.nanoTime() - began) / 1e9, cpu);
    if (options.wants("first")) {
      progress.of("first", "new profiles");
      First first = new First(options, probe, progress);
      first.measure(
          "the dashboard",
          server.address + "/",
          "bench.until(() => document.querySelector('[data-testid=scan-row]'))");
      first.measure(
          "a directory of a tree",
          server.address + "/#/scans/" + show + "?path=" + MadeUpTree.SHOT,
          "Promise.all([bench.rows(''), bench.picture('"
              + MadeUpTree.SHOT
              + "')]).then((times) => Math.max(...times))");
      first.print();
      load();
    }
    if (options.wants("open")) {
      progress.of("open", "%,d files".formatted(options.files()));
      try (Browser browser = Browser.start(options.work())) {
        new Open(options, probe, progress).measure(browser, server, show);
      }
      load();
    }
  }

  private void machine() throws Exception {
    String cpu =
        Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
            .filter(line -> line.startsWith("model name"))
            .map(line -> line.substring(line.indexOf(':') + 2))
            .findFirst()
            .orElse("unknown processor");
    try (Browser browser = Browser.start(options.work())) {
      System.out.printf(
          "%d cores, %s; %s, no window, %d × %d; nothing is pinned to a core%n",
          Runtime.getRuntime().availableProcessors(),
          cpu,
          browser.version(),
          Browser.WIDTH,
          Browser.HEIGHT);
    }
    load();
  }

  /** How busy the machine is: with the benchmark itself, once that runs. */
  private void load() throws IOException {
    String[] words = Files.readString(Path.of("/proc/loadavg")).split(" ");
    progress.clear();
    System.out.printf("load %s over one minute, %s over five%n%n", words[0], words[1]);
  }
}
