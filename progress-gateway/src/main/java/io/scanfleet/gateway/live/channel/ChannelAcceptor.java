package io.scanfleet.gateway.live.channel;

import org.jspecify.annotations.Nullable;

/** Told of every connection that has been made. Thread-safe. */
public interface ChannelAcceptor {

  /**
   * A client has connected.
   *
   * @param query the raw query of the address that it connected to
   * @param address where it connects from
   */
  ChannelListener accept(Channel channel, @Nullable String query, String address);
}
