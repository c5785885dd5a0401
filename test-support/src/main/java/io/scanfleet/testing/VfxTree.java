package io.scanfleet.testing;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * A tree like those that visual effects studios have: shows, sequences, shots, tasks, versions, and
 * in these the frames, among which some are missing. The same size makes the same tree every time,
 * times apart.
 *
 * <pre>show01/sq010/sh010/comp/v003/sh010_comp_v003.1042.exr</pre>
 */
public final class VfxTree {

  /**
   * How big a tree is.
   *
   * @param files exactly so many are made
   * @param seed decides their sizes and which frames are missing
   */
  public record Size(int files, long seed) {

    public static final Size SMALL = files(2_000);
    public static final Size MEDIUM = files(10_000);
    public static final Size LARGE = files(50_000);

    public Size {
      if (files < 1) {
        throw new IllegalArgumentException("a tree has at least one file");
      }
    }

    public static Size files(int files) {
      return new Size(files, 20_261_101);
    }
  }

  private static final List<String> TASKS = List.of("comp", "fx", "anim", "lighting");
  private static final int SEQUENCES_PER_SHOW = 4;
  private static final int SHOTS_PER_SEQUENCE = 5;
  private static final int MOST_VERSIONS = 4;
  private static final int FEWEST_FRAMES = 24;
  private static final int MOST_FRAMES = 96;
  private static final int FIRST_FRAME = 1001;
  private static final double MISSING = 0.02;

  private final TestTree tree;
  private final SplittableRandom random;
  private int left;

  private VfxTree(Path root, Size size) {
    this.tree = TestTree.in(root);
    this.random = new SplittableRandom(size.seed());
    this.left = size.files();
  }

  /** Makes a tree below this directory, which is made if it is missing. */
  public static TestTree.Made create(Path root, Size size) {
    VfxTree made = new VfxTree(root, size);
    for (int show = 1; made.left > 0; show++) {
      made.show("show%02d".formatted(show));
    }
    return made.tree.made();
  }

  private void show(String show) {
    text(show + "/README.txt", "Frames of " + show + ". Ask production before deleting.\n");
    for (int i = 1; i <= SEQUENCES_PER_SHOW && left > 0; i++) {
      sequence("%s/sq%03d".formatted(show, i * 10), (i - 1) * SHOTS_PER_SEQUENCE);
    }
  }

  private void sequence(String sequence, int shotsBefore) {
    text(sequence + "/edit.edl", "TITLE: " + sequence + "\nFCM: NON-DROP FRAME\n");
    for (int i = 1; i <= SHOTS_PER_SEQUENCE && left > 0; i++) {
      String shot = "sh%03d".formatted((shotsBefore + i) * 10);
      for (String task : TASKS) {
        task(sequence + "/" + shot + "/" + task, shot + "_" + task);
      }
    }
  }

  private void task(String directory, String name) {
    int versions = random.nextInt(1, MOST_VERSIONS + 1);
    for (int i = 1; i <= versions && left > 0; i++) {
      String version = "v%03d".formatted(i);
      version(directory + "/" + version, name + "_" + version);
    }
  }

  private void version(String directory, String name) {
    text(directory + "/" + name + ".nk", "# " + name + "\nRead { file " + name + ".####.exr }\n");
    int last = FIRST_FRAME + random.nextInt(FEWEST_FRAMES, MOST_FRAMES + 1);
    // Frames of one version differ a little in size, versions differ much.
    long typical = random.nextLong(200_000, 40_000_000);
    for (int frame = FIRST_FRAME; frame < last && left > 0; frame++) {
      if (random.nextDouble() >= MISSING) {
        long bytes = typical + random.nextLong(typical / 8);
        tree.file("%s/%s.%d.exr".formatted(directory, name, frame), bytes);
        left--;
      }
    }
    text(
        directory + "/publish.json",
        "{\"name\":\"%s\"}\n".formatted(name.toUpperCase(Locale.ROOT)));
  }

  private void text(String path, String text) {
    if (left > 0) {
      tree.file(path, text);
      left--;
    }
  }
}
