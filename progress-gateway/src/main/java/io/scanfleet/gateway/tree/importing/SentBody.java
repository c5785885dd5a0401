package io.scanfleet.gateway.tree.importing;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serial;
import java.net.SocketTimeoutException;

/**
 * The body of a request, of which it matters why it cannot be read: because the client has gone, or
 * because what it sent is wrong. In the second case the rest has to be taken before the answer is
 * heard. Not thread-safe.
 */
final class SentBody extends FilterInputStream {

  /** A client that still sends more than this may find its connection closed instead. */
  private static final long MOST_DRAINED = 1L << 30;

  private boolean lost;

  SentBody(InputStream in) {
    super(in);
  }

  /** The client has gone, or sends nothing any more. */
  static final class LostException extends IOException {

    @Serial private static final long serialVersionUID = 1L;

    LostException(IOException cause) {
      super("the client has gone", cause);
    }

    /** Whether the client is still there. */
    boolean isTimeout() {
      return getCause() instanceof SocketTimeoutException;
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    try {
      return in.read(into, offset, length);
    } catch (IOException e) {
      lost = true;
      throw new LostException(e);
    }
  }

  /** Takes the rest. */
  void drain() {
    byte[] rest = new byte[1 << 16];
    try {
      long drained = 0;
      for (int n = 0; n >= 0 && drained < MOST_DRAINED && !lost; drained += n) {
        n = read(rest, 0, rest.length);
      }
    } catch (IOException e) {
      // Nobody waits for an answer any more.
    }
  }
}
