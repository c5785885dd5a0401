package io.scanfleet.agent;

import io.scanfleet.agent.walk.WalkLimits;
import io.scanfleet.model.AgentId;
import java.nio.file.Path;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What an agent is told.
 *
 * @param id who it is
 * @param roots the directories it may scan
 * @param data where it keeps its journal
 * @param threads how many directories are read at once; 0 for a number that fits the storage
 * @param maxEntriesPerSecond a ceiling for all scans together; 0 for none
 */
@ConfigurationProperties("scanfleet.agent")
public record AgentProperties(
    AgentId id, List<Path> roots, Path data, int threads, long maxEntriesPerSecond) {

  public AgentProperties {
    if (roots == null || roots.isEmpty()) {
      throw new IllegalArgumentException("an agent needs at least one root");
    }
    roots = List.copyOf(roots);
  }

  /** How hard the walker may work. */
  public WalkLimits limits() {
    return new WalkLimits(threads, maxEntriesPerSecond);
  }
}
