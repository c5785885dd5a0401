package io.scanfleet.gateway.tree.sequence;

/**
 * Sorts frames together with their sizes, in place: a heap, since there may be a million of them
 * and objects would take more than they do. Mostly they are in order already.
 */
final class FrameOrder {

  private FrameOrder() {}

  static void sort(long[] frames, long[] sizes, int n) {
    int sorted = 1;
    while (sorted < n && frames[sorted - 1] <= frames[sorted]) {
      sorted++;
    }
    if (sorted >= n) {
      return;
    }
    for (int i = n / 2 - 1; i >= 0; i--) {
      sink(frames, sizes, i, n);
    }
    for (int end = n - 1; end > 0; end--) {
      swap(frames, 0, end);
      swap(sizes, 0, end);
      sink(frames, sizes, 0, end);
    }
  }

  private static void sink(long[] frames, long[] sizes, int from, int end) {
    int at = from;
    while (2 * at + 1 < end) {
      int child = 2 * at + 1;
      if (child + 1 < end && frames[child + 1] > frames[child]) {
        child++;
      }
      if (frames[at] >= frames[child]) {
        return;
      }
      swap(frames, at, child);
      swap(sizes, at, child);
      at = child;
    }
  }

  private static void swap(long[] values, int i, int j) {
    long value = values[i];
    values[i] = values[j];
    values[j] = value;
  }
}
