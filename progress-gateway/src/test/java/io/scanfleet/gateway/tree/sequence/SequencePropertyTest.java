package io.scanfleet.gateway.tree.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import io.scanfleet.model.RawName;
import io.scanfleet.model.entry.EntryColumns;
import io.scanfleet.model.entry.EntryType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every directory, tried on random ones. */
class SequencePropertyTest {

  private static final String[] PREFIXES = {
    "",
    "a.",
    "a_",
    "a",
    "shot-",
    "sh010_v001.",
    "x-1.",
    ".hidden.",
    "v",
    "clip_v",
    "a#",
    "a@-",
    "ü."
  };
  private static final String[] SUFFIXES = {"", ".exr", ".tif", ".bgeo.sc", ".left.exr", ".mp4"};

  /** Names with few prefixes and suffixes, so that paddings meet, with their sizes. */
  private static Map<RawName, Long> directory(Random random) {
    Map<RawName, Long> files = new TreeMap<>();
    int families = 1 + random.nextInt(4);
    for (int f = 0; f < families; f++) {
      String prefix = PREFIXES[random.nextInt(PREFIXES.length)];
      String suffix = SUFFIXES[random.nextInt(SUFFIXES.length)];
      int paddings = 1 + random.nextInt(2);
      for (int p = 0; p < paddings; p++) {
        int padding = 1 + random.nextInt(5);
        int from = random.nextInt(3) == 0 ? -random.nextInt(20) : random.nextInt(1200);
        int step = random.nextInt(3) == 0 ? 2 + random.nextInt(9) : 1;
        int frames = 1 + random.nextInt(60);
        for (int i = 0; i < frames; i++) {
          if (random.nextInt(10) > 0) {
            int frame = from + i * step;
            String digits = ("%0" + padding + "d").formatted(frame);
            byte[] name = (prefix + digits + suffix).getBytes(StandardCharsets.UTF_8);
            files.put(RawName.of(name), (long) random.nextInt(4) * random.nextInt(5000));
          }
        }
      }
    }
    files.put(RawName.of("notes.txt"), 7L);
    return files;
  }

  private static List<EntryColumns> parts(Map<RawName, Long> files, List<RawName> order, int most) {
    List<EntryColumns> parts = new ArrayList<>();
    EntryColumns part = new EntryColumns();
    for (RawName name : order) {
      if (part.size() == most) {
        parts.add(part);
        part = new EntryColumns();
      }
      byte[] bytes = name.toBytes();
      int i = part.add(bytes, 0, bytes.length, EntryType.FILE);
      long size = files.getOrDefault(name, -1L);
      part.setSizes(i, size, size);
      part.setModified(i, name.hashCode(), 5);
    }
    parts.add(part);
    return parts;
  }

