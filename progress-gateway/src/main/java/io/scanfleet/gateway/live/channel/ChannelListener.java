package io.scanfleet.gateway.live.channel;

import org.springframework.web.socket.CloseStatus;

/**
 * Who sits at this end of a channel. Called by the threads that read, one at a time, but for {@link
 * #writable()} and {@link #closed}, which may come from any thread. A listener may take its time:
 * the client is not read from meanwhile, nobody else waits.
 */
public interface ChannelListener {

  /** A whole message. */
  void text(String message);

  /** The client asks for a sign of life; only from channels that do not answer by themselves. */
  void ping(byte[] payload);

  /** A sign of life. */
  void pong();

  /** There is room for more. */
  void writable();

  /** The client takes leave; {@link Channel#closeByClient} is to follow. */
  void leaving(CloseStatus status);

  /** The client broke the rules: {@link Channel#close} is to follow. */
  void violated(CloseStatus status);

  /** The connection is gone; the last call. */
  void closed(CloseStatus status);
}
