import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * What was asked for; the script around has the defaults and the help.
 *
 * @param home Scanfleet's directory
 * @param work a directory that the script removes
 * @param classes where Java finds this program and the gateway's libraries
 * @param files of a tree
 * @param rounds how many trees are stored one after another, at one million files
 * @param seconds of each window of requests
 */
record Options(
    Path home,
    Path work,
    String classes,
    List<Long> files,
    List<Shape> shapes,
    List<String> databases,
    int rounds,
    double seconds,
    List<String> scenarios) {

  static Options of(String[] arguments) {
    return new Options(
        Path.of(arguments[0]),
        Path.of(arguments[1]),
        arguments[2],
        Arrays.stream(arguments[3].split(",")).map(Options::files).toList(),
        Arrays.stream(arguments[4].split(",")).map(Shape::of).toList(),
        Arrays.stream(arguments[5].split(",")).map(Options::database).toList(),
        Math.toIntExact(whole(arguments[6], "--rounds")),
        whole(arguments[7], "--seconds"),
        List.of(arguments).subList(8, arguments.length));
  }

  boolean wants(String scenario) {
    return scenarios.contains(scenario);
  }

  private static long files(String text) {
    return whole(text, "--files");
  }

  private static String database(String text) {
    if (!text.equals("sqlite") && !text.equals("postgresql")) {
      throw new BenchException("--database takes sqlite and postgresql, not '" + text + "'");
    }
    return text;
  }

  private static long whole(String text, String option) {
    if (!text.matches("[1-9]\\d{0,8}")) {
      throw new BenchException(option + " takes a whole number above 0, not '" + text + "'");
    }
    return Long.parseLong(text);
  }
}
