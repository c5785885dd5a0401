package io.scanfleet.gateway.tree;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.scanfleet.gateway.tree.sequence.FrameList;
import io.scanfleet.gateway.tree.sequence.Sequence;
import org.jspecify.annotations.Nullable;

/**
 * An image sequence as HTTP shows it, beside what it has in common with other entries.
 *
 * @param key names the sequence in this directory; {@code sequence=} takes it
 * @param padding the least number of digits of a frame number
 * @param first the number of the lowest frame
 * @param last the number of the highest frame
 * @param step 1, or the distance of the frame numbers that are expected
 * @param frames how many files there are
 * @param missing the frames between the first and the last that are not there
 * @param zeroByte the frames whose files are empty
 * @param oddSized the frames whose files are much smaller or larger than the others; null if there
 *     were too many to tell
 * @param oldestMtime when the oldest content was last changed, in Unix seconds; null if not known
 */
public record SequenceView(
    String key,
    int padding,
    long first,
    long last,
    long step,
    long frames,
    FrameList missing,
    FrameList zeroByte,
    @Nullable FrameList oddSized,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Double oldestMtime) {

  public static SequenceView of(Sequence sequence) {
    return new SequenceView(
        sequence.pattern().toKey(),
        sequence.pattern().padding(),
        sequence.first(),
        sequence.last(),
        sequence.step(),
        sequence.frames(),
        sequence.missing(),
        sequence.zeroByte(),
        sequence.oddSized(),
        sequence.oldest());
  }
}
