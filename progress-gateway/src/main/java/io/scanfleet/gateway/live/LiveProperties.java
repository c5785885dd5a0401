package io.scanfleet.gateway.live;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How many sockets there may be.
 *
 * @param maxSessions in all, at least 1
 * @param maxSessionsPerAddress from one address, at least 1; a proxy in front is one address
 */
@ConfigurationProperties("scanfleet.live")
record LiveProperties(int maxSessions, int maxSessionsPerAddress) {

  LiveProperties {
    if (maxSessions < 1 || maxSessionsPerAddress < 1) {
      throw new IllegalArgumentException("a limit of sessions is at least 1");
    }
  }
}
