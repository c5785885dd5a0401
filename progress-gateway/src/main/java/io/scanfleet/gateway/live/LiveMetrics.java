package io.scanfleet.gateway.live;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.stereotype.Component;

/** What is counted of sockets and of what they are sent. Thread-safe. */
@Component
class LiveMetrics {

  private final MeterRegistry meters;
  private final InstantSource clock;
  private final Counter sent;
  private final Counter conflated;
  private final Counter bytes;
  private final Counter stalled;
  private final Timer age;

  LiveMetrics(MeterRegistry meters, InstantSource clock) {
    this.meters = meters;
    this.clock = clock;
    this.sent = deliveries("sent", meters);
    this.conflated = deliveries("conflated", meters);
    this.bytes =
        Counter.builder("scanfleet.delivered.bytes")
            .description("Size of the progress messages sent to browsers")
            .register(meters);
    this.stalled =
        Counter.builder("scanfleet.sessions.stalled")
            .description("Sessions given up because they did not read")
            .register(meters);
    this.age =
        Timer.builder("scanfleet.delivery.age")
            .description("From an agent's word to its being written to a browser")
            .serviceLevelObjectives(
                Duration.ofMillis(5),
                Duration.ofMillis(10),
                Duration.ofMillis(25),
                Duration.ofMillis(50),
                Duration.ofMillis(100),
                Duration.ofMillis(300),
                Duration.ofSeconds(1),
                Duration.ofSeconds(5),
                Duration.ofSeconds(30))
            .register(meters);
  }

  private static Counter deliveries(String outcome, MeterRegistry meters) {
    return Counter.builder("scanfleet.deliveries")
        .description("News for browsers: sent, or passed over because newer came first")
        .tag("outcome", outcome)
        .register(meters);
  }

  /** What one loop counts; each loop has its own. */
  DeliveryTally newTally() {
    return new DeliveryTally(this, clock, age);
  }

  void delivered(long states, long size, long passedOver) {
    sent.increment((double) states);
    bytes.increment((double) size);
    conflated.increment((double) passedOver);
  }

  void stalled() {
    stalled.increment();
  }

  /** A session ended. Codes of their own clients may choose freely, so those are one. */
  void closed(int code) {
    String known = code >= 1000 && code < 1016 ? Integer.toString(code) : "other";
    count("scanfleet.sessions.closed", "Sessions that ended", "code", known);
  }

  /** A session was turned away. */
  void refused(String reason) {
    count("scanfleet.sessions.refused", "Sessions turned away", "reason", reason);
  }

  private void count(String name, String description, String tag, String value) {
    Counter.builder(name).description(description).tag(tag, value).register(meters).increment();
  }
}
