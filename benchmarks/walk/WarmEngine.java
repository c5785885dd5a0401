import io.scanfleet.agent.progress.ScanCounters;
import io.scanfleet.agent.tree.TreeBuilder;
import io.scanfleet.agent.walk.DirectoryReader;
import io.scanfleet.agent.walk.Excludes;
import io.scanfleet.agent.walk.WalkLimits;
import io.scanfleet.agent.walk.Walker;
import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * The walker without its start: walks the same tree once for every line of standard input and
 * prints wall and CPU seconds of that walk, the whole process's. Sums are kept for every directory,
 * as {@code limit.c} does. Run with {@code java -cp scan-agent-exec.jar WarmEngine.java DIR
 * THREADS}.
 */
class WarmEngine {

  public static void main(String[] arguments) throws Exception {
    Path tree = Path.of(arguments[0]);
    OperatingSystemMXBean process =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    try (Walker walker =
        new Walker(
            DirectoryReader.forThisSystem(), new WalkLimits(Integer.parseInt(arguments[1]), 0))) {
      BufferedReader lines = new BufferedReader(new InputStreamReader(System.in));
      while (lines.readLine() != null) {
        long cpu = process.getProcessCpuTime();
        long wall = System.nanoTime();
        walker.walk(
            new Walker.Request(tree, tree, Excludes.withDefaults(List.of()), false),
            new TreeBuilder((directory, totals) -> {}, new ScanCounters(), null),
            () -> false);
        System.out.printf(
            Locale.ROOT,
            "%.3f %.3f%n",
            (System.nanoTime() - wall) / 1e9,
            (process.getProcessCpuTime() - cpu) / 1e9);
      }
    }
  }
}
