package io.scanfleet.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class NastyTreeTest {

  private static final DeletingTree DIRECTORY = DeletingTree.create();
  private static final Path ROOT = DIRECTORY.path().resolve("nasty");

  @SuppressWarnings("NullAway.Init")
  private static NastyTree.Made made;

  @SuppressWarnings("NullAway.Init")
  private static IndependentWalk walk;

  @BeforeAll
  static void create() {
    made = NastyTree.create(ROOT);
    walk = IndependentWalk.of(ROOT);
  }

  @AfterAll
  static void allOfItCanBeDeleted() {
    DIRECTORY.close();
    assertThat(Files.exists(DIRECTORY.path(), LinkOption.NOFOLLOW_LINKS)).isFalse();
  }

  @Test
  void everythingIsMadeButWhatTheHostCannot() {
    assertThat(made.made()).hasSizeGreaterThanOrEqualTo(26).contains("unix-socket", "fifo");
    assertThat(made.skipped()).isSubsetOf(NastyTree.OPTIONAL);
  }

  @Test
  void namesAreExactlyTheseBytes() {
    Map<RawPath, IndependentWalk.Entry> names = walk.directory(RawPath.of("names")).entries();

    assertThat(names)
        .containsKeys(
            new RawPath("\u00ff\u00fe"),
            new RawPath("caf\u00e9.exr"),
            new RawPath("twin-\u00ff"),
            RawPath.of("twin-\ufffd"),
            RawPath.of("r\u00e9sum\u00e9.txt"),
            RawPath.of("re\u0301sume\u0301.txt"),
            RawPath.of("new\nline"),
            RawPath.of("\nfirst"),
            RawPath.of("tab\there"),
            RawPath.of("double\"quote"),
            RawPath.of("single'quote"),
            RawPath.of("back\\slash"),
            RawPath.of("\\n"),
            RawPath.of("-rf"),
            RawPath.of("--"),
            RawPath.of(" "),
            RawPath.of("..."),
            RawPath.of(".hidden"),
            RawPath.of("a%2Fb"),
            RawPath.of("<script>alert(1)<"),
            RawPath.of("right-to-left-\u202egpj.exe"),
            RawPath.of("\ud83c\udfac\ud83d\udc69\u200d\ud83d\ude80"));
    assertThat(
            names.keySet().stream()
                .map(RawPath::latin1)
                .filter(name -> name.length() == 255)
                .collect(Collectors.toSet()))
        .hasSize(3);
    assertThat(walk.directory(new RawPath("directories/\u00ff\u00fe/\u00ff\u00fe")).files())
        .isEqualTo(1);
  }

  @Test
  void linksAreOfAllKinds() throws Exception {
    IndependentWalk.Directory links = walk.directory(RawPath.of("links"));

    assertThat(links.containsHardLinks()).isTrue();
    assertThat(walk.directory(RawPath.of("links/here")).entry(RawPath.of("original")).links())
        .isEqualTo(3);
    assertThat(walk.root().symlinks()).isEqualTo(11);
    assertThat(walk.bytesCountingLinksOnce()).isLessThan(walk.root().bytes());
    assertThat(Files.readSymbolicLink(ROOT.resolve("links/out-of-the-tree")))
        .isEqualTo(Path.of("/etc"));
    assertThat(Files.exists(ROOT.resolve("links/dangling"))).isFalse();
    assertThat(links.entry(RawPath.of("to-a-directory")).type()).isEqualTo('l');
  }

  @Test
  void specialsAreNoFiles() {
    IndependentWalk.Directory special = walk.directory(RawPath.of("special"));

    assertThat(special.entry(RawPath.of("pipe")).type()).isEqualTo('p');
    assertThat(special.entry(RawPath.of("socket")).type()).isEqualTo('s');
    assertThat(special.specials()).isEqualTo(made.made().contains("device") ? 3 : 2);
  }

  @Test
  void sizesAndTimesAreAtTheirLimits() {
    IndependentWalk.Entry sparse =
        walk.directory(RawPath.of("sizes")).entry(RawPath.of("one-tebibyte-sparse"));
    assertThat(sparse.bytes()).isEqualTo(1L << 40);
    assertThat(sparse.allocatedBytes()).isLessThan(1L << 20);

    IndependentWalk.Directory times = walk.directory(RawPath.of("times"));
    assertThat(times.entry(RawPath.of("1969-07-20")).modified())
        .isEqualTo(Instant.parse("1969-07-20T20:17:40Z"));
    assertThat(times.entry(RawPath.of("just-before-1970")).modified())
        .isEqualTo(Instant.parse("1969-12-31T23:59:59.5Z"));
    assertThat(times.entry(RawPath.of("2100-01-01")).modified())
        .isEqualTo(Instant.parse("2100-01-01T00:00:00.123456789Z"));
  }

  @Test
  void someDirectoriesAreEmptyUnreadableOrSkippedByDefault() {
    assertThat(walk.directory(RawPath.of("directories/empty")).entries()).isEmpty();
    assertThat(walk.directory(RawPath.of("permissions")).entry(RawPath.of("unreadable")).mode())
        .isZero();
    assertThat(walk.directory(RawPath.of("skipped-by-default/work/.snapshot")).files())
        .isEqualTo(1);
  }

  @Test
  void onePathIsLongerThanTheSystemTakes() {
    RawPath deepest =
        walk.directories().keySet().stream()
            .max(Comparator.comparingInt(path -> path.latin1().length()))
            .orElseThrow();

    assertThat(deepest.latin1()).hasSizeGreaterThan(4096);
    assertThat(deepest.latin1().split("/", -1)).hasSize(301);
    assertThat(walk.directory(deepest).files()).isEqualTo(1);
    assertThat(walk.directory(RawPath.of("deep")).files()).isEqualTo(1);
  }
}
