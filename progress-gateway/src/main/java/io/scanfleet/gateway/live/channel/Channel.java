package io.scanfleet.gateway.live.channel;

import java.io.IOException;
import org.springframework.web.socket.CloseStatus;

/**
 * The way to one client. It keeps at most what it has begun to send: what it cannot take at once
 * stays with the caller, who by then may have something newer. Nothing here waits. All methods are
 * called by one thread; what the client says goes to the {@link ChannelListener}.
 */
public interface Channel {

  /**
   * Sends frames, as far as they can be taken at once. If it {@linkplain #isBusy() is busy}
   * afterwards, {@link ChannelListener#writable()} tells when to go on.
   *
   * @return how many it has taken, from the first; those are sent or under way
   * @throws IOException if the connection is broken
   */
  int offer(FrameBatch frames) throws IOException;

  /** Whether something is under way that the client has not made room for; nothing is taken now. */
  boolean isBusy();

  /**
   * Goes on with what is under way, after {@link ChannelListener#writable()}.
   *
   * @throws IOException if the connection is broken
   */
  void resume() throws IOException;

  /** Takes leave, after what is under way. The second time nothing. */
  void close(CloseStatus status);

  /** Answers the client's taking leave, and ends the connection. */
  void closeByClient(CloseStatus status);

  /** Ends the connection as soon as the transport can. */
  void abort();
}
