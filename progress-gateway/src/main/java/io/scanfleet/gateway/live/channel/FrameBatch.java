package io.scanfleet.gateway.live.channel;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The frames of one write. One batch serves a thread for all its channels, and with it one direct
 * buffer, so that what many clients are sent is copied out of the heap once and no channel needs a
 * buffer of its own. Not thread-safe.
 */
public final class FrameBatch {

  private static final int CAPACITY = 64 * 1024;

  private final List<Frame> frames = new ArrayList<>();
  private ByteBuffer direct = ByteBuffer.allocateDirect(CAPACITY);
  private @Nullable Frame loaded;

  /** Adds one more to be sent. */
  public void add(Frame frame) {
    frames.add(frame);
  }

  /** Begins anew. */
  public void clear() {
    frames.clear();
  }

  public int size() {
    return frames.size();
  }

  public boolean isEmpty() {
    return frames.isEmpty();
  }

  public Frame get(int index) {
    return frames.get(index);
  }

  List<Frame> copy() {
    return List.copyOf(frames);
  }

  /**
   * The bytes of the frames from this one on, of as many whole ones as fit. Valid until the next
   * call.
   */
  @SuppressWarnings("ReferenceEquality") // the same bytes are the same frame
  ByteBuffer bytes(int from) {
    Frame first = frames.get(from);
    boolean alone = from + 1 == frames.size();
    if (alone && loaded == first) {
      return direct.position(0).limit(first.size());
    }
    if (first.size() > direct.capacity()) {
      direct = ByteBuffer.allocateDirect(first.size());
    }
    direct.clear();
    for (int i = from; i < frames.size() && frames.get(i).size() <= direct.remaining(); i++) {
      frames.get(i).putInto(direct);
    }
    loaded = alone ? first : null;
    return direct.flip();
  }
}
