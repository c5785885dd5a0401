import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * How soon a page is there in a browser that has never seen it: a new process and profile each,
 * once the process has come to rest.
 */
final class First {

  private record Fetched(int requests, double bytes) {}

  private final Options options;
  private final Path probe;
  private final Progress progress;
  private final Table times =
      new Table("first, ms", "first content", "worst", "its content", "worst");
  private final Table fetched =
      new Table("first, fetched", "kind", "requests", "KB", "till rest: requests", "KB");

  First(Options options, Path probe, Progress progress) {
    this.options = options;
    this.probe = probe;
    this.progress = progress;
  }

  /**
   * @param name of the page, for the table
   * @param shown a promise of the moment when its content was there
   */
  void measure(String name, String address, String shown) throws Exception {
    List<Double> content = new ArrayList<>();
    List<Double> meaningful = new ArrayList<>();
    for (int round = 0; round < options.rounds(); round++) {
      progress.say("%s, %d of %d".formatted(name, round + 1, options.rounds()));
      try (Browser browser = Browser.start(options.work());
          Tab tab = browser.tab()) {
        tab.prepare(probe);
        browser.rest();
        tab.open(address);
        double there = tab.evaluate(shown).asDouble();
        tab.evaluate("bench.rest()");
        meaningful.add(there);
        content.add(tab.evaluate("bench.firstContent()").asDouble());
        if (round == options.rounds() - 1) {
          tell(name, tab.evaluate("bench.fetched()"), there);
        }
      }
    }
    times.row(
        name,
        Figures.whole(Figures.median(content)),
        Figures.whole(Figures.most(content)),
        Figures.whole(Figures.median(meaningful)),
        Figures.whole(Figures.most(meaningful)));
  }

  private void tell(String name, JsonNode all, double there) {
    Map<String, Fetched> before = new TreeMap<>();
    Map<String, Fetched> whole = new TreeMap<>();
    for (JsonNode one : all) {
      String kind = one.get(0).asString();
      Fetched file = new Fetched(1, one.get(1).asDouble());
      whole.merge(kind, file, First::sum);
      if (one.get(2).asDouble() <= there) {
        before.merge(kind, file, First::sum);
      }
    }
    for (String kind : List.of("own", "library", "data")) {
      Fetched soon = before.getOrDefault(kind, new Fetched(0, 0));
      Fetched late = whole.getOrDefault(kind, new Fetched(0, 0));
      fetched.row(
          kind.equals("own") ? name : "",
          kind,
          Integer.toString(soon.requests()),
          Figures.tenths(soon.bytes() / 1000),
          Integer.toString(late.requests()),
          Figures.tenths(late.bytes() / 1000));
    }
  }

  private static Fetched sum(Fetched one, Fetched other) {
    return new Fetched(one.requests() + other.requests(), one.bytes() + other.bytes());
  }

  void print() {
    progress.clear();
    times.print();
    fetched.print();
  }
}
