import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** How large the page's own code is, by folder. */
final class OwnBytes {

  private record Sum(int files, long source, long sent, long compressed) {

    Sum plus(Sum other) {
      return new Sum(
          files + other.files,
          source + other.source,
          sent + other.sent,
          compressed + other.compressed);
    }
  }

  private OwnBytes() {}

  static void measure(Options options, StandaloneProcess server) throws IOException {
    Path root = options.home().resolve("progress-gateway/src/main/resources/static");
    Map<String, Sum> folders = new TreeMap<>();
    List<Path> files;
    try (Stream<Path> all = Files.walk(root)) {
      files = all.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      String name = root.relativize(file).toString();
      Sum sum =
          new Sum(
              1,
              Files.size(file),
              server.bodyBytes("/" + name, "identity"),
              server.bodyBytes("/" + name, "gzip"));
      int end = name.lastIndexOf('/');
      folders.merge(end < 0 ? "/" : name.substring(0, end), sum, Sum::plus);
    }
    Table table = new Table("bytes, KB", "files", "source", "sent", "sent compressed");
    Sum all = new Sum(0, 0, 0, 0);
    for (Map.Entry<String, Sum> folder : folders.entrySet()) {
      row(table, folder.getKey(), folder.getValue());
      all = all.plus(folder.getValue());
    }
    row(table, "all", all);
    Sum example = folders.getOrDefault("embed", new Sum(0, 0, 0, 0));
    row(
        table,
        "all but embed",
        new Sum(
            all.files - example.files,
            all.source - example.source,
            all.sent - example.sent,
            all.compressed - example.compressed));
    table.print();
  }

  private static void row(Table table, String name, Sum sum) {
    table.row(
        name,
        Integer.toString(sum.files()),
        Figures.tenths(sum.source() / 1000.0),
        Figures.tenths(sum.sent() / 1000.0),
        Figures.tenths(sum.compressed() / 1000.0));
  }
}
