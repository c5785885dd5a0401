package io.scanfleet.gateway.tree.search;

import java.util.Arrays;

/**
 * Finds some bytes in many, as Horspool does: the byte that stands where the last one should tells
 * how far to go on. Immutable.
 */
final class ByteSearch {

  private final byte[] wanted;
  private final int[] steps = new int[256];

  /**
   * @param wanted at least one byte
   */
  ByteSearch(byte[] wanted) {
    if (wanted.length == 0) {
      throw new IllegalArgumentException("nothing is found everywhere");
    }
    this.wanted = wanted.clone();
    Arrays.fill(steps, wanted.length);
    for (int i = 0; i < wanted.length - 1; i++) {
      steps[wanted[i] & 0xFF] = wanted.length - 1 - i;
    }
  }

  int length() {
    return wanted.length;
  }

  /** Where they begin first between {@code from} and {@code to}; -1 if they are not there. */
  int find(byte[] text, int from, int to) {
    int length = wanted.length;
    byte last = wanted[length - 1];
    int at = from + length - 1;
    while (at < to) {
      byte b = text[at];
      if (b == last && Arrays.equals(text, at - length + 1, at, wanted, 0, length - 1)) {
        return at - length + 1;
      }
      at += steps[b & 0xFF];
    }
    return -1;
  }
}
