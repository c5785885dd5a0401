package io.scanfleet.gateway.live;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How many sockets there may be, and from which pages.
 *
 * @param maxSessions in all, at least 1
 * @param maxSessionsPerAddress from one address, at least 1; a proxy in front is one address
 * @param allowedOrigins origins of pages, besides the gateway's own, that may open a socket, such
 *     as {@code https://studio.example}
 */
@ConfigurationProperties("scanfleet.live")
record LiveProperties(int maxSessions, int maxSessionsPerAddress, List<String> allowedOrigins) {

  LiveProperties {
    if (maxSessions < 1 || maxSessionsPerAddress < 1) {
      throw new IllegalArgumentException("a limit of sessions is at least 1");
    }
    allowedOrigins = allowedOrigins == null ? List.of() : List.copyOf(allowedOrigins);
  }
}
