import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.scanfleet.agent.progress.AgentMetrics;
import io.scanfleet.agent.progress.ProgressTicker;
import io.scanfleet.agent.progress.ScanCounters;
import io.scanfleet.agent.progress.TotalEstimate;
import io.scanfleet.agent.tree.ExpectedDirectory;
import io.scanfleet.agent.tree.TreeBuilder;
import io.scanfleet.agent.tree.TreeSink;
import io.scanfleet.agent.tree.UnfinishedDirectory;
import io.scanfleet.agent.walk.DirectoryReader;
import io.scanfleet.agent.walk.DirectoryVisitor;
import io.scanfleet.agent.walk.Excludes;
import io.scanfleet.agent.walk.Volume;
import io.scanfleet.agent.walk.WalkLimits;
import io.scanfleet.agent.walk.Walker;
import io.scanfleet.model.AgentId;
import io.scanfleet.model.BatchId;
import io.scanfleet.model.DirectoryKey;
import io.scanfleet.model.TargetId;
import io.scanfleet.model.entry.EntryColumns;
import io.scanfleet.model.message.AgentCommand;
import io.scanfleet.model.message.ProgressMessage;
import io.scanfleet.model.page.PageRecord;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongUnaryOperator;
import java.util.function.ToLongFunction;

/**
 * How far the percentage that a scan shows is from the truth, in points, when 10, 25, 50 and 75 per
 * cent of the files have been found. A first walk of each directory counts; then the agent's own
 * ticker is asked while walking again, having been told of a last scan that found what the first
 * walk did, or less. Run with {@code java -cp scan-agent-exec.jar EstimateError.java DIR...}.
 */
class EstimateError {

  private static final int[] POINTS = {10, 25, 50, 75};

  public static void main(String[] arguments) throws Exception {
    System.out.printf("%-52s %8s %8s %8s %8s%n", "points off when found", "10 %", "25 %", "50 %", "75 %");
    for (String argument : arguments) {
      measure(Path.of(argument).toRealPath());
    }
  }

  /** Directories with their parents and the files below them. */
  private record Counted(long files, Map<DirectoryKey, List<AgentCommand.ExpectedDirectory>> children) {

    /** As the gateway chooses them: the biggest are opened first. */
    List<AgentCommand.ExpectedDirectory> biggest() {
      List<AgentCommand.ExpectedDirectory> chosen = new ArrayList<>();
      PriorityQueue<AgentCommand.ExpectedDirectory> open =
          new PriorityQueue<>(
              Comparator.comparingLong(AgentCommand.ExpectedDirectory::files).reversed());
      open.add(new AgentCommand.ExpectedDirectory(DirectoryKey.ROOT, DirectoryKey.ROOT, files));
      while (chosen.size() < 200 && !open.isEmpty()) {
        for (var child : children.getOrDefault(open.remove().key(), List.of())) {
          if (child.files() > files / 500 && chosen.size() < 200) {
            chosen.add(child);
            open.add(child);
          }
        }
      }
      return chosen;
    }
  }

  private static void measure(Path tree) throws Exception {
    Counted now = count(tree, key -> 1);
    System.out.printf(Locale.ROOT, "%s: %,d files%n", tree, now.files());
    report("  last scan, nothing changed", tree, now, now, true);
    // A directory in ten was not there, with what lay in it.
    Counted fresh = count(tree, key -> Math.floorMod(key.high(), 10) == 0 ? 0 : 1);
    report("  last scan, 1 directory in 10 is new", tree, now, fresh, true);
    report("    its total alone", tree, now, fresh, false);
    // All that is new lies together: what is found last, or first, as the walk happens to come.
    Counted together = oneMissing(now);
    report("  last scan, one large directory is new", tree, now, together, true);
    report("    its total alone", tree, now, together, false);
    OptionalLong inodes = Volume.usedInodes(tree);
    if (inodes.isPresent()) {
      show("  inodes in use on the volume", ticked(tree, now.files(), TotalEstimate.of(null, inodes), null));
    }
    show("  share of the parent (Knuth 1975); not used", shares(tree, now.files()));
  }

  private static void report(String name, Path tree, Counted now, Counted last, boolean directories)
      throws Exception {
    ExpectedDirectory expected =
        ExpectedDirectory.target(last.files(), directories ? last.biggest() : List.of());
    show(name, ticked(tree, now.files(), TotalEstimate.of(expected, OptionalLong.empty()), expected));
  }

  private static void show(String name, double[] errors) {
    StringBuilder line = new StringBuilder(String.format("%-52s", name));
    for (double error : errors) {
      line.append(Double.isNaN(error) ? "  unknown" : String.format(Locale.ROOT, " %+8.1f", error));
    }
    System.out.println(line);
  }

  /** The tree as a scan would have told it that found only some of each directory's own files. */
  private static Counted count(Path tree, ToLongFunction<DirectoryKey> part) throws Exception {
    Map<DirectoryKey, PageRecord.FinishedDirectory> finished =
        Collections.synchronizedMap(new HashMap<>());
    List<DirectoryKey> order = Collections.synchronizedList(new ArrayList<>());
    walk(
        tree,
        new TreeBuilder(
            TreeSink.ofRecords(
                record -> {
                  if (record instanceof PageRecord.FinishedDirectory directory) {
                    finished.put(directory.key(), directory);
                    order.add(directory.key());
                  }
                }),
            new ScanCounters(),
            null));
    Map<DirectoryKey, Long> files = new HashMap<>();
    for (DirectoryKey key : order) {
      files.put(key, finished.get(key).totals().files());
    }
    Map<DirectoryKey, Long> own = new HashMap<>(files);
    for (DirectoryKey key : order) {
      if (!key.equals(DirectoryKey.ROOT)) {
        own.merge(finished.get(key).parent(), -files.get(key), Long::sum);
      }
    }
    Map<DirectoryKey, Long> sums = new HashMap<>();
    Map<DirectoryKey, List<AgentCommand.ExpectedDirectory>> children = new HashMap<>();
    for (DirectoryKey key : order) { // children come before their parents
      long sum = sums.merge(key, own.get(key) * part.applyAsLong(key), Long::sum);
      DirectoryKey parent = finished.get(key).parent();
      if (!key.equals(DirectoryKey.ROOT)) {
        sums.merge(parent, sum, Long::sum);
        children
            .computeIfAbsent(parent, _ -> new ArrayList<>())
            .add(new AgentCommand.ExpectedDirectory(key, parent, sum));
      }
    }
    children.values().forEach(list -> list.sort(Comparator.comparingLong(AgentCommand.ExpectedDirectory::files).reversed()));
    return new Counted(sums.getOrDefault(DirectoryKey.ROOT, 0L), children);
  }

