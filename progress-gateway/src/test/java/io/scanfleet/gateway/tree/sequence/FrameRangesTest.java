package io.scanfleet.gateway.tree.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameRangesTest {

  /** What fileseq's own tests expect of these frames, and neighbours of them. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 2 3 4 5                | 1-5",
        "1 2 3 6 7 8 12           | 1-3,6-8,12",
        "2 3 9 12                 | 2-3,9,12",
        "1 2 4 5 6 7 8            | 1-2,4-8",
        "5 10 15 20 25            | 5-25x5",
        "-5 -4 -3 -2 -1 0         | -5-0",
        "-1 1                     | -1,1",
        "1 3                      | 1,3",
        "1 3 5 6 7 8              | 1-5x2,6-8",
        "7                        | 7",
      })
  void asFileseqWritesThem(String frames, String ranges) {
    FrameRanges writer = new FrameRanges();
    long[] all = longs(frames);
    LongStream.of(all).forEach(writer::add);
    assertThat(writer.finish()).isEqualTo(new FrameList(all.length, ranges, true));
  }

  @Test
  void aRunIsItsFrames() {
    Random random = new Random(5);
    for (int round = 0; round < 2000; round++) {
      FrameRanges runs = new FrameRanges();
      FrameRanges singles = new FrameRanges();
      long frame = random.nextInt(20) - 10L;
      for (int i = 0; i < 12; i++) {
        long step = 1L + random.nextInt(3);
        long to = frame + step * random.nextInt(6);
        runs.addRun(frame, to, step);
        for (long each = frame; each <= to; each += step) {
          singles.add(each);
        }
        frame = to + 1 + random.nextInt(4);
      }
      assertThat(runs.finish()).isEqualTo(singles.finish());
    }
  }

  private static long[] longs(String text) {
    return Arrays.stream(text.split(" ")).mapToLong(Long::parseLong).toArray();
  }
}
