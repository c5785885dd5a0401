package io.scanfleet.gateway.live;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * All who wait at this moment for news by polling, of whichever batch. How many they are decides
 * how often they are told: an answer and the next question of the same client cost a gateway much
 * more than a message on a socket, so all together get at most {@value #ANSWERS_PER_SECOND} a
 * second, and none more than four. They are let go when the gateway stops, which would wait for
 * them. Thread-safe.
 */
@Component
class Polls {

  /** Runs something later, on another thread. */
  interface Timer {
    void in(Duration time, Runnable task);
  }

  static final Duration SHORTEST = Duration.ofMillis(250);
  static final int ANSWERS_PER_SECOND = 2000;

  private final LongSupplier nanoTime;
  private final Timer timer;
  private final Set<Thread> waiting = ConcurrentHashMap.newKeySet();
  private volatile boolean leaving;

  @Autowired
  Polls(MeterRegistry meters) {
    this(
        System::nanoTime,
        (time, task) ->
            CompletableFuture.delayedExecutor(
                    time.toNanos(), TimeUnit.NANOSECONDS, Thread::startVirtualThread)
                .execute(task));
    Gauge.builder("scanfleet.polls.waiting", this, Polls::count)
        .description("Requests that wait for news of a batch")
        .register(meters);
  }

  /**
   * @param nanoTime a monotonic clock
   */
  Polls(LongSupplier nanoTime, Timer timer) {
    this.nanoTime = nanoTime;
    this.timer = timer;
  }

  int count() {
    return waiting.size();
  }

  /** The least time from one news of a batch to the next. */
  Duration interval() {
    Duration forAll =
        Duration.ofNanos(TimeUnit.SECONDS.toNanos(1) / ANSWERS_PER_SECOND).multipliedBy(count());
    return forAll.compareTo(SHORTEST) > 0 ? forAll : SHORTEST;
  }

  long now() {
    return nanoTime.getAsLong();
  }

  void later(Duration time, Runnable task) {
    timer.in(time, task);
  }

  boolean areLeaving() {
    return leaving;
  }

  void enter(Thread thread) {
    waiting.add(thread);
  }

  void leave(Thread thread) {
    waiting.remove(thread);
  }

  /** A gateway that stops answers all who wait, with what it has. */
  @EventListener(ContextClosedEvent.class)
  void letGo() {
    leaving = true;
    waiting.forEach(LockSupport::unpark);
  }
}
