package io.scanfleet.agent;

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
 * @param threads how many directories are read at once; 0 for one per core, at least two
 */
@ConfigurationProperties("scanfleet.agent")
public record AgentProperties(AgentId id, List<Path> roots, Path data, int threads) {

  public AgentProperties {
    if (roots == null || roots.isEmpty()) {
      throw new IllegalArgumentException("an agent needs at least one root");
    }
    if (threads < 0) {
      throw new IllegalArgumentException("threads cannot be negative: " + threads);
    }
    roots = List.copyOf(roots);
  }

  /** The number of threads to use. */
  public int walkerThreads() {
    return threads > 0 ? threads : Math.max(2, Runtime.getRuntime().availableProcessors());
  }
}
