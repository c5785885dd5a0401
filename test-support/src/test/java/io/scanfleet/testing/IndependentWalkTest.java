package io.scanfleet.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndependentWalkTest {

  @TempDir Path root;

  @Test
  void totalsAreThoseOfEverythingBelow() {
    TestTree.Made made =
        TestTree.in(root)
            .file("a/b/one", 1_000)
            .file("a/b/c/text", "four")
            .file("a/two", 20)
            .symbolicLink("a/link", "b/one")
            .directory("empty")
            .file("top", 300_000_000_000L)
            .made();

    IndependentWalk walk = IndependentWalk.of(root);

    assertThat(made).isEqualTo(new TestTree.Made(5, 4));
    IndependentWalk.Directory top = walk.root();
    assertThat(top.files()).isEqualTo(made.files());
    assertThat(top.directories()).isEqualTo(made.directories());
    assertThat(top.symlinks()).isEqualTo(1);
    assertThat(top.specials()).isZero();
    assertThat(top.bytes()).isEqualTo(300_000_000_000L + 1_000 + 4 + 20 + "b/one".length());
    assertThat(top.containsHardLinks()).isFalse();
    assertThat(top.entries().keySet())
        .containsExactlyInAnyOrder(RawPath.of("a"), RawPath.of("empty"), RawPath.of("top"));
    assertThat(walk.directory(RawPath.of("a")).files()).isEqualTo(4);
    assertThat(walk.directory(RawPath.of("a")).directories()).isEqualTo(2);
    assertThat(walk.directory(RawPath.of("a/b/c")).bytes()).isEqualTo(4);
    assertThat(walk.directory(RawPath.of("empty")).entries()).isEmpty();
    assertThat(walk.directories()).hasSize(5);
    assertThat(walk.bytesCountingLinksOnce()).isEqualTo(top.bytes());
    assertThat(walk.complaints()).isEmpty();
  }

  @Test
  void allocatedSpaceIsNotSize() {
    TestTree.in(root).file("sparse", 1L << 30).file("text", "x".repeat(100_000));

    IndependentWalk walk = IndependentWalk.of(root);

    assertThat(walk.root().entry(RawPath.of("sparse")).allocatedBytes()).isLessThan(1L << 20);
    assertThat(walk.root().allocatedBytes()).isBetween(1L, 2L << 20);
    assertThat(walk.allocatedBytesCountingLinksOnce()).isEqualTo(walk.root().allocatedBytes());
  }

  @Test
  void hardLinksCountOnceForTheWholeAndByNameForDirectories() {
    TestTree.in(root)
        .file("a/original", 1_000)
        .hardLink("a/again", "a/original")
        .hardLink("b/elsewhere", "a/original")
        .file("c/alone", 7);

    IndependentWalk walk = IndependentWalk.of(root);

    assertThat(walk.root().bytes()).isEqualTo(3_007);
    assertThat(walk.bytesCountingLinksOnce()).isEqualTo(1_007);
    assertThat(walk.root().containsHardLinks()).isTrue();
    assertThat(walk.directory(RawPath.of("b")).containsHardLinks()).isTrue();
    assertThat(walk.directory(RawPath.of("c")).containsHardLinks()).isFalse();
    assertThat(walk.directory(RawPath.of("a")).entry(RawPath.of("again")).inode())
        .isEqualTo(walk.directory(RawPath.of("b")).entry(RawPath.of("elsewhere")).inode());
  }

  @Test
  void prunedDirectoriesAreTakenAsNotThere() {
    TestTree.in(root)
        .file(".snapshot/hourly.0/old", 5)
        .file("work/.snapshot/hourly.0/old", 5)
        .file("work/.snapshots/kept", 5)
        .file("star/kept", 5)
        .file("*/gone", 5)
        .file(".snap", 5);

    IndependentWalk.Directory top = IndependentWalk.of(root, ".snapshot", "*").root();

    assertThat(top.files()).isEqualTo(3);
    assertThat(top.directories()).isEqualTo(3);
    assertThat(top.entries()).doesNotContainKey(RawPath.of(".snapshot"));
  }

  @Test
  void attributesAreThoseOfTheFileSystem() throws Exception {
    TestTree.in(root).file("file", "text");
    Path file = root.resolve("file");
    Instant justBefore1970 = Instant.ofEpochSecond(-1, 500_000_000);
    Commands.run("touch", "-d", justBefore1970.toString(), file.toString());
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

    IndependentWalk.Entry entry = IndependentWalk.of(root).root().entry(RawPath.of("file"));

    assertThat(entry.type()).isEqualTo('f');
    assertThat(entry.modified()).isEqualTo(justBefore1970);
    assertThat(entry.mode()).isEqualTo(0640);
    assertThat(entry.inode()).isEqualTo(Files.getAttribute(file, "unix:ino"));
    assertThat(entry.device()).isEqualTo(Files.getAttribute(file, "unix:dev"));
    assertThat(entry.owner())
        .isEqualTo(((Integer) Files.getAttribute(file, "unix:uid")).longValue());
  }

  @Test
  void whatIsNotThereIsToldSo() {
    IndependentWalk walk = IndependentWalk.of(root);

    assertThatThrownBy(() -> walk.directory(RawPath.of("nowhere")))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("nowhere");
    assertThatThrownBy(() -> walk.root().entry(RawPath.of("nothing")))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("nothing");
  }
}
