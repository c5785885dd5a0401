package io.scanfleet.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/**
 * Ports on which nobody listens now. Somebody else may take one before it is used, so whoever asks
 * must be ready to try again with others.
 */
final class FreePorts {

  private FreePorts() {}

  static List<Integer> find(int count) {
    List<ServerSocket> held = new ArrayList<>();
    try {
      // All are held until all are found, so that they differ.
      for (int i = 0; i < count; i++) {
        held.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      }
      List<Integer> ports = held.stream().map(ServerSocket::getLocalPort).toList();
      for (ServerSocket socket : held) {
        socket.close();
      }
      return ports;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
