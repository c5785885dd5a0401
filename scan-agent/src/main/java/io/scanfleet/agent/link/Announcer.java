package io.scanfleet.agent.link;

import io.scanfleet.agent.progress.AgentMetrics;
import io.scanfleet.agent.task.Roots;
import io.scanfleet.model.AgentId;
import io.scanfleet.model.message.Announcement;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Says every five seconds that this agent is there, with its roots and volumes, and once that it
 * leaves. One thread of its own, so that a volume that hangs when asked for its size delays nothing
 * else.
 */
final class Announcer implements AutoCloseable {

  static final Duration PERIOD = Duration.ofSeconds(5);

  private static final System.Logger LOG = System.getLogger(Announcer.class.getName());

  private final AgentId agent;
  private final String version;
  private final Roots roots;
  private final AgentMetrics metrics;
  private final TransientMessages messages;
  private final InstantSource clock;
  private final double startedAt;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("announcements").daemon().factory());

  Announcer(
      AgentId agent,
      String version,
      Roots roots,
      AgentMetrics metrics,
      TransientMessages messages,
      InstantSource clock) {
    this.agent = agent;
    this.version = version;
    this.roots = roots;
    this.metrics = metrics;
    this.messages = messages;
    this.clock = clock;
    this.startedAt = clock.millis() / 1000.0;
  }

  void open() {
    var _ =
        timer.scheduleWithFixedDelay(
            () -> announce(false), 0, PERIOD.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Says so now, besides the regular times. */
  void announceNow() {
    timer.execute(() -> announce(false));
  }

  @Override
  public void close() {
    timer.shutdownNow();
    announce(true);
  }

  private void announce(boolean leaving) {
    try {
      messages.publish(announcement(leaving));
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, "An announcement was lost", e);
    }
  }

  private Announcement announcement(boolean leaving) {
    return new Announcement(
        agent,
        version,
        startedAt,
        clock.millis() / 1000.0,
        roots.paths().stream().map(Path::toString).toList(),
        leaving ? List.of() : volumes(),
        metrics.activeTargets(),
        load(),
        leaving);
  }

  private List<Announcement.Volume> volumes() {
    Map<String, Announcement.Volume> volumes = new LinkedHashMap<>();
    for (Path root : roots.paths()) {
      try {
        FileStore store = Files.getFileStore(root);
        String mount = mountOf(store, root);
        volumes.put(
            mount,
            new Announcement.Volume(
                mount, store.type(), store.getTotalSpace(), store.getUsableSpace()));
      } catch (IOException e) {
        LOG.log(System.Logger.Level.DEBUG, "No figures for the volume of {0}", root);
      }
    }
    return List.copyOf(volumes.values());
  }

  /**
   * The JDK shows the mount point only as the first part of {@code toString}: {@code /vol
   * (/dev/sdb1)}.
   */
  private static String mountOf(FileStore store, Path root) {
    String text = store.toString();
    String tail = " (" + store.name() + ")";
    return text.endsWith(tail) ? text.substring(0, text.length() - tail.length()) : root.toString();
  }

  private static @Nullable Double load() {
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    return load < 0 ? null : Double.valueOf(load);
  }
}
