import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What was asked for; the script around has the defaults and the help.
 *
 * @param home Scanfleet's directory
 * @param work a directory that the script removes
 * @param openFiles how many a process may have
 * @param sessions of the big scenarios; all others go with it
 * @param seconds of each window
 * @param warmUp seconds of load before each
 * @param size bytes of a peer's message; 0 for the gateway's own
 * @param sample how many sessions are timed
 * @param ticks how many idle-latency waits for
 * @param from where the search for the most sessions begins
 * @param to where it ends
 */
record Options(
    Path home,
    Path work,
    int openFiles,
    int sessions,
    double seconds,
    double warmUp,
    int size,
    int sample,
    int ticks,
    int from,
    int to,
    List<Kind> servers,
    List<String> scenarios) {

  static Options of(String[] arguments) {
    List<String> rest = new ArrayList<>(Arrays.asList(arguments));
    return new Options(
        Path.of(rest.removeFirst()),
        Path.of(rest.removeFirst()),
        Integer.parseInt(rest.removeFirst()),
        whole(rest.removeFirst(), "--sessions"),
        seconds(rest.removeFirst(), "--seconds"),
        seconds(rest.removeFirst(), "--warm-up"),
        whole(rest.removeFirst(), "--size"),
        whole(rest.removeFirst(), "--sample"),
        whole(rest.removeFirst(), "--ticks"),
        whole(rest.removeFirst(), "--from"),
        whole(rest.removeFirst(), "--to"),
        servers(rest.removeFirst()),
        List.copyOf(rest));
  }

  private static List<Kind> servers(String only) {
    if (only.isEmpty()) {
      return List.of(Kind.values());
    }
    return Arrays.stream(only.split(",")).map(Kind::of).toList();
  }

  private static int whole(String text, String option) {
    if (!text.matches("\\d{1,9}")) {
      throw new BenchException(option + " takes a whole number, not '" + text + "'");
    }
    return Integer.parseInt(text);
  }

  private static double seconds(String text, String option) {
    if (!text.matches("\\d{1,6}(\\.\\d+)?")) {
      throw new BenchException(option + " takes seconds, not '" + text + "'");
    }
    return Double.parseDouble(text);
  }
}
