package io.scanfleet.agent.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExcludesTest {

  @ParameterizedTest
  @CsvSource({
    ".snapshot, '', .snapshot, true",
    ".snapshot, a/b, .snapshot, true",
    ".snapshot, a, x.snapshot, false",
    "**/.snapshot/**, a/b, .snapshot, true",
    "**/.snapshot/**, '', .snapshot, true",
    "**/.snapshot/**, '', snapshot, false",
    "*.tmp, a, x.tmp, true",
    "*.tmp, a, .tmp, true",
    "a/*.tmp, a, x.tmp, true",
    "a/*.tmp, a/b, x.tmp, false",
    "a/**/c, a/b/b, c, true",
    "a/**/c, a, c, true",
    "/top, '', top, true",
    "/top, a, top, false",
    "**/a/b, x/a, b, true",
    "**/a/b, a, b, true",
    "**/a/b, xa, b, false",
    "v00?, a, v003, true",
    "v00[1-3], a, v003, true",
    "v00[!1-3], a, v003, false",
    "'{cache,tmp}', a, tmp, true",
    "'a,b', a, 'a,b', true",
    "x\\*y, a, x*y, true",
    "x\\*y, a, xzy, false",
    "a.b, '', axb, false"
  })
  void patterns(String glob, String directory, String name, boolean matches) {
    assertThat(matches(Excludes.of(List.of(glob)), directory, name)).isEqualTo(matches);
  }

  private static boolean matches(Excludes excludes, String directory, String name) {
    byte[] bytes = ("x" + name + "y").getBytes(StandardCharsets.UTF_8);
    return excludes.matches(bytes, 1, bytes.length - 2, () -> directory);
  }

  @Test
  void aDefaultCanBeTakenBack() {
    assertThat(matches(Excludes.withDefaults(List.of("a")), "", "lost+found")).isTrue();
    Excludes excludes = Excludes.withDefaults(List.of("!lost+found", "*.tmp"));
    assertThat(matches(excludes, "", "lost+found")).isFalse();
    assertThat(matches(excludes, "", ".snapshot")).isTrue();
    assertThat(matches(excludes, "", "x.tmp")).isTrue();
    assertThatThrownBy(() -> Excludes.withDefaults(List.of("!x"))).hasMessageContaining(".zfs");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "[a", "{a", "a}", "a\\"})
  void malformedPatternsAreRefused(String glob) {
    assertThatThrownBy(() -> Excludes.of(List.of(glob)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
