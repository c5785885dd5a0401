package io.scanfleet.gateway.tree.sequence;

/**
 * Writes ascending frames as fileseq does ({@code framesToFrameRange}): greedily from the first to
 * the last, frames at equal distances are one piece. Two frames are a piece only if they are
 * neighbours: {@code 1-2}, but {@code 1,3}; and {@code 1-5x2}.
 *
 * <p>The text is bounded: after {@value #MAX_PIECES} pieces frames are only counted.
 */
final class FrameRanges {

  static final int MAX_PIECES = 100;

  private final StringBuilder text = new StringBuilder();
  private int pieces;
  private boolean cut;
  private long count;

  /** The open piece: its frames (those beyond three are not counted), ends and distance. */
  private int members;

  private long first;
  private long last;
  private long step;

  /** Adds a frame; one that is the last already changes nothing. */
  void add(long frame) {
    if (members > 0 && frame == last) {
      return;
    }
    count++;
    if (members == 0) {
      open(frame);
      return;
    }
    long distance = frame - last;
    if (members == 1) {
      step = distance;
    }
    if (distance == step) {
      last = frame;
      members = Math.min(3, members + 1);
    } else if (members == 2 && step != 1) {
      piece(first, first);
      first = last;
      last = frame;
      step = distance;
    } else {
      piece(first, last);
      open(frame);
    }
  }

  /** Adds frames at equal distances, both ends included; takes no longer if they are many. */
  void addRun(long from, long to, long distance) {
    long frames = (to - from) / distance + 1;
    for (long i = 0; i < Math.min(3, frames); i++) {
      add(from + i * distance);
    }
    if (frames > 3) {
      // Whatever was open before, three frames are enough to open a piece of this distance.
      last = to;
      members = 3;
      count += frames - 3;
    }
  }

  FrameList finish() {
    if (members == 2 && step != 1) {
      piece(first, first);
      piece(last, last);
    } else if (members > 0) {
      piece(first, last);
    }
    return new FrameList(count, text.toString(), !cut);
  }

  private void open(long frame) {
    first = frame;
    last = frame;
    members = 1;
  }

  private void piece(long from, long to) {
    if (pieces == MAX_PIECES) {
      cut = true;
      return;
    }
    if (pieces++ > 0) {
      text.append(',');
    }
    text.append(from);
    if (from != to) {
      text.append('-').append(to);
      if (step != 1) {
        text.append('x').append(step);
      }
    }
  }
}
