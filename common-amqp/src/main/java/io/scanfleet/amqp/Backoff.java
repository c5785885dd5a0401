package io.scanfleet.amqp;

import java.time.Duration;

/** Pauses between attempts at the same thing: 100 ms, then twice as long each, up to 5 s. */
public final class Backoff {

  private static final Duration FIRST = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofSeconds(5);

  private Duration next = FIRST;

  /** Waits before the next attempt. */
  public void pause() throws InterruptedException {
    Thread.sleep(next);
    Duration twice = next.multipliedBy(2);
    next = twice.compareTo(LONGEST) < 0 ? twice : LONGEST;
  }
}
