package io.scanfleet.gateway.live;

import java.time.Duration;
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
  private static final Duration LOOK = Duration.ofMillis(10);

  private final Admission admission;
  private final DeliveryLoops loops;
  private volatile boolean running;

  SessionFarewell(Admission admission, DeliveryLoops loops) {
    this.admission = admission;
    this.loops = loops;
  }

  @Override
  public void start() {
    running = true;
  }

  @Override
  public void stop() {
    running = false;
    admission.letNobodyIn();
    int sessions = loops.sessionCount();
    double seconds = Math.min(LONGEST_SECONDS, sessions / (double) CLOSES_PER_SECOND);
    List<Runnable> closes =
        loops.forEachSession((loop, session) -> loop.close(session, Admission.comeBack(seconds)));
    long begun = System.nanoTime();
    for (int i = 0; i < closes.size(); i++) {
      closes.get(i).run();
      long due = begun + Math.round(seconds * 1e9 * (i + 1) / closes.size());
      LockSupport.parkNanos(due - System.nanoTime());
    }
    awaitLastWords();
  }

  /** The container, which stops next, would close with a code of its own. */
  private void awaitLastWords() {
    long deadline = System.nanoTime() + LAST_WORDS.toNanos();
    while (loops.sessionCount() > 0 && System.nanoTime() - deadline < 0) {
      LockSupport.parkNanos(LOOK.toNanos());
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
