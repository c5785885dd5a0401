package io.scanfleet.gateway.tree.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SequencePairTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a.1000.e a.1001.e | a.1001.e a.1002.e a.10000.e | a.1000-1001#.e=a.1001-1002,10000#.e",
        "a.1000.e a.1001.e | a.0999.e a.1000.e a.1001.e  | a.1000-1001#.e=a.999-1001#.e",
        "a.1000.e a.1001.e | a.999.e a.1000.e            | a.1000-1001#.e=a.999-1000@@@.e",
        "a.009.e a.010.e   | a.1000.e a.1001.e           | a.9-10@@@.e=a.1000-1001#.e",
        "a.09.e a.10.e     | a.009.e a.010.e             | a.9-10@@.e=- -=a.9-10@@@.e",
        "a.8.e a.9.e       | a.08.e a.09.e               | a.8-9@.e=- -=a.8-9@@.e",
        "a.1.e a.2.e       | b.1.e b.2.e                 | a.1-2@.e=- -=b.1-2@.e",
        "a.1.e a.2.e a.01.e a.02.e | a.02.e a.01.e       | a.1-2@.e=- a.1-2@@.e=a.1-2@@.e",
      })
  void theSameSequenceInTwoScans(String older, String newer, String pairs) {
    List<SequencePair> found = SequencePair.of(sequences(older), sequences(newer));
    assertThat(found.stream().map(pair -> text(pair.older()) + "=" + text(pair.newer())))
        .containsExactlyInAnyOrder(pairs.split(" "));
  }

  private static List<Sequence> sequences(String names) {
    return SequenceCollector.of(Listing.of(names.trim().split(" +"))).all();
  }

  private static String text(@Nullable Sequence sequence) {
    return sequence == null ? "-" : sequence.notation().toString();
  }
}
