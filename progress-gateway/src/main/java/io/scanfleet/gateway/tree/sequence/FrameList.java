package io.scanfleet.gateway.tree.sequence;

/**
 * Some frames of a sequence.
 *
 * @param count how many they are
 * @param ranges which, as fileseq writes them: {@code 1-10,12,20-30x2}; no more than the first
 *     {@value FrameRanges#MAX_PIECES} pieces
 * @param complete whether the ranges name all of them
 */
public record FrameList(long count, String ranges, boolean complete) {

  static final FrameList NONE = new FrameList(0, "", true);

  public FrameList {
    if (count < 0 || (complete && ranges.isEmpty() != (count == 0))) {
      throw new IllegalArgumentException(count + " frames cannot be '" + ranges + "'");
    }
  }

  /** Frames of which only the number is known. */
  static FrameList counted(long count) {
    return count == 0 ? NONE : new FrameList(count, "", false);
  }
}
