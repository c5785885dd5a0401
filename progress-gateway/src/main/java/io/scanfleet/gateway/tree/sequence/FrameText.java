package io.scanfleet.gateway.tree.sequence;

import java.util.OptionalLong;

/** Reads frames as {@link FrameRanges} writes them. */
final class FrameText {

  private final byte[] text;
  private final int end;
  private int at;

  private FrameText(byte[] text, int start, int end) {
    this.text = text;
    this.at = start;
    this.end = end;
  }

  static boolean isPart(byte b) {
    return FrameName.isDigit(b) || b == '-' || b == ',' || b == 'x';
  }

  /** The first frame of ascending ranges; empty if a piece of a text is something else. */
  static OptionalLong first(byte[] text, int start, int end) {
    FrameText reader = new FrameText(text, start, end);
    long first = 0;
    long previous = Long.MIN_VALUE;
    do {
      long from = reader.frame();
      long to = from;
      if (reader.skip('-')) {
        to = reader.frame();
        if (to <= from || (reader.skip('x') && reader.frame() < 2)) {
          return OptionalLong.empty();
        }
      }
      if (from <= previous || to == Long.MIN_VALUE) {
        return OptionalLong.empty();
      }
      first = previous == Long.MIN_VALUE ? from : first;
      previous = to;
    } while (reader.skip(','));
    return reader.at == end ? OptionalLong.of(first) : OptionalLong.empty();
  }

  private boolean skip(char c) {
    boolean there = at < end && text[at] == c;
    at += there ? 1 : 0;
    return there;
  }

  /** A frame number; the least long if there is none. */
  private long frame() {
    boolean negative = skip('-');
    int start = at;
    long value = 0;
    while (at < end && FrameName.isDigit(text[at]) && at - start < FrameName.MAX_DIGITS) {
      value = value * 10 + (text[at++] - '0');
    }
    // There is no frame -0: the dash belongs to what is before it.
    return at == start || (negative && value == 0) ? Long.MIN_VALUE : negative ? -value : value;
  }
}
