package io.scanfleet.gateway.tree.sequence;

import io.scanfleet.model.RawName;
import org.jspecify.annotations.Nullable;

/**
 * Numbered files of one directory that are one thing to those who work with them.
 *
 * <p>A frame is missing if it lies between the first and the last and is not there. With three
 * frames or more whose distances are all multiples of the smallest, and that is above 1, only every
 * so manieth frame is expected: that is the step.
 *
 * <p>A file is of odd size among three or more that are not empty: if three quarters or more have
 * the same size, as in uncompressed formats, every other size is odd; else what is below a quarter
 * or above four times the median.
 *
 * @param pattern what it is known by, and which names belong to it
 * @param notation as fileseq writes it: {@code name.1001-1240#.exr}; with more than {@value
 *     FrameRanges#MAX_PIECES} pieces, the first and the last frame only
 * @param zeroPadded whether a frame is there that has leading zeros; otherwise the padding is the
 *     length of the shortest frame number, and may turn out to be less
 * @param first the lowest frame
 * @param last the highest frame
 * @param step 1, or the distance of the frames that are expected
 * @param frames how many files there are, from 2
 * @param missing the frames that are not there
 * @param zeroByte the frames whose files are empty
 * @param oddSized the frames whose files are of odd size; null if the sizes could not all be held
 * @param bytes apparent size; further names of an inode that was counted already add nothing
 * @param allocatedBytes space taken on disk, likewise; null if it is not known of every file
 * @param partial whether the bytes are a lower bound, since the size of a file is not known
 * @param oldest when the file whose content is oldest was changed, in Unix seconds; null if of none
 *     the time is known
 * @param newest when a content was last changed, likewise
 */
public record Sequence(
    SequencePattern pattern,
    RawName notation,
    boolean zeroPadded,
    long first,
    long last,
    long step,
    long frames,
    FrameList missing,
    FrameList zeroByte,
    @Nullable FrameList oddSized,
    long bytes,
    @Nullable Long allocatedBytes,
    boolean partial,
    @Nullable Double oldest,
    @Nullable Double newest) {

  public Sequence {
    if (frames < 2 || first > last || step < 1) {
      throw new IllegalArgumentException(
          "no sequence: " + frames + " frames from " + first + " to " + last + " by " + step);
    }
  }
}
