package io.scanfleet.gateway.tree.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.regex.PatternSyntaxException;
import org.junit.jupiter.api.Test;

/** Globs, beside those of the JDK where both mean the same. */
class GlobTest {

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static boolean nameMatches(String glob, byte[] name, boolean folded) {
    List<Glob> globs =
        GlobParser.alternatives(bytes(glob)).stream().map(new GlobParser(folded)::name).toList();
    return Glob.anyMatches(globs, name, 0, name.length);
  }

  private static boolean pathMatches(String glob, String path) {
    List<Glob> globs =
        GlobParser.alternatives(bytes(glob)).stream().map(new GlobParser(false)::path).toList();
    return Glob.anyMatches(globs, bytes(path), 0, bytes(path).length);
  }

  private static String some(Random random, String... pieces) {
    StringBuilder text = new StringBuilder();
    for (int n = 1 + random.nextInt(6); n > 0; n--) {
      text.append(pieces[random.nextInt(pieces.length)]);
    }
    return text.toString();
  }

  @Test
  void namesMatchAsTheyDoInTheJdk() {
    Random random = new Random(7);
    int matches = 0;
    for (int round = 0; round < 200_000; round++) {
      String glob =
          some(random, "*", "?", "a", "b", "ab", ".", "[ab]", "[!a]", "[a-c]", "{a,bc}", "{b*,c?}");
      PathMatcher expected;
      try {
        expected = FileSystems.getDefault().getPathMatcher("glob:" + glob);
      } catch (PatternSyntaxException e) {
        continue;
      }
      String name = some(random, "a", "b", "c", "ab", ".");
      boolean matched = nameMatches(glob, bytes(name), false);
      assertThat(matched).as("%s of %s", glob, name).isEqualTo(expected.matches(Path.of(name)));
      matches += matched ? 1 : 0;
    }
    assertThat(matches).isBetween(10_000, 190_000);
  }

  @Test
  void pathsMatchAsTheyDoInTheJdkButForDirectoriesThatNeedNotBe() {
    Random random = new Random(8);
    int matches = 0;
    for (int round = 0; round < 200_000; round++) {
      String glob = some(random, "*", "**", "?", "a", "b", "/", "/a", "b/", "{a,b/a}", "[!b]");
      // "**/" may be nothing here, so it is both with and without in the JDK.
      if (glob.contains("//") || glob.contains("***")) {
        continue;
      }
      String path = some(random, "a", "b", "ab", "a/", "b/") + "a";
      boolean expected =
          jdkVariants(glob)
              .anyMatch(
                  each ->
                      FileSystems.getDefault()
                          .getPathMatcher("glob:" + each)
                          .matches(Path.of(path)));
      boolean matched = pathMatches(glob, path);
      assertThat(matched).as("%s of %s", glob, path).isEqualTo(expected);
      matches += matched ? 1 : 0;
    }
    assertThat(matches).isGreaterThan(5_000);
  }

  private static java.util.stream.Stream<String> jdkVariants(String glob) {
    int at = glob.indexOf("**/");
    return at < 0
        ? java.util.stream.Stream.of(glob)
        : jdkVariants(glob.substring(at + 3))
            .flatMap(
                rest ->
                    java.util.stream.Stream.of(
                        glob.substring(0, at) + rest, glob.substring(0, at) + "**/" + rest));
  }

  @Test
  void aQuestionMarkIsACharacterOrAByteThatIsNone() {
    assertThat(nameMatches("?", bytes("é"), false)).isTrue();
    assertThat(nameMatches("??", bytes("é"), false)).isFalse();
    assertThat(nameMatches("[é-ü]x", bytes("öx"), false)).isTrue();
    assertThat(nameMatches("[!é]x", bytes("éx"), false)).isFalse();
    byte[] broken = {'a', (byte) 0xFF, 'b'};
    assertThat(nameMatches("a?b", broken, false)).isTrue();
    assertThat(nameMatches("a[!x]b", broken, false)).isTrue();
    assertThat(nameMatches("a[\u0080-\uFFFF]b", broken, false)).isFalse();
    assertThat(nameMatches("a*", broken, false)).isTrue();
  }

  @Test
  void caseOfAsciiDoesNotMatterWhenFolded() {
    Random random = new Random(9);
    for (int round = 0; round < 50_000; round++) {
      String glob = some(random, "*", "?", "A", "b", "[A-B]", "[!a]", "{A,bC}", "_");
      String name = some(random, "a", "B", "c", "_");
      boolean expected =
          FileSystems.getDefault()
              .getPathMatcher("glob:" + glob.toLowerCase(Locale.ROOT))
              .matches(Path.of(name.toLowerCase(Locale.ROOT)));
      assertThat(nameMatches(glob, bytes(name.toLowerCase(Locale.ROOT)), true))
          .as("%s of %s", glob, name)
          .isEqualTo(expected);
    }
  }

  @Test
  void bracesNestAndABackslashTakesTheMeaningAway() {
    assertThat(nameMatches("x{a,{b,c}d,}y", bytes("xcdy"), false)).isTrue();
    assertThat(nameMatches("x{a,{b,c}d,}y", bytes("xy"), false)).isTrue();
    assertThat(nameMatches("x{a,{b,c}d,}y", bytes("xby"), false)).isFalse();
    assertThat(nameMatches("a\\*[]x]", bytes("a*]"), false)).isTrue();
    assertThat(nameMatches("a\\*", bytes("ab"), false)).isFalse();
    assertThat(nameMatches("[{,}]{\\,,[,]}", bytes("}, ".strip()), false)).isTrue();
  }

  @Test
  void whatIsMalformedIsRefused() {
    for (String glob :
        List.of("[a", "[", "{a", "a}", "a\\", "[z-a]", "[a/b]", "{a,{b}", "{[}", "[!")) {
      assertThatIllegalArgumentException()
          .as(glob)
          .isThrownBy(() -> nameMatches(glob, bytes("a"), false));
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GlobParser.alternatives(bytes("{a,b}".repeat(7))))
        .withMessageContaining("64");
  }

  @Test
  void noPatternTakesForever() {
    String glob = "*a?".repeat(80) + "b";
    byte[] name = bytes("a".repeat(255));
    long start = System.nanoTime();
    for (int i = 0; i < 100; i++) {
      assertThat(nameMatches(glob, name, false)).isFalse();
    }
    assertThat(System.nanoTime() - start).isLessThan(5_000_000_000L);
  }
}
