package io.scanfleet.gateway.access;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The names by which a program that listens on loopback alone is rightly called. */
final class LoopbackHosts {

  private static final Set<String> NAMES = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

  private LoopbackHosts() {}

  static boolean isLoopback(String address) {
    return NAMES.contains(address.toLowerCase(Locale.ROOT));
  }

  /** Whether a {@code Host} header, with or without a port, names this machine as itself. */
  static boolean isLoopbackHost(@Nullable String hostHeader) {
    if (hostHeader == null) {
      return false;
    }
    int colon = hostHeader.lastIndexOf(':');
    boolean hasPort = colon > hostHeader.lastIndexOf(']') && colon >= 0;
    return isLoopback(hasPort ? hostHeader.substring(0, colon) : hostHeader);
  }
}
