package io.scanfleet.gateway.tree.sequence;

import static io.scanfleet.gateway.tree.sequence.Listing.notations;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.scanfleet.model.RawName;
import io.scanfleet.model.entry.EntryColumns;
import io.scanfleet.model.entry.EntryType;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SequenceCollectorTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "name.1001.exr name.1002.exr name.1003.exr | name.1001-1003#.exr",
        "name_1001.exr name_1002.exr               | name_1001-1002#.exr",
        "name1001.tif name1002.tif                 | name1001-1002#.tif",
        "1001.exr 1002.exr                         | 1001-1002#.exr",
        "frame0001 frame0002                       | frame1-2#",
        ".name.1.exr .name.2.exr                   | .name.1-2@.exr",
        "a.001.exr a.002.exr                       | a.1-2@@@.exr",
        "a.00000001.exr a.00000002.exr             | a.1-2##.exr",
        "a.0001.mp4 a.0002.mp4                     | a.1-2#.mp4",
        "a.0001.7z a.0002.7z                       | a.1-2#.7z",
        "sim.0001.bgeo.sc sim.0002.bgeo.sc         | sim.1-2#.bgeo.sc",
        "sim_0001.bgeo.sc sim_0002.bgeo.sc         | sim_1-2#.bgeo.sc",
        "a.1001.left.exr a.1002.left.exr           | a.1001-1002#.left.exr",
        "sh010_comp_v003.1042.exr sh010_comp_v003.1043.exr | sh010_comp_v003.1042-1043#.exr",
        "shot-1001.exr shot-1002.exr               | shot-1001-1002#.exr",
        "mov1.exr mov2.exr                         | mov1-2@.exr",
      })
  void theNumberBeforeTheExtensionIsTheFrame(String names, String notation) {
    assertThat(notations(names.split(" "))).containsExactly(notation);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a.1.exr a.9.exr a.10.exr                   | a.1,9-10@.exr",
        "a.08.exr a.09.exr a.10.exr                 | a.8-10@@.exr",
        "a.0999.exr a.1000.exr                      | a.999-1000#.exr",
        "a.9999.exr a.10000.exr                     | a.9999-10000#.exr",
        "a.0999.exr a.1000.exr a.9999.exr a.10000.exr | a.999-1000,9999-10000#.exr",
        "a.0100.exr a.10000.exr                     | a.100,10000#.exr",
        "a.0.exr a.1.exr                            | a.0-1@.exr",
        "a.00.exr a.01.exr                          | a.0-1@@.exr",
        "a.-003.exr a.-002.exr a.0000.exr           | a.-3--2,0#.exr",
        "a.-3.exr a.-2.exr a.-1.exr a.0.exr a.1.exr | a.-3-1@.exr",
        "-001.exr 0000.exr 0001.exr                 | -1-1#.exr",
        "a.-1001.exr a.-001.exr a.1000.exr          | a.-1001,-1,1000#.exr",
      })
  void paddingIsTheLeastLength(String names, String notation) {
    assertThat(notations(names.split(" "))).containsExactly(notation);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a.1.exr a.01.exr a.2.exr a.02.exr | a.1-2@.exr a.1-2@@.exr",
        // One stray file does not take what outgrows it, on either side.
        "a.8.exr a.9.exr a.10.exr a.0001.exr a.1000.exr | a.8-10,1000@.exr",
        "a.0001.exr a.0002.exr a.7.exr a.1000.exr       | a.1-2,1000#.exr",
        "a.1.exr b.1.exr a.2.exr b.2.exr b.2.jpg b.3.jpg | a.1-2@.exr b.1-2@.exr b.2-3@.jpg",
        "sh010.0001.exr sh010.0002.exr sh020.0001.exr sh020.0002.exr"
            + " | sh010.1-2#.exr sh020.1-2#.exr",
      })
  void severalInOneDirectory(String names, String notations) {
    assertThat(notations(names.split(" "))).containsExactly(notations.split(" "));
  }

  @ParameterizedTest
  @CsvSource({
    "a.1001.exr",
    "comp_v001.nk comp_v002.nk comp_v010.nk",
    "v001.nk v002.nk",
    "libx.so.1 libx.so.2",
    "10.0.0.1 10.0.0.2",
    "name.1001 name.1002",
    "1001 1002",
    "a.1001.exr a.1001.jpg b.1001.exr",
    "a.1.exr a.01.exr a.001.exr",
    "a.1234567890123456789.exr a.1234567890123456788.exr",
    "sh010.final.exr sh020.final.exr",
    "sh010_comp.exr sh020_comp.exr",
    ".1001 .1002",
    "a.1.x#y a.2.x#y",
  })
  void whatIsNoSequence(String names) {
    assertThat(notations(names.split(" "))).isEmpty();
  }

  @Test
  void framesOfEighteenDigits() {
    String most = "9".repeat(18);
    assertThat(notations("a.-" + most + ".exr", "a.0.exr", "a." + most + ".exr"))
        .containsExactly("a.-" + most + "-" + most + "x" + most + "@.exr");
  }

  @Test
  void onlyFilesThatCount() {
    EntryColumns entries = Listing.of("a.1.exr", "a.2.exr", "a.3.exr", "a.4.exr");
    entries.setType(0, EntryType.DIRECTORY);
    entries.setType(1, EntryType.SYMLINK);
    entries.setFlag(2, EntryColumns.EXCLUDED);
    assertThat(SequenceCollector.of(entries).all()).isEmpty();
  }

  @Test
  void namesAreBytes() {
    EntryColumns entries = new EntryColumns();
    byte[] one = {(byte) 0xFF, '.', '1', '.', 'e'};
    byte[] two = {(byte) 0xFF, '.', '2', '.', 'e'};
    byte[] other = {(byte) 0xFE, '.', '2', '.', 'e'};
    Listing.add(entries, one, 1);
    Listing.add(entries, two, 1);
    Listing.add(entries, other, 1);
    Sequences found = SequenceCollector.of(entries);
    assertThat(found.all()).hasSize(1);
    assertThat(found.all().getFirst().notation())
        .isEqualTo(RawName.of(new byte[] {(byte) 0xFF, '.', '1', '-', '2', '@', '.', 'e'}));
    assertThat(found.placesIn(entries)).containsExactly(0, 0, -1);
  }

  @Test
  void missingFrames() {
    Sequence gaps = one("a.1.e", "a.2.e", "a.5.e", "a.9.e");
    assertThat(gaps.missing()).isEqualTo(new FrameList(5, "3-4,6-8", true));
    assertThat(gaps.step()).isEqualTo(1);
    Sequence twos = one("a.1.e", "a.3.e", "a.7.e", "a.9.e");
    assertThat(twos.step()).isEqualTo(2);
    assertThat(twos.missing()).isEqualTo(new FrameList(1, "5", true));
    Sequence pair = one("a.1001.e", "a.1101.e");
    assertThat(pair.missing()).isEqualTo(new FrameList(99, "1002-1100", true));
  }

  @Test
  void manyGapsAreCounted() {
    EntryColumns entries = new EntryColumns();
    long next = 1;
    for (int i = 0; i < 3000; i++) {
      Listing.add(entries, "a.%06d.e".formatted(next), 1);
      next += i % 2 == 0 ? 1 : 2 + i % 7;
    }
    Sequence sequence = SequenceCollector.of(entries).all().getFirst();
    assertThat(sequence.notation().toString()).isEqualTo("a.1-" + sequence.last() + "@@@@@@.e");
    assertThat(sequence.missing().count()).isEqualTo(sequence.last() - 3000);
    assertThat(sequence.missing().complete()).isFalse();
    assertThat(sequence.missing().ranges().split(",")).hasSize(FrameRanges.MAX_PIECES);
  }

  @Test
  void sizesAndTimes() {
    EntryColumns entries = new EntryColumns();
    Listing.add(entries, "a.1.e", 1000);
    Listing.add(entries, "a.2.e", 0);
    int link = Listing.add(entries, "a.3.e", 2000);
    entries.setFlag(link, EntryColumns.REPEATED_LINK);
    Listing.add(entries, "a.4.e", 500);
    Sequence sequence = SequenceCollector.of(entries).all().getFirst();
    assertThat(sequence.bytes()).isEqualTo(1500);
    assertThat(sequence.allocatedBytes()).isEqualTo(1024 + 512);
    assertThat(sequence.zeroByte()).isEqualTo(new FrameList(1, "2", true));
    assertThat(sequence.oldest()).isEqualTo(1_600_000_000.0);
    assertThat(sequence.newest()).isEqualTo(1_600_000_003.0);
    assertThat(sequence.partial()).isFalse();
  }

  @Test
  void whatIsNotKnownOfAFile() {
    EntryColumns entries = Listing.of("a.1.e", "a.2.e");
    byte[] name = {'a', '.', '3', '.', 'e'};
    entries.add(name, 0, name.length, EntryType.FILE);
    Sequence sequence = SequenceCollector.of(entries).all().getFirst();
    assertThat(sequence.frames()).isEqualTo(3);
    assertThat(sequence.bytes()).isEqualTo(200);
    assertThat(sequence.partial()).isTrue();
    assertThat(sequence.allocatedBytes()).isNull();
    assertThat(sequence.newest()).isEqualTo(1_600_000_001.0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "100 100 100 101              | 4",
        "100 100 101                  | ''",
        "100 100 100 100 100 99 0     | 6",
        "100 120 90 110 24            | 5",
        "100 120 90 110 25            | ''",
        "100 120 90 110 400           | ''",
        "100 120 90 110 481 19        | 5-6",
        "100 1000                     | ''",
        "0 0 0 5                      | ''",
        "9223372036854775807 9223372036854775806 5 | 3",
      })
  void oddSizes(String sizes, String frames) {
    EntryColumns entries = new EntryColumns();
    for (String size : sizes.split(" ", -1)) {
      Listing.add(entries, "a." + (entries.size() + 1) + ".e", Long.parseLong(size));
    }
    Sequence sequence = SequenceCollector.of(entries).all().getFirst();
    assertThat(requireNonNull(sequence.oddSized()).ranges()).isEqualTo(frames);
  }

  @Test
  void beyondTheFramesThatAreHeldSumsStayRight() {
    SequenceCollector collector = new SequenceCollector(100, 10);
    EntryColumns small = Listing.of("b.1.e", "b.2.e");
    EntryColumns large = new EntryColumns();
    IntStream.range(0, 500).forEach(i -> Listing.add(large, "a." + i * 2 + ".e", i));
    collector.add(small);
    collector.add(large);
    Sequences found = collector.finish();
    assertThat(notations(found)).containsExactly("a.0-998@.e", "b.1-2@.e");
    Sequence sequence = found.all().getFirst();
    assertThat(sequence.frames()).isEqualTo(500);
    assertThat(sequence.bytes()).isEqualTo(499 * 500 / 2);
    assertThat(sequence.missing()).isEqualTo(new FrameList(499, "", false));
    assertThat(sequence.zeroByte()).isEqualTo(new FrameList(1, "", false));
    assertThat(sequence.oddSized()).isNull();
    assertThat(found.complete()).isTrue();
    assertThat(found.placesIn(large)).containsOnly(0);
    assertThat(found.placesIn(small)).containsOnly(1);
  }

  @Test
  void beyondTheFamiliesThatAreHeldFilesArePlain() {
    SequenceCollector collector = new SequenceCollector(100, 2);
    EntryColumns entries = Listing.of("a.1.e", "b.1.e", "c.1.e", "c.2.e", "a.2.e");
    collector.add(entries);
    Sequences found = collector.finish();
    assertThat(notations(found)).containsExactly("a.1-2@.e");
    assertThat(found.complete()).isFalse();
    int[] places = found.placesIn(entries);
    assertThat(places).containsExactly(0, -1, -1, -1, 0);
    assertThat(Sequences.indexesOf(0, places)).containsExactly(0, 4);
  }

  private static Sequence one(String... names) {
    Sequences found = SequenceCollector.of(Listing.of(names));
    assertThat(found.all()).hasSize(1);
    return found.all().getFirst();
  }
}
