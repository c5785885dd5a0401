package io.scanfleet.gateway.live;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.web.socket.CloseStatus;

/**
 * The open sockets: how many there may be, in all and from one address; the regular look for those
 * that are stalled or gone; and their end when the gateway stops. Then they are closed over
 * seconds, each told to come back after a time of its own, so that they do not all return at once.
 * Thread-safe.
 */
@Component
class OpenSessions implements SmartLifecycle {

  private static final long LOOK_MILLIS = 5000;
  private static final int CLOSES_PER_SECOND = 2000;
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);
  private static final double LONGEST_LEAVE_SECONDS = 8;

  /** One socket. */
  private record Open(LiveSession session, String address) {}

  private final LiveProperties limits;
  private final LiveMetrics metrics;
  private final Map<String, Open> open = new ConcurrentHashMap<>();
  private final Map<String, Integer> perAddress = new HashMap<>();
  private volatile boolean running;

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
    if (!running) {
      return leave(1);
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
                  one, CloseStatus.SERVICE_OVERLOAD.withReason("the messages are not being read"));
        }
        case SILENT -> {
          var _ = close(one, CloseStatus.GOING_AWAY.withReason("no answer to a ping"));
        }
        case WELL -> {}
      }
    }
  }

  /** Taking leave of one that does not read takes its time; the others need not wait for it. */
  private static Thread close(Open one, CloseStatus status) {
    return Thread.ofVirtual().name("live-close").start(() -> one.session().close(status));
  }

  @Override
  public void start() {
    running = true;
  }

  @Override
  public void stop() {
    List<Open> leaving;
    synchronized (this) {
      running = false;
      leaving = List.copyOf(open.values());
    }
    double seconds = Math.min(LONGEST_LEAVE_SECONDS, leaving.size() / (double) CLOSES_PER_SECOND);
    long begun = System.nanoTime();
    List<Thread> closing = new ArrayList<>();
    for (int i = 0; i < leaving.size(); i++) {
      closing.add(close(leaving.get(i), leave(seconds)));
      long due = begun + Math.round(seconds * 1e9 * (i + 1) / leaving.size());
      LockSupport.parkNanos(due - System.nanoTime());
    }
    awaitAll(closing);
  }

  /** The container, which stops next, would close with a code of its own. */
  private static void awaitAll(List<Thread> closing) {
    long deadline = System.nanoTime() + LAST_WORDS.toNanos();
    try {
      for (Thread one : closing) {
        if (!one.join(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())))) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static CloseStatus leave(double seconds) {
    long wait = ThreadLocalRandom.current().nextLong(1000, 2001 + Math.round(seconds * 1000));
    return CloseStatus.SERVICE_RESTARTED.withReason("retry_ms=" + wait);
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
