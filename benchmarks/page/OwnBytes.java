import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** How large the page's own code is, by folder. */
final class OwnBytes {

  private record Sum(int files, long raw, long code, long transferred) {

    Sum plus(Sum other) {
      return new Sum(
          files + other.files, raw + other.raw, code + other.code, transferred + other.transferred);
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
      String text = Files.readString(file);
      Sum sum =
          new Sum(
              1,
              Files.size(file),
              Stripped.of(name, text).getBytes().length,
              server.transferredBytes("/" + name));
      int end = name.lastIndexOf('/');
      folders.merge(end < 0 ? "/" : name.substring(0, end), sum, Sum::plus);
    }
    Table table = new Table("bytes, KB", "files", "raw", "without comments", "transferred");
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
            all.raw - example.raw,
            all.code - example.code,
            all.transferred - example.transferred));
    table.print();
  }

  private static void row(Table table, String name, Sum sum) {
    table.row(
        name,
        Integer.toString(sum.files()),
        Figures.tenths(sum.raw() / 1000.0),
        Figures.tenths(sum.code() / 1000.0),
        Figures.tenths(sum.transferred() / 1000.0));
  }
}