  /** Without the directory that comes nearest to a tenth of all. */
  private static Counted oneMissing(Counted now) {
    AgentCommand.ExpectedDirectory missing =
        now.children().values().stream()
            .flatMap(List::stream)
            .min(Comparator.comparingLong(each -> Math.abs(each.files() - now.files() / 10)))
            .orElseThrow();
    Map<DirectoryKey, AgentCommand.ExpectedDirectory> byKey = new HashMap<>();
    now.children().values().forEach(list -> list.forEach(each -> byKey.put(each.key(), each)));
    Map<DirectoryKey, Long> less = new HashMap<>();
    for (DirectoryKey key = missing.key(); byKey.containsKey(key); key = byKey.get(key).parent()) {
      less.put(key, missing.files());
    }
    Map<DirectoryKey, List<AgentCommand.ExpectedDirectory>> children = new HashMap<>();
    now.children()
        .forEach(
            (parent, list) ->
                children.put(
                    parent,
                    list.stream()
                        .map(each -> new AgentCommand.ExpectedDirectory(each.key(), parent, each.files() - less.getOrDefault(each.key(), 0L)))
                        .toList()));
    return new Counted(now.files() - missing.files(), children);
  }

  /** What the agent's ticker says at each point, less the truth. */
  private static double[] ticked(Path tree, long all, TotalEstimate estimate, ExpectedDirectory expected)
      throws Exception {
    ScanCounters counters = new ScanCounters(new AgentMetrics(new SimpleMeterRegistry()));
    AtomicLong time = new AtomicLong();
    ProgressTicker ticker =
        new ProgressTicker(
            new TargetId(BatchId.random(), 0), new AgentId("bench"), 1, tree.toString(), () -> estimate,
            counters, () -> false, InstantSource.system(), () -> time.addAndGet(1_000_000_000L));
    double[] errors = new double[POINTS.length];
    LongUnaryOperator next = point -> all * POINTS[(int) point] / 100;
    AtomicLong found = new AtomicLong();
    int[] point = {0};
    TreeBuilder.Progress progress =
        new TreeBuilder.Progress() {
          @Override
          public void found(long files, long directories, long bytes, long failed) {
            synchronized (errors) {
              long before = found.get();
              counters.found(files, directories, bytes, failed);
              found.addAndGet(files);
              boolean due = point[0] < POINTS.length && found.get() >= next.applyAsLong(point[0]);
              ProgressMessage message =
                  due || before % 1000 + files >= 1000 ? ticker.tick() : null;
              while (point[0] < POINTS.length && found.get() >= next.applyAsLong(point[0])) {
                Double shown = message == null ? null : message.progressPercentage();
                errors[point[0]++] = shown == null ? Double.NaN : shown - 100.0 * found.get() / all;
              }
            }
          }

          @Override
          public void at(UnfinishedDirectory directory, byte[] fileName) {}
        };
    walk(tree, new TreeBuilder(TreeSink.ofRecords(_ -> {}), progress, expected));
    return errors;
  }

  /** A directory as the traversal estimate sees it. */
  private static final class Node {
    final List<Node> children = Collections.synchronizedList(new ArrayList<>());
    volatile long finishedAt = Long.MAX_VALUE;

    double done(long now) {
      double done = 0;
      for (Node child : children) {
        done += child.done(now);
      }
      return (done + (finishedAt <= now ? 1 : 0)) / (children.size() + 1);
    }
  }

  private static double[] shares(Path tree, long all) throws Exception {
    Node[] root = new Node[1];
    AtomicLong found = new AtomicLong();
    walk(
        tree,
        new DirectoryVisitor<Node>() {
          @Override
          public Node enter(Node parent, byte[] name) {
            Node node = new Node();
            if (parent == null) {
              root[0] = node;
            } else {
              parent.children.add(node);
            }
            return node;
          }

          @Override
          public void entries(Node directory, EntryColumns entries) {
            for (int i = 0; i < entries.size(); i++) {
              if (!entries.isDirectory(i)) {
                found.incrementAndGet();
              }
            }
          }

          @Override
          public void leave(Node directory, Outcome outcome) {
            directory.finishedAt = found.get();
          }
        });
    double[] errors = new double[POINTS.length];
    for (int i = 0; i < POINTS.length; i++) {
      errors[i] = 100 * root[0].done(all * POINTS[i] / 100) - POINTS[i];
    }
    return errors;
  }

  private static <D> void walk(Path tree, DirectoryVisitor<D> visitor) throws Exception {
    try (Walker walker = new Walker(DirectoryReader.forThisSystem(), new WalkLimits(2, 0))) {
      walker.walk(
          new Walker.Request(tree, tree, Excludes.withDefaults(List.of()), false), visitor, () -> false);
    }
  }
}
