package io.scanfleet.gateway.tree.sequence;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A sequence in two scans.
 *
 * <p>They are the same if their patterns are equal. But a padding that no leading zero tells is
 * only the length of the shortest number: {@code 1000-1010#} is known to be {@code 999-1010@@@}
 * when frame 999 has been added. So what is left over is the same too if prefix and suffix are
 * equal and all frames of both together would be one sequence.
 *
 * @param older null if it was added
 * @param newer null if it was removed
 */
public record SequencePair(@Nullable Sequence older, @Nullable Sequence newer) {

  public SequencePair {
    if (older == null && newer == null) {
      throw new IllegalArgumentException("a pair has one at least");
    }
  }

  /** Pairs the sequences of a directory in two scans; each is in one pair. */
  public static List<SequencePair> of(List<Sequence> older, List<Sequence> newer) {
    Map<SequencePattern, Sequence> left = new HashMap<>();
    for (Sequence sequence : newer) {
      left.put(sequence.pattern(), sequence);
    }
    List<SequencePair> pairs = new ArrayList<>();
    List<Sequence> alone = new ArrayList<>();
    for (Sequence sequence : older) {
      Sequence same = left.remove(sequence.pattern());
      if (same == null) {
        alone.add(sequence);
      } else {
        pairs.add(new SequencePair(sequence, same));
      }
    }
    Map<SequencePattern, List<Sequence>> families = new HashMap<>();
    for (Sequence sequence : newer) {
      if (left.containsKey(sequence.pattern())) {
        families
            .computeIfAbsent(sequence.pattern().family(), family -> new ArrayList<>())
            .add(sequence);
      }
    }
    for (Sequence sequence : alone) {
      List<Sequence> family = families.getOrDefault(sequence.pattern().family(), List.of());
      Sequence same = null;
      for (Sequence candidate : family) {
        same = same == null && areOne(sequence, candidate) ? candidate : same;
      }
      if (same != null) {
        family.remove(same);
      }
      pairs.add(new SequencePair(sequence, same));
    }
    for (List<Sequence> family : families.values()) {
      family.forEach(sequence -> pairs.add(new SequencePair(null, sequence)));
    }
    return pairs;
  }

  private static boolean areOne(Sequence a, Sequence b) {
    return !(a.pattern().padding() > b.pattern().padding() ? a : b).zeroPadded();
  }
}
