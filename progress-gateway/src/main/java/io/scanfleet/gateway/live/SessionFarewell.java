package io.scanfleet.gateway.live;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Closes the sockets of a gateway that stops, before the container would: over seconds, and each
 * told to come back after a time of its own, because thousands of browsers that lose their gateway
 * in one moment return in one moment.
 */
@Component
class SessionFarewell implements SmartLifecycle {

  private static final int CLOSES_PER_SECOND = 2000;
  private static final double LONGEST_SECONDS = 8;
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);

  private final OpenSessions sessions;
  private volatile boolean running;

  SessionFarewell(OpenSessions sessions) {
    this.sessions = sessions;
  }

  @Override
  public void start() {
    running = true;
  }

  @Override
  public void stop() {
    running = false;
    List<LiveSession> leaving = sessions.letNobodyIn();
    double seconds = Math.min(LONGEST_SECONDS, leaving.size() / (double) CLOSES_PER_SECOND);
    long begun = System.nanoTime();
    List<Thread> closing = new ArrayList<>();
    for (LiveSession session : leaving) {
      closing.add(OpenSessions.close(session, OpenSessions.comeBack(seconds)));
      long due = begun + Math.round(seconds * 1e9 * closing.size() / leaving.size());
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

  @Override
  public boolean isRunning() {
    return running;
  }
}
