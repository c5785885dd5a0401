package io.scanfleet.gateway.live;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.ToIntFunction;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * The few threads that write to all sessions: one for every two processors, since the kernel's
 * sends are all they do and the rest of the gateway needs room as well. Thread-safe.
 */
@Component
class DeliveryLoops implements DisposableBean {

  private static final Duration LONGEST_ANSWER = Duration.ofSeconds(1);

  private final List<DeliveryLoop> loops = new ArrayList<>();

  DeliveryLoops(LiveBatches batches, LiveMetrics metrics, MeterRegistry meters) {
    int count = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    for (int i = 0; i < count; i++) {
      DeliveryLoop loop = new DeliveryLoop(System::nanoTime, batches::running, metrics.newTally());
      loops.add(loop);
      batches.onBegin(feed -> loop.execute(() -> loop.subscriptions().began(feed)));
      Thread.ofPlatform().daemon().name("delivery-" + i).start(loop);
    }
    Gauge.builder("scanfleet.active.scans", batches, all -> all.running().size())
        .description("Batches that are queued or running")
        .register(meters);
    Gauge.builder("scanfleet.sessions", this, all -> all.sum(DeliveryLoop::sessionCount))
        .description("Open WebSocket sessions")
        .register(meters);
    Gauge.builder(
            "scanfleet.subscriptions", this, all -> all.sum(loop -> loop.subscriptions().count()))
        .description("Subscriptions of all open sessions")
        .register(meters);
    Gauge.builder("scanfleet.live.tick", this, all -> all.longestTick().toNanos() / 1e9)
        .description("How long a session rests between two writes, now; more under load")
        .baseUnit("seconds")
        .register(meters);
  }

  /** The loop with the fewest sessions. */
  DeliveryLoop leastLoaded() {
    return loops.stream()
        .min(Comparator.comparingInt(DeliveryLoop::sessionCount))
        .orElseThrow(IllegalStateException::new);
  }

  /** How many sessions there are. */
  int sessionCount() {
    return sum(DeliveryLoop::sessionCount);
  }

  /** Does something for every session, each by its loop; returns what is to be done. */
  List<Runnable> forEachSession(SessionWork work) {
    List<CompletableFuture<List<Runnable>>> parts = new ArrayList<>();
    for (DeliveryLoop loop : loops) {
      CompletableFuture<List<Runnable>> part = new CompletableFuture<>();
      loop.execute(
          () ->
              part.complete(
                  loop.sessions().stream()
                      .<Runnable>map(
                          session -> () -> loop.execute(() -> work.accept(loop, session)))
                      .toList()));
      parts.add(part);
    }
    return parts.stream()
        .map(part -> part.completeOnTimeout(List.of(), LONGEST_ANSWER.toMillis(), MILLISECONDS))
        .flatMap(part -> part.join().stream())
        .toList();
  }

  /** What is done by a session's loop. */
  interface SessionWork {
    void accept(DeliveryLoop loop, LiveSession session);
  }

  private int sum(ToIntFunction<DeliveryLoop> part) {
    return loops.stream().mapToInt(part).sum();
  }

  private Duration longestTick() {
    return loops.stream()
        .map(DeliveryLoop::tick)
        .max(Comparator.naturalOrder())
        .orElse(TickLength.SHORTEST);
  }

  @Override
  public void destroy() {
    loops.forEach(DeliveryLoop::stop);
  }
}
