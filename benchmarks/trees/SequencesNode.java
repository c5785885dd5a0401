import io.scanfleet.model.entry.EntryColumns;
import io.scanfleet.model.entry.EntryType;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A directory of a show. Frames differ in size by a tenth, are rendered one after another, and each
 * has its nanoseconds. A hundred and some files lie in a directory on average.
 */
final class SequencesNode extends Node {

  private static final int SHOW = 0;
  private static final int SEQUENCE = 1;
  private static final int SHOT = 2;
  private static final int TASK = 3;
  private static final int VERSION = 4;

  private static final int SHOTS_OF_A_SEQUENCE = 20;
  private static final int TASKS_OF_A_SHOT = 3;
  private static final int LEAST_VERSIONS = 2;
  private static final int MOST_VERSIONS = 4;
  private static final int LEAST_FRAMES = 50;
  private static final int MOST_FRAMES = 200;
  private static final double SECOND_SEQUENCE = 0.4;
  private static final double FILES_OF_A_SHOT =
      TASKS_OF_A_SHOT
          * (LEAST_VERSIONS + MOST_VERSIONS)
          / 2.0
          * (1 + SECOND_SEQUENCE)
          * (LEAST_FRAMES + MOST_FRAMES)
          / 2.0;

  private static final String[] TASKS = {"anim", "comp", "fx", "lighting", "roto"};
  private static final String[] LAYERS = {"beauty", "crypto", "denoise", "depth", "spec"};
  private static final int OWNER = 4201;
  private static final int GROUP = 4000;

  private final int level;

  /** How many lie in it; of a version, its number. */
  private final int number;

  /** Of files: what the names of all above it make. */
  private final String prefix;

  private SequencesNode(int level, long seed, String name, int number, String prefix) {
    super(seed, name, OWNER, GROUP);
    this.level = level;
    this.number = number;
    this.prefix = prefix;
  }

  static Node show(long files) {
    int shots = (int) Math.max(1, Math.round(files / FILES_OF_A_SHOT));
    return new SequencesNode(SHOW, 42, "", shots, "");
  }

  @Override
  boolean isLeaf() {
    return level == VERSION;
  }

  @Override
  void list(SplittableRandom random, Inodes inodes, EntryColumns files, List<Node> directories) {
    switch (level) {
      case SHOW -> {
        for (int i = 0, left = number; left > 0; i++, left -= SHOTS_OF_A_SEQUENCE) {
          int shots = Math.min(left, SHOTS_OF_A_SEQUENCE);
          child(directories, i, "sq%03d".formatted(10 * (i + 1)), shots, "");
        }
      }
      case SEQUENCE -> {
        for (int i = 0; i < number; i++) {
          child(directories, i, "%s_sh%04d".formatted(name, 10 * (i + 1)), TASKS_OF_A_SHOT, "");
        }
      }
      case SHOT -> {
        int first = random.nextInt(TASKS.length);
        for (int i = 0; i < number; i++) {
          int versions = random.nextInt(LEAST_VERSIONS, MOST_VERSIONS + 1);
          child(directories, i, TASKS[(first + i) % TASKS.length], versions, name);
        }
      }
      case TASK -> {
        for (int i = 0; i < number; i++) {
          child(directories, i, "v%03d".formatted(i + 1), i + 1, prefix + "_" + name);
        }
      }
      default -> {
        String base = prefix + "_" + name;
        frames(random, inodes, files, base);
        if (random.nextDouble() < SECOND_SEQUENCE) {
          frames(random, inodes, files, base + "_" + LAYERS[random.nextInt(LAYERS.length)]);
        }
      }
    }
  }

  private void child(
      List<Node> directories, int place, String childName, int childNumber, String childPrefix) {
    directories.add(
        new SequencesNode(level + 1, below(seed, place), childName, childNumber, childPrefix));
  }

  private void frames(SplittableRandom random, Inodes inodes, EntryColumns files, String base) {
    int frames = random.nextInt(LEAST_FRAMES, MOST_FRAMES + 1);
    int mebibytes = random.nextInt(4, 40);
    long nanos = modifiedSeconds() * 1_000_000_000L;
    for (int i = 0; i < frames; i++) {
      nanos += random.nextLong(5_000_000_000L, 40_000_000_000L);
      long bytes = (long) (mebibytes * 1_048_576L * random.nextDouble(0.9, 1.1));
      addFile(
          files,
          base + "." + (1001 + i) + ".exr",
          EntryType.FILE,
          bytes,
          nanos / 1_000_000_000L,
          (int) (nanos % 1_000_000_000L),
          inodes.next(random),
          0644,
          OWNER,
          GROUP);
    }
  }
}
