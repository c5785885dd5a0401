import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/**
 * Makes the trees that the walk is measured on; run with {@code java MakeTree.java SHAPE DIR
 * [FILES]}. Files are sparse: they have sizes and take no space. The same shape is the same tree
 * each time.
 *
 * <ul>
 *   <li>{@code wide}: a studio's show, show/seq/shot/task/version with 50 to 200 frames each
 *   <li>{@code deep}: chains of 200 directories with two files in each
 *   <li>{@code flat}: all files in one directory
 * </ul>
 */
class MakeTree {

  private static final Random RANDOM = new Random(42);

  public static void main(String[] arguments) throws IOException {
    if (arguments.length < 2) {
      System.err.println("usage: java MakeTree.java wide|deep|flat DIR [FILES]");
      System.exit(2);
    }
    Path root = Path.of(arguments[1]);
    Files.createDirectories(root);
    switch (arguments[0]) {
      case "wide" -> wide(root, files(arguments, 1_000_000));
      case "deep" -> deep(root, files(arguments, 400_000));
      case "flat" -> flat(root, files(arguments, 500_000));
      default -> {
        System.err.println("no such shape: " + arguments[0]);
        System.exit(2);
      }
    }
  }

  private static int files(String[] arguments, int otherwise) {
    return arguments.length > 2 ? Integer.parseInt(arguments[2]) : otherwise;
  }

  private static void wide(Path root, int files) throws IOException {
    int left = files;
    String[] tasks = {"plate", "anim", "fx", "light", "comp"};
    for (int seq = 0; left > 0; seq++) {
      for (int shot = 0; shot < 20 && left > 0; shot++) {
        for (int task = 0; task < tasks.length && left > 0; task++) {
          for (int version = 1; version <= 3 && left > 0; version++) {
            Path directory =
                root.resolve(
                    String.format(
                        "show%02d/sq%03d/sh%03d/%s/v%03d",
                        seq / 10, seq, shot * 10, tasks[task], version));
            Files.createDirectories(directory);
            int frames = Math.min(left, 50 + RANDOM.nextInt(151));
            left -= frames;
            for (int frame = 0; frame < frames; frame++) {
              file(directory.resolve(String.format("sh%03d_%s_v%03d.%04d.exr", shot * 10, tasks[task], version, 1001 + frame)));
            }
          }
        }
      }
    }
  }

  private static void deep(Path root, int files) throws IOException {
    for (int chain = 0; chain * 400 < files; chain++) {
      Path directory = root.resolve("chain" + chain);
      for (int depth = 0; depth < 200; depth++) {
        directory = directory.resolve("level" + depth % 10);
        Files.createDirectories(directory);
        file(directory.resolve("a"));
        file(directory.resolve("b"));
      }
    }
  }

  private static void flat(Path root, int files) throws IOException {
    for (int i = 0; i < files; i++) {
      file(root.resolve("particles." + i + ".bgeo"));
    }
  }

  private static void file(Path path) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      file.setLength(1 + RANDOM.nextInt(20_000_000));
    }
  }
}
