package io.scanfleet.gateway.live;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;
import org.springframework.web.socket.CloseStatus;

/**
 * Who is let in. There is a limit to sessions, in all and from one address, so that neither a
 * broken client nor a storm of browsers takes what the others need. Thread-safe.
 */
@Component
@EnableConfigurationProperties(LiveProperties.class)
class Admission {

  private final LiveProperties limits;
  private final LiveMetrics metrics;
  private final Map<String, Integer> perAddress = new HashMap<>();
  private int inside;
  private boolean leaving;

  Admission(LiveProperties limits, LiveMetrics metrics) {
    this.limits = limits;
    this.metrics = metrics;
  }

  /**
   * Asks for a session.
   *
   * @return null if it is let in, and {@link #leave} is to follow; else with which status to close
   */
  synchronized @Nullable CloseStatus enter(String address) {
    if (leaving) {
      metrics.refused("leaving");
      return comeBack(1);
    }
    if (inside >= limits.maxSessions()) {
      metrics.refused("full");
      return CloseStatus.SERVICE_OVERLOAD.withReason("too many sessions; come back later");
    }
    int here = perAddress.getOrDefault(address, 0);
    if (here >= limits.maxSessionsPerAddress()) {
      metrics.refused("address");
      return CloseStatus.POLICY_VIOLATION.withReason("too many sessions from your address");
    }
    perAddress.put(address, here + 1);
    inside++;
    return null;
  }

  /** One that was let in has gone. */
  synchronized void leave(String address) {
    inside--;
    perAddress.computeIfPresent(address, (known, n) -> n == 1 ? null : n - 1);
  }

  /** Whether nobody is let in any more. */
  synchronized boolean isLeaving() {
    return leaving;
  }

  /** Turns everybody away from now on. */
  synchronized void letNobodyIn() {
    leaving = true;
  }

  /**
   * Asks to come back in one to two seconds and up to so many more, by chance.
   *
   * @param seconds 0 or more
   */
  static CloseStatus comeBack(double seconds) {
    long wait = ThreadLocalRandom.current().nextLong(1000, 2001 + Math.round(seconds * 1000));
    return CloseStatus.SERVICE_RESTARTED.withReason("retry_ms=" + wait);
  }
}
