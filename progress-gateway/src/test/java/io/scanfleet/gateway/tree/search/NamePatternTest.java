package io.scanfleet.gateway.tree.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.scanfleet.model.entry.EntryColumns;
import io.scanfleet.model.entry.EntryType;
import io.scanfleet.model.entry.ListingCodec;
import io.scanfleet.model.entry.ListingReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What names and paths a pattern finds. */
class NamePatternTest {

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static List<String> found(String q, boolean folded, List<String> names) {
    EntryColumns entries = new EntryColumns();
    for (String name : names) {
      entries.add(bytes(name), 0, bytes(name).length, EntryType.FILE);
    }
    ListingReader reader = new ListingReader();
    reader.open(ListingCodec.encode(entries));
    List<String> found = new ArrayList<>();
    NameTest test = NamePattern.of(bytes(q), folded).names();
    for (int i = test.next(reader, 0); i >= 0 && i < reader.size(); ) {
      found.add(
          new String(
              reader.names(),
              reader.nameStart(i),
              reader.nameEnd(i) - reader.nameStart(i),
              StandardCharsets.UTF_8));
      i = i + 1 < reader.size() ? test.next(reader, i + 1) : -1;
    }
    return found;
  }

  @Test
  void aPartIsFoundInNamesAndNeverAcrossTwo() {
    Random random = new Random(3);
    for (int round = 0; round < 5_000; round++) {
      TreeSet<String> names = new TreeSet<>();
      for (int n = random.nextInt(20); n >= 0; n--) {
        names.add(word(random, 1 + random.nextInt(6)));
      }
      String q = word(random, 1 + random.nextInt(4));
      boolean folded = random.nextBoolean();
      assertThat(found(q, folded, List.copyOf(names)))
          .as("%s in %s", q, names)
          .containsExactlyElementsOf(
              names.stream()
                  .filter(
                      name ->
                          folded
                              ? name.toLowerCase(Locale.ROOT).contains(q.toLowerCase(Locale.ROOT))
                              : name.contains(q))
                  .toList());
    }
  }

  private static String word(Random random, int length) {
    StringBuilder word = new StringBuilder();
    for (int i = 0; i < length; i++) {
      word.append("abAB_".charAt(random.nextInt(5)));
    }
    return word.toString();
  }

  @Test
  void globsAreOfWholeNames() {
    List<String> names = List.of("plate.1001.exr", "plate.1002.EXR", "plate.exr.tmp", "x.mov");
    assertThat(found("*.exr", true, names)).containsExactly("plate.1001.exr", "plate.1002.EXR");
    assertThat(found("*.exr", false, names)).containsExactly("plate.1001.exr");
    assertThat(found("**/*.{mov,tmp}", true, names)).containsExactly("plate.exr.tmp", "x.mov");
    assertThat(found("plate.100[2-9].*", true, names)).containsExactly("plate.1002.EXR");
    assertThat(found("late", true, names)).hasSize(3);
  }

  private static boolean matches(String q, String path) {
    NamePattern pattern = NamePattern.of(bytes(q), true);
    int slash = path.lastIndexOf('/');
    String directory = slash < 0 ? "" : path.substring(0, slash);
    return !found(q, true, List.of(path.substring(slash + 1))).isEmpty()
        && pattern.mayLieIn(bytes(directory.substring(directory.lastIndexOf('/') + 1)))
        && pattern.matchesPath(bytes(path));
  }

  @Test
  void withASlashAPatternIsOfThePath() {
    assertThat(matches("**/comp/*.exr", "show/sh010/comp/a.exr")).isTrue();
    assertThat(matches("**/comp/*.exr", "comp/a.exr")).isTrue();
    assertThat(matches("**/comp/*.exr", "show/comp/v1/a.exr")).isFalse();
    assertThat(matches("**/comp/**", "show/COMP/v1/a.exr")).isTrue();
    assertThat(matches("**/comp/**.exr", "show/comp/v1/a.exr")).isTrue();
    assertThat(matches("show/*/a.exr", "show/comp/a.exr")).isTrue();
    assertThat(matches("show/*/a.exr", "x/show/comp/a.exr")).isFalse();
    assertThat(matches("/*.exr", "a.exr")).isTrue();
    assertThat(matches("/*.exr", "show/a.exr")).isFalse();
    assertThat(matches("**/{comp,plate/*}/a*", "x/plate/v1/a.exr")).isTrue();
    assertThat(matches("**/comp[**]/x", "a/comp*/x")).isTrue();
    assertThat(matches("comp/a", "show/precomp/a.exr")).isTrue();
    assertThat(matches("comp/a", "show/comp/b.a")).isFalse();
    assertThat(matches("comp/a", "comp/x/a")).isFalse();
    assertThat(matches("/comp/a", "comp/a.exr")).isTrue();
    assertThat(matches("/comp/a", "x/comp/a.exr")).isFalse();
    assertThat(matches("comp/", "x/comp/a.exr")).isTrue();
  }
}
