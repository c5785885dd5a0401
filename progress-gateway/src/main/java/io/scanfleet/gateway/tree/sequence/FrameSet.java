package io.scanfleet.gateway.tree.sequence;

import io.scanfleet.model.entry.EntryColumns;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Frames that are known to belong to the same sequence, with what is to be told of them.
 *
 * <p>16 bytes a frame, its number and its size, in arrays that grow by half: 24 at most. Sums and
 * counts stand beside them, so that the arrays can be given up ({@link #summarize}) and only the
 * lists of single frames are lost. Not thread-safe.
 */
final class FrameSet {

  private long[] frames = new long[2];
  private long[] sizes = new long[2];
  private boolean summarized;

  private long count;
  private long first = Long.MAX_VALUE;
  private long last = Long.MIN_VALUE;
  private long bytes;
  private long allocated;
  private boolean allocatedKnown = true;
  private boolean partial;
  private long empty;
  private double oldest = Double.POSITIVE_INFINITY;
  private double newest = Double.NEGATIVE_INFINITY;

  long count() {
    return count;
  }

  /** How many frames are held one by one. */
  int held() {
    return summarized ? 0 : (int) count;
  }

  boolean isSummarized() {
    return summarized;
  }

  void add(long frame, EntryColumns entries, int i) {
    long size = entries.bytes(i);
    if (!summarized) {
      hold((int) count, frame, size);
    }
    count++;
    first = Math.min(first, frame);
    last = Math.max(last, frame);
    if (size == 0) {
      empty++;
    }
    if (!entries.has(i, EntryColumns.REPEATED_LINK)) {
      bytes += Math.max(0, size);
      partial |= size == EntryColumns.UNKNOWN_SIZE;
      allocated += Math.max(0, entries.allocated(i));
      allocatedKnown &= entries.allocated(i) != EntryColumns.UNKNOWN_SIZE;
    }
    if (entries.modifiedNanos(i) != EntryColumns.UNKNOWN_TIME) {
      double modified = entries.modifiedSeconds(i) + entries.modifiedNanos(i) / 1e9;
      oldest = Math.min(oldest, modified);
      newest = Math.max(newest, modified);
    }
  }

  private void hold(int at, long frame, long size) {
    if (at == frames.length) {
      int capacity = at + Math.max(6, at / 2);
      frames = Arrays.copyOf(frames, capacity);
      sizes = Arrays.copyOf(sizes, capacity);
    }
    frames[at] = frame;
    sizes[at] = size;
  }

  /** Forgets the single frames. */
  void summarize() {
    summarized = true;
    frames = new long[0];
    sizes = new long[0];
  }

  /** Takes the frames of another set, which is of no use then. */
  void takeAll(FrameSet other) {
    if (summarized || other.summarized) {
      summarize();
    } else if (count == 0) {
      frames = other.frames;
      sizes = other.sizes;
    } else {
      int mine = (int) count;
      int all = mine + (int) other.count;
      frames = Arrays.copyOf(frames, all);
      sizes = Arrays.copyOf(sizes, all);
      System.arraycopy(other.frames, 0, frames, mine, all - mine);
      System.arraycopy(other.sizes, 0, sizes, mine, all - mine);
    }
    count += other.count;
    first = Math.min(first, other.first);
    last = Math.max(last, other.last);
    bytes += other.bytes;
    allocated += other.allocated;
    allocatedKnown &= other.allocatedKnown;
    partial |= other.partial;
    empty += other.empty;
    oldest = Math.min(oldest, other.oldest);
    newest = Math.max(newest, other.newest);
    other.summarize();
  }

  /** The sequence that these frames are. */
  Sequence toSequence(SequencePattern pattern, boolean zeroPadded) {
    String present = "";
    long step = 1;
    FrameList missing;
    FrameList zeroByte;
    FrameList odd;
    if (summarized) {
      missing = FrameList.counted(Math.max(0, last - first + 1 - count));
      zeroByte = FrameList.counted(empty);
      odd = null;
    } else {
      int n = (int) count;
      FrameOrder.sort(frames, sizes, n);
      step = step(n);
      FrameList all = present(n);
      present = all.complete() ? all.ranges() : "";
      missing = missing(n, step);
      zeroByte = empty == 0 ? FrameList.NONE : zeroByte(n);
      odd = odd(n);
    }
    return new Sequence(
        pattern,
        pattern.notation(present.isEmpty() ? first + "-" + last : present),
        zeroPadded,
        first,
        last,
        step,
        count,
        missing,
        zeroByte,
        odd,
        bytes,
        allocatedKnown ? Long.valueOf(allocated) : null,
        partial,
        known(oldest),
        known(newest));
  }

  private static @Nullable Double known(double time) {
    return Double.isInfinite(time) ? null : Double.valueOf(time);
  }

  private long step(int n) {
    long least = Long.MAX_VALUE;
    for (int i = 1; i < n && least > 1; i++) {
      long distance = frames[i] - frames[i - 1];
      least = distance == 0 ? least : Math.min(least, distance);
    }
    if (n < 3 || least == Long.MAX_VALUE) {
      return 1;
    }
    for (int i = 1; i < n && least > 1; i++) {
      if ((frames[i] - frames[i - 1]) % least != 0) {
        return 1;
      }
    }
    return least;
  }

  private FrameList present(int n) {
    FrameRanges ranges = new FrameRanges();
    for (int i = 0; i < n; i++) {
      ranges.add(frames[i]);
    }
    return ranges.finish();
  }

  private FrameList missing(int n, long step) {
    FrameRanges ranges = new FrameRanges();
    for (int i = 1; i < n; i++) {
      if (frames[i] - frames[i - 1] > step) {
        ranges.addRun(frames[i - 1] + step, frames[i] - step, step);
      }
    }
    return ranges.finish();
  }

  private FrameList zeroByte(int n) {
    FrameRanges ranges = new FrameRanges();
    for (int i = 0; i < n; i++) {
      if (sizes[i] == 0) {
        ranges.add(frames[i]);
      }
    }
    return ranges.finish();
  }

  private FrameList odd(int n) {
    UsualSize usual = UsualSize.of(sizes, n);
    FrameRanges ranges = new FrameRanges();
    for (int i = 0; i < n; i++) {
      if (usual.isOdd(sizes[i])) {
        ranges.add(frames[i]);
      }
    }
    return ranges.finish();
  }
}
