package io.scanfleet.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.IntSummaryStatistics;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VfxTreeTest {

  @TempDir Path directory;

  @Test
  void hasAsManyFilesAsAskedForAndTellsHowManyDirectories() {
    TestTree.Made made = VfxTree.create(directory.resolve("tree"), VfxTree.Size.SMALL);

    IndependentWalk.Directory top = IndependentWalk.of(directory.resolve("tree")).root();
    assertThat(made.files()).isEqualTo(2_000).isEqualTo(top.files());
    assertThat(made.directories()).isEqualTo(top.directories()).isBetween(30L, 300L);
    assertThat(top.bytes()).isGreaterThan(1L << 30);
    assertThat(top.allocatedBytes()).isLessThan(16L << 20);
  }

  @Test
  void isTheSameTreeEveryTime() {
    Path first = directory.resolve("first");
    Path second = directory.resolve("second");
    VfxTree.create(first, VfxTree.Size.files(500));
    VfxTree.create(second, VfxTree.Size.files(500));

    assertThat(sizes(first)).isEqualTo(sizes(second)).hasSize(500);
  }

  @Test
  void isAnotherTreeForAnotherSeed() {
    Path first = directory.resolve("first");
    Path second = directory.resolve("second");
    VfxTree.create(first, new VfxTree.Size(500, 1));
    VfxTree.create(second, new VfxTree.Size(500, 2));

    assertThat(sizes(first)).isNotEqualTo(sizes(second));
  }

  @Test
  void hasImageSequencesWithMissingFrames() {
    VfxTree.create(directory, VfxTree.Size.files(1_000));

    Map<RawPath, Long> sizes = sizes(directory);
    assertThat(sizes.keySet())
        .anyMatch(
            path ->
                path.latin1()
                    .matches("show01/sq010/sh010/comp/v001/sh010_comp_v001\\.10\\d\\d\\.exr"));
    Map<RawPath, IntSummaryStatistics> frames =
        sizes.keySet().stream()
            .filter(path -> path.latin1().endsWith(".exr"))
            .collect(
                Collectors.groupingBy(
                    RawPath::parent, Collectors.summarizingInt(VfxTreeTest::frame)));
    assertThat(frames.values())
        .anyMatch(version -> version.getCount() <= version.getMax() - version.getMin());
  }

  private static int frame(RawPath path) {
    return Integer.parseInt(path.latin1().replaceAll(".*\\.(\\d+)\\.exr", "$1"));
  }

  private static Map<RawPath, Long> sizes(Path root) {
    return IndependentWalk.of(root).directories().values().stream()
        .flatMap(directory -> directory.entries().values().stream())
        .filter(entry -> !entry.isDirectory())
        .collect(Collectors.toMap(IndependentWalk.Entry::path, IndependentWalk.Entry::bytes));
  }
}
