package io.scanfleet.agent.progress;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.scanfleet.agent.walk.Walker;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What the agent tells Prometheus. Every meter is there at 0 from the start, and none has a tag
 * that grows: no batch, no path. Thread-safe.
 */
public final class AgentMetrics {

  private final Counter files;
  private final Counter directories;
  private final Counter bytes;
  private final Counter errors;
  private final Counter pages;
  private final Counter ticks;
  private final Counter droppedTicks;
  private final AtomicInteger activeTargets = new AtomicInteger();

  public AgentMetrics(MeterRegistry registry) {
    files = counter(registry, "scanfleet.walk.files", "Entries found that are not directories");
    directories = counter(registry, "scanfleet.walk.directories", "Directories found");
    bytes = counter(registry, "scanfleet.walk.bytes", "Apparent size of the files found");
    errors = counter(registry, "scanfleet.walk.errors", "What could not be read");
    pages = counter(registry, "scanfleet.pages.published", "Pages that the broker has confirmed");
    ticks = counter(registry, "scanfleet.ticks.published", "Progress messages sent");
    droppedTicks =
        counter(registry, "scanfleet.ticks.dropped", "Progress messages that could not be sent");
    Gauge.builder("scanfleet.active.targets", activeTargets, AtomicInteger::get)
        .description("Targets that are being scanned")
        .register(registry);
  }

  /** Shows how the walker fares. */
  public void watch(Walker walker, MeterRegistry registry) {
    Gauge.builder("scanfleet.walk.threads", walker, Walker::threads)
        .description("Directories that may be read at once")
        .register(registry);
    Gauge.builder("scanfleet.walk.throttled", walker, w -> w.isThrottled() ? 1 : 0)
        .description("1 while the walk gives way because the storage has become slow")
        .register(registry);
    Gauge.builder("scanfleet.walk.hanging.calls", walker, Walker::hangingCalls)
        .description("Calls that the storage does not answer")
        .register(registry);
  }

  private static Counter counter(MeterRegistry registry, String name, String description) {
    return Counter.builder(name).description(description).register(registry);
  }

  void found(long moreFiles, long moreDirectories, long moreBytes, long moreErrors) {
    files.increment((double) moreFiles);
    directories.increment((double) moreDirectories);
    bytes.increment((double) moreBytes);
    errors.increment((double) moreErrors);
  }

  public void pagePublished() {
    pages.increment();
  }

  public void tickPublished() {
    ticks.increment();
  }

  public void tickDropped() {
    droppedTicks.increment();
  }

  public void targetStarted() {
    activeTargets.incrementAndGet();
  }

  public void targetEnded() {
    activeTargets.decrementAndGet();
  }

  public int activeTargets() {
    return activeTargets.get();
  }
}
