package io.scanfleet.gateway.live.channel;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * From which pages a socket may be opened, and how it is served.
 *
 * @param allowedOrigins origins of pages, besides the gateway's own, that may open a socket, such
 *     as {@code https://studio.example}
 * @param transport what carries the frames
 */
@ConfigurationProperties("scanfleet.live")
record SocketProperties(List<String> allowedOrigins, Transport transport) {

  /** What carries the frames. */
  enum Transport {
    /** Straight to the sockets of the embedded Tomcat. */
    TOMCAT,
    /** Through Spring's sessions, on any container. */
    PORTABLE
  }

  SocketProperties {
    allowedOrigins = allowedOrigins == null ? List.of() : List.copyOf(allowedOrigins);
  }
}
