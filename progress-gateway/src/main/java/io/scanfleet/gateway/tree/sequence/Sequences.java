package io.scanfleet.gateway.tree.sequence;

import io.scanfleet.model.entry.EntryColumns;
import java.util.Arrays;
import java.util.List;

/**
 * The sequences of one directory, by prefix, suffix and padding. Can be asked by several threads.
 */
public final class Sequences {

  private final List<Sequence> all;
  private final FamilyTable families;
  private final boolean complete;

  Sequences(List<Sequence> all, FamilyTable families, boolean complete) {
    this.all = all;
    this.families = families;
    this.complete = complete;
  }

  public List<Sequence> all() {
    return all;
  }

  /**
   * Whether all were looked for; false if the directory has too many names that could be frames of
   * different sequences.
   */
  public boolean complete() {
    return complete;
  }

  /**
   * For each entry of a part of the directory, the place of its sequence in {@link #all}; -1 for
   * those that are of none. Parts can be asked for in any order, and again.
   */
  public int[] placesIn(EntryColumns part) {
    int[] places = new int[part.size()];
    Arrays.fill(places, -1);
    if (all.isEmpty()) {
      return places;
    }
    byte[] name = new byte[part.nameBytes()];
    FrameName read = new FrameName();
    Family lately = null;
    for (int i = 0; i < places.length; i++) {
      if (!SequenceCollector.isCandidate(part, i) || !read.read(name, part.copyName(i, name))) {
        continue;
      }
      Family family =
          lately != null && lately.isOf(name, read)
              ? lately
              : families.find(name, read, FamilyTable.hash(name, read));
      if (family != null) {
        places[i] = family.placeOf(read);
        lately = family;
      }
    }
    return places;
  }

  /** The indexes of one sequence's files, given what {@link #placesIn} told of a part. */
  public static int[] indexesOf(int place, int[] places) {
    int[] indexes = new int[places.length];
    int n = 0;
    for (int i = 0; i < places.length; i++) {
      if (places[i] == place) {
        indexes[n++] = i;
      }
    }
    return Arrays.copyOf(indexes, n);
  }
}
