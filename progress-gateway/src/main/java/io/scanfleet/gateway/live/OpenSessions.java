package io.scanfleet.gateway.live;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.web.socket.CloseStatus;

/**
 * The open sockets. There is a limit to them, in all and from one address, so that neither a broken
 * client nor a storm of browsers takes what the others need; and those that are stalled or gone are
 * found by a regular look, since nothing else would tell of them. Thread-safe.
 */
@Component
class OpenSessions {

  private static final long LOOK_MILLIS = 5000;

  /** One socket. */
  private record Open(LiveSession session, String address) {}

  private final LiveProperties limits;
  private final LiveMetrics metrics;
  private final Map<String, Open> open = new ConcurrentHashMap<>();
  private final Map<String, Integer> perAddress = new HashMap<>();
  private boolean leaving;

  OpenSessions(LiveProperties limits, LiveMetrics metrics, MeterRegistry meters) {
    this.limits = limits;
    this.metrics = metrics;
    Gauge.builder("scanfleet.sessions", open, Map::size)
        .description("Open WebSocket sessions")
        .register(meters);
    Gauge.builder("scanfleet.subscriptions", this, OpenSessions::subscriptions)
        .description("Subscriptions of all open sessions")
        .register(meters);
  }

  /** Lets a session in, or says with which status to close it. */
  synchronized @Nullable CloseStatus add(String id, String address, LiveSession session) {
    if (leaving) {
      metrics.refused("leaving");
      return comeBack(1);
    }
    if (open.size() >= limits.maxSessions()) {
      metrics.refused("full");
      return CloseStatus.SERVICE_OVERLOAD.withReason("too many sessions; come back later");
    }
    int here = perAddress.getOrDefault(address, 0);
    if (here >= limits.maxSessionsPerAddress()) {
      metrics.refused("address");
      return CloseStatus.POLICY_VIOLATION.withReason("too many sessions from your address");
    }
    perAddress.put(address, here + 1);
    open.put(id, new Open(session, address));
    return null;
  }

  @Nullable LiveSession get(String id) {
    Open found = open.get(id);
    return found == null ? null : found.session();
  }

  /** Forgets a session that has ended; null if it was not let in. */
  synchronized @Nullable LiveSession remove(String id) {
    Open gone = open.remove(id);
    if (gone == null) {
      return null;
    }
    perAddress.computeIfPresent(gone.address(), (address, n) -> n == 1 ? null : n - 1);
    return gone.session();
  }

  private int subscriptions() {
    return open.values().stream().mapToInt(o -> o.session().subscriptions()).sum();
  }

  @Scheduled(fixedDelay = LOOK_MILLIS)
  void look() {
    for (Open one : open.values()) {
      switch (one.session().look()) {
        case STALLED -> {
          metrics.stalled();
          var _ =
              close(
                  one.session(),
                  CloseStatus.SERVICE_OVERLOAD.withReason("the messages are not being read"));
        }
        case SILENT -> {
          var _ = close(one.session(), CloseStatus.GOING_AWAY.withReason("no answer to a ping"));
        }
        case WELL, PING -> {}
      }
    }
  }

  /** Taking leave of one that does not read takes its time; the others need not wait for it. */
  static Thread close(LiveSession session, CloseStatus status) {
    return Thread.ofVirtual().name("live-close").start(() -> session.close(status));
  }

  /** Turns everybody away from now on, and tells who is in. */
  synchronized List<LiveSession> letNobodyIn() {
    leaving = true;
    return open.values().stream().map(Open::session).toList();
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
