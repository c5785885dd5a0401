package io.scanfleet.gateway.tree.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scanfleet.model.entry.EntryColumns;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SequencePatternTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "name.1001-1240#.exr             | name.            | 4 | .exr",
        "name.#.exr                      | name.            | 4 | .exr",
        "name.1-5,8,10-20x2@@@.exr       | name.            | 3 | .exr",
        "name.-3--1,5#@.exr              | name.            | 5 | .exr",
        "shot-1-10#.exr                  | shot-            | 4 | .exr",
        "shot-0-10#.exr                  | shot-            | 4 | .exr",
        "plate_2025-05-13_1-10##.exr     | plate_2025-05-13_ | 8 | .exr",
        "v2-1-10#.exr                    | v2-              | 4 | .exr",
        "a#b@1-10#.exr                   | a#b@             | 4 | .exr",
        "3x1-10@.tif                     | 3x               | 1 | .tif",
        "1-9@.exr                        | ''               | 1 | .exr",
        "frame1-9@@                      | frame            | 2 | ''",
        "sim.1-9#.bgeo.sc                | sim.             | 4 | .bgeo.sc",
      })
  void readsNotations(String notation, String prefix, int padding, String suffix) {
    SequencePattern pattern = SequencePattern.ofNotation(bytes(notation));
    assertThat(pattern).isEqualTo(SequencePattern.of(bytes(prefix), bytes(suffix), padding));
    assertThat(SequencePattern.ofKey(pattern.toKey())).isEqualTo(pattern);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "name.1001.exr",
        "name.1-5#",
        "comp_v3@@@.nk",
        "name.1-5#####.exr",
        "5#",
        "name5#.#1",
        "name.1-5#.e r"
      })
  void whatIsNoNotationIsRefused(String notation) {
    assertThatThrownBy(() -> SequencePattern.ofNotation(bytes(notation)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "!", "AAAA", "BAAA", "name.1001-1240#.exr"})
  void whatIsNoKeyIsRefused(String key) {
    assertThatThrownBy(() -> SequencePattern.ofKey(key))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void tellsFrames() {
    SequencePattern pattern = SequencePattern.ofNotation(bytes("a.1-10#.exr"));
    assertThat(pattern.frameOf(bytes("a.0007.exr"))).hasValue(7);
    assertThat(pattern.frameOf(bytes("a.-007.exr"))).hasValue(-7);
    assertThat(pattern.frameOf(bytes("a.10000.exr"))).hasValue(10000);
    for (String other :
        new String[] {"a.007.exr", "a.00007.exr", "a.7.exr", "b.0007.exr", "a.0007.jpg", "a.exr"}) {
      assertThat(pattern.frameOf(bytes(other))).as(other).isEqualTo(OptionalLong.empty());
    }
    assertThat(new String(pattern.nameOf(-7), StandardCharsets.UTF_8)).isEqualTo("a.-007.exr");
    assertThat(new String(pattern.nameOf(12345), StandardCharsets.UTF_8)).isEqualTo("a.12345.exr");
  }

  @Test
  void aKeyKnowsWhichOfSeveralPaddingsAnUnpaddedNumberHas() {
    EntryColumns entries =
        Listing.of("a.7.e", "a.8.e", "a.9.e", "a.1000.e", "a.0001.e", "a.0002.e");
    for (Sequence sequence : SequenceCollector.of(entries).all()) {
      SequencePattern pattern = SequencePattern.ofKey(sequence.pattern().toKey());
      assertThat(pattern.frameOf(bytes("a.1000.e")).isPresent()).isEqualTo(pattern.padding() == 1);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
