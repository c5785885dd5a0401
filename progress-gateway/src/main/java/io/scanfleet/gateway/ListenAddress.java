package io.scanfleet.gateway;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;

/**
 * Where the gateway listens.
 *
 * @param bind an address of this host
 * @param port 1 to 65535
 */
public record ListenAddress(String bind, int port) {

  public ListenAddress {
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("a port is 1 to 65535: " + port);
    }
  }

  /**
   * Finds out early whether it can be had, since a full start takes seconds and ends in many lines.
   *
   * @throws UnavailableException if it cannot; the message says what to do
   */
  public void requireAvailable() throws UnavailableException {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getByName(bind), port));
    } catch (UnknownHostException e) {
      throw new UnavailableException("no such address: " + bind);
    } catch (IOException e) {
      throw new UnavailableException(
          "port "
              + port
              + " of "
              + bind
              + " cannot be had ("
              + e.getMessage()
              + "). Choose another with --port.");
    }
  }

  /** The address cannot be had. */
  public static final class UnavailableException extends Exception {

    private static final long serialVersionUID = 1L;

    UnavailableException(String message) {
      super(message);
    }
  }
}
