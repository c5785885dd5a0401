package io.scanfleet.gateway.live;

import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.InstantSource;

/**
 * What one loop has sent since it last told the {@link LiveMetrics}: counted in plain numbers,
 * since there are a hundred thousand deliveries a second and what is counted must cost nothing.
 * Belongs to the loop's thread.
 */
final class DeliveryTally {

  private final LiveMetrics metrics;
  private final InstantSource clock;
  private final Timer age;
  private long sent;
  private long bytes;
  private long conflated;
  private double now;

  DeliveryTally(LiveMetrics metrics, InstantSource clock, Timer age) {
    this.metrics = metrics;
    this.clock = clock;
    this.age = age;
    this.now = clock.millis() / 1e3;
  }

  /**
   * A state was sent.
   *
   * @param news whether the session had an earlier one: how old a batch's state is when somebody
   *     begins to watch says nothing of how long news takes
   */
  void sent(BatchFeed.State state, boolean news) {
    if (sent == 0) {
      now = clock.millis() / 1e3;
    }
    sent++;
    bytes += state.frame().payloadSize();
    Double said = state.saidAt();
    if (news && said != null) {
      age.record(Duration.ofNanos(Math.max(0, Math.round((now - said) * 1e9))));
    }
  }

  /** News was passed over because newer came before it was sent. */
  void conflated() {
    conflated++;
  }

  /** A session was given up because it does not read. */
  void stalled() {
    metrics.stalled();
  }

  /** Tells what there was. */
  void tell() {
    if (sent > 0 || conflated > 0) {
      metrics.delivered(sent, bytes, conflated);
      sent = 0;
      bytes = 0;
      conflated = 0;
    }
  }
}
