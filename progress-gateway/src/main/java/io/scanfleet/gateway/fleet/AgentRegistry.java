package io.scanfleet.gateway.fleet;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.scanfleet.model.AgentId;
import io.scanfleet.model.message.Announcement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/**
 * The agents that have announced themselves since this gateway started. Agents announce themselves
 * every five seconds; one that misses three is silent. One silent for a day is forgotten.
 * Thread-safe.
 */
@Component
public class AgentRegistry {

  private static final Duration SILENT = Duration.ofSeconds(16);
  private static final Duration FORGOTTEN = Duration.ofDays(1);

  private record Heard(Announcement announcement, long atMillis) {}

  private final Map<AgentId, Heard> agents = new ConcurrentHashMap<>();
  private final InstantSource clock;

  AgentRegistry(InstantSource clock, MeterRegistry meters) {
    this.clock = clock;
    for (boolean alive : new boolean[] {true, false}) {
      Gauge.builder("scanfleet.agents", this, registry -> registry.count(alive))
          .description("Agents that have announced themselves")
          .tag("state", alive ? "alive" : "silent")
          .register(meters);
    }
  }

  /** Takes note of an announcement. */
  public void heard(Announcement announcement) {
    long now = clock.millis();
    agents.put(announcement.agent(), new Heard(announcement, now));
    agents.values().removeIf(heard -> now - heard.atMillis() > FORGOTTEN.toMillis());
  }

  public Optional<KnownAgent> find(AgentId id) {
    return Optional.ofNullable(agents.get(id)).map(this::known);
  }

  /** All of them, by name. */
  List<KnownAgent> all() {
    return agents.values().stream()
        .map(this::known)
        .sorted(Comparator.comparing(agent -> agent.announcement().agent().value()))
        .toList();
  }

  private KnownAgent known(Heard heard) {
    boolean alive =
        !heard.announcement().leaving() && clock.millis() - heard.atMillis() < SILENT.toMillis();
    return new KnownAgent(heard.announcement(), heard.atMillis() / 1000.0, alive);
  }

  private double count(boolean alive) {
    return all().stream().filter(agent -> agent.isAlive() == alive).count();
  }
}
