import java.nio.file.Path;
import java.util.List;

/**
 * What was asked for; the script around has the defaults and the help.
 *
 * @param home Scanfleet's directory
 * @param work a directory that the script removes
 * @param files of the tree that is opened
 * @param rounds how often each page is opened
 * @param seconds of each window of scrolling and of updates
 */
record Options(Path home, Path work, long files, int rounds, int seconds, List<String> scenarios) {

  static Options of(String[] arguments) {
    return new Options(
        Path.of(arguments[0]),
        Path.of(arguments[1]),
        whole(arguments[2], "--files"),
        Math.toIntExact(whole(arguments[3], "--rounds")),
        Math.toIntExact(whole(arguments[4], "--seconds")),
        List.of(arguments).subList(5, arguments.length));
  }

  boolean wants(String scenario) {
    return scenarios.contains(scenario);
  }

  private static long whole(String text, String option) {
    if (!text.matches("[1-9]\\d{0,8}")) {
      throw new BenchException(option + " takes a whole number above 0, not '" + text + "'");
    }
    return Long.parseLong(text);
  }
}
