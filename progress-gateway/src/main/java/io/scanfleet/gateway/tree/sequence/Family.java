package io.scanfleet.gateway.tree.sequence;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The files of a directory that differ in their frame number only. They are one sequence, unless
 * they are padded differently.
 *
 * <p>A number with leading zeros tells its padding: its length. One without could be of any padding
 * up to its length. So the paddings are those that tell themselves, and if there are numbers
 * shorter than all of these, the length of the shortest. Where a number without zeros could belong
 * to several, it belongs to the one that has most files of its own, and to the greatest of these if
 * they have equally many. Thus neither one stray file splits a sequence, nor the order in which
 * files are read.
 *
 * <p>Until it is decided, frames are held by the length of their number, with and without leading
 * zeros. Not thread-safe.
 */
final class Family {

  private static final int WIDTHS = FrameName.MAX_WIDTH + 1;

  final byte[] prefix;
  final byte[] suffix;
  final int hash;

  /** By {@link #slot}; as long as it has to be. */
  private @Nullable FrameSet[] sets = new @Nullable FrameSet[0];

  /** What was found, in the order of padding; with the place of the first among all. */
  private List<Sequence> sequences = List.of();

  private int firstPlace;

  Family(byte[] name, FrameName read, int hash) {
    this.prefix = Arrays.copyOf(name, read.prefixEnd);
    this.suffix = Arrays.copyOfRange(name, read.suffixStart, read.length);
    this.hash = hash;
  }

  boolean isOf(byte[] name, FrameName read) {
    return Arrays.equals(name, 0, read.prefixEnd, prefix, 0, prefix.length)
        && Arrays.equals(name, read.suffixStart, read.length, suffix, 0, suffix.length);
  }

  private static int slot(int width, boolean zeroPadded) {
    return 2 * width + (zeroPadded ? 1 : 0);
  }

  /** Where a name that was read is to be added. */
  FrameSet setOf(FrameName read) {
    int slot = slot(read.width, read.zeroPadded);
    if (slot >= sets.length) {
      sets = Arrays.copyOf(sets, slot + 1);
    }
    FrameSet set = sets[slot];
    if (set == null) {
      set = new FrameSet();
      sets[slot] = set;
    }
    return set;
  }

  private @Nullable FrameSet set(int width, boolean zeroPadded) {
    int slot = slot(width, zeroPadded);
    return slot < sets.length ? sets[slot] : null;
  }

  private long count(int width, boolean zeroPadded) {
    FrameSet set = set(width, zeroPadded);
    return set == null ? 0 : set.count();
  }

  /** Decides what is a sequence, and forgets the frames. */
  List<Sequence> decide() {
    long[] own = ownFiles();
    int[] owner = owners(own);
    List<Sequence> found = new ArrayList<>(1);
    for (int padding = 1; padding < WIDTHS; padding++) {
      if (own[padding] == 0) {
        continue;
      }
      FrameSet padded = set(padding, true);
      FrameSet all = new FrameSet();
      if (padded != null) {
        all.takeAll(padded);
      }
      int unpadded = 0;
      for (int width = padding; width < WIDTHS; width++) {
        if (owner[width] == padding) {
          unpadded |= 1 << width;
          FrameSet some = set(width, false);
          if (some != null) {
            all.takeAll(some);
          }
        }
      }
      if (all.count() > 1) {
        found.add(
            all.toSequence(
                SequencePattern.found(prefix, suffix, padding, unpadded), padded != null));
      }
    }
    sets = new @Nullable FrameSet[0];
    sequences = found;
    return found;
  }

  /** By padding: how many files can belong to it only; 0 if it is none of the paddings. */
  private long[] ownFiles() {
    long[] own = new long[WIDTHS];
    int shortest = 0;
    boolean padded = false;
    for (int width = 1; width < WIDTHS; width++) {
      own[width] = count(width, true);
      padded |= own[width] > 0;
      if (!padded && count(width, false) > 0) {
        shortest = shortest == 0 ? width : shortest;
        own[shortest] += count(width, false);
      }
    }
    return own;
  }

  /** By the length of a number without leading zeros: the padding it belongs to; 0 if to none. */
  private static int[] owners(long[] own) {
    int[] owner = new int[WIDTHS];
    int best = 0;
    for (int width = 1; width < WIDTHS; width++) {
      if (own[width] > 0 && own[width] >= own[best]) {
        best = width;
      }
      owner[width] = best;
    }
    return owner;
  }

  /** Says where the first of its sequences stands among all of the directory. */
  void place(int first) {
    firstPlace = first;
  }

  List<Sequence> sequences() {
    return sequences;
  }

  /** The place of the sequence that a name of this family belongs to; -1 if to none. */
  int placeOf(FrameName read) {
    for (int i = 0; i < sequences.size(); i++) {
      if (sequences.get(i).pattern().owns(read)) {
        return firstPlace + i;
      }
    }
    return -1;
  }
}