  private static Sequences collect(List<EntryColumns> parts) {
    SequenceCollector collector = new SequenceCollector();
    parts.forEach(collector::add);
    return collector.finish();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void everyDirectory(long seed) {
    Random random = new Random(seed);
    int found = 0;
    for (int round = 0; round < 250; round++) {
      Map<RawName, Long> files = directory(random);
      List<RawName> order = new ArrayList<>(files.keySet());
      Sequences sequences = collect(parts(files, order, Integer.MAX_VALUE));
      found += sequences.all().size();

      List<RawName> shuffled = new ArrayList<>(order);
      Collections.shuffle(shuffled, random);
      List<EntryColumns> parts = parts(files, shuffled, 1 + random.nextInt(40));
      Sequences again = collect(parts);
      assertThat(again.all()).isEqualTo(sequences.all());
      assertThat(again.complete()).isTrue();

      check(files, again, parts);
    }
    assertThat(found).isGreaterThan(250);
  }

  private static void check(
      Map<RawName, Long> files, Sequences sequences, List<EntryColumns> parts) {
    Map<Integer, Set<RawName>> members = new HashMap<>();
    for (EntryColumns part : parts) {
      int[] places = sequences.placesIn(part);
      for (int i = 0; i < part.size(); i++) {
        members.computeIfAbsent(places[i], place -> new HashSet<>()).add(RawName.of(part.name(i)));
      }
    }
    Set<SequencePattern> patterns = new HashSet<>();
    long bytes = members.getOrDefault(-1, Set.of()).stream().mapToLong(files::get).sum();
    for (int place = 0; place < sequences.all().size(); place++) {
      Sequence sequence = sequences.all().get(place);
      assertThat(patterns.add(sequence.pattern())).isTrue();
      check(sequence, members.getOrDefault(place, Set.of()), files.keySet());
      bytes += sequence.bytes();
    }
    assertThat(bytes).isEqualTo(files.values().stream().mapToLong(size -> size).sum());
  }

  private static void check(Sequence sequence, Set<RawName> members, Set<RawName> directory) {
    assertThat(sequence.frames()).isEqualTo(members.size());
    SequencePattern ofKey = SequencePattern.ofKey(sequence.pattern().toKey());
    assertThat(ofKey).isEqualTo(sequence.pattern());
    TreeSet<Long> frames = new TreeSet<>();
    for (RawName name : directory) {
      OptionalLong frame = ofKey.frameOf(name.toBytes());
      assertThat(frame.isPresent())
          .as("%s in %s", name, sequence)
          .isEqualTo(members.contains(name));
      if (frame.isPresent()) {
        assertThat(frames.add(frame.getAsLong())).isTrue();
        assertThat(RawName.of(ofKey.nameOf(frame.getAsLong()))).isEqualTo(name);
      }
    }
    assertThat(sequence.first()).isEqualTo(frames.first());
    assertThat(sequence.last()).isEqualTo(frames.last());
    assertThat(SequencePattern.ofNotation(sequence.notation().toBytes()))
        .as("%s", sequence.notation())
        .isEqualTo(sequence.pattern());

    String notation = sequence.notation().toString();
    String range =
        notation
            .substring(new String(sequence.pattern().prefix(), StandardCharsets.UTF_8).length())
            .replaceAll("[#@].*$", "");
    if (pieces(frames) <= FrameRanges.MAX_PIECES) {
      assertThat(expand(range)).isEqualTo(frames);
    } else {
      assertThat(range).isEqualTo(sequence.first() + "-" + sequence.last());
    }
    Set<Long> missing = expand(sequence.missing().ranges());
    assertThat(missing).doesNotContainAnyElementsOf(frames);
    assertThat(sequence.missing().count() + frames.size())
        .isEqualTo((sequence.last() - sequence.first()) / sequence.step() + 1);
    if (sequence.missing().complete()) {
      assertThat((long) missing.size()).isEqualTo(sequence.missing().count());
    } else {
      assertThat(sequence.missing().ranges().split(",", -1)).hasSize(FrameRanges.MAX_PIECES);
    }
  }

  private static long pieces(Set<Long> frames) {
    FrameRanges ranges = new FrameRanges();
    frames.forEach(ranges::add);
    FrameList list = ranges.finish();
    return list.complete() ? list.ranges().split(",", -1).length : Long.MAX_VALUE;
  }

  private static Set<Long> expand(String ranges) {
    TreeSet<Long> frames = new TreeSet<>();
    if (ranges.isEmpty()) {
      return frames;
    }
    for (String piece : ranges.split(",", -1)) {
      var match = Pattern.compile("(-?\\d+)(?:-(-?\\d+)(?:x(\\d+))?)?").matcher(piece);
      assertThat(match.matches()).as(piece).isTrue();
      long from = Long.parseLong(match.group(1));
      long to = match.group(2) == null ? from : Long.parseLong(match.group(2));
      long step = match.group(3) == null ? 1 : Long.parseLong(match.group(3));
      for (long frame = from; frame <= to; frame += step) {
        frames.add(frame);
      }
    }
    return frames;
  }
}
