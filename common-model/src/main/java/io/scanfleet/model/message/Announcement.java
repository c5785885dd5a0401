package io.scanfleet.model.message;

import io.scanfleet.model.AgentId;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An agent says that it is there, every five seconds and once when it leaves.
 *
 * @param version the agent's version
 * @param startedAt when its process started, in Unix seconds
 * @param timestamp when this was said, in Unix seconds
 * @param roots the directories its operator has allowed it to scan, as absolute paths
 * @param volumes the file systems that hold them
 * @param activeTargets how many targets it is scanning
 * @param load the host's load average over one minute; null if the system does not tell
 * @param leaving whether it is shutting down
 */
public record Announcement(
    AgentId agent,
    String version,
    double startedAt,
    double timestamp,
    List<String> roots,
    List<Volume> volumes,
    int activeTargets,
    @Nullable Double load,
    boolean leaving) {

  public Announcement {
    Objects.requireNonNull(agent, "agent");
    Objects.requireNonNull(version, "version");
    roots = List.copyOf(roots);
    volumes = List.copyOf(volumes);
  }

  /**
   * A mounted file system.
   *
   * @param mount where it is mounted
   * @param type its kind, such as {@code ext4}
   * @param totalBytes its size in bytes
   * @param usableBytes how many bytes an ordinary user can still write
   */
  public record Volume(String mount, String type, long totalBytes, long usableBytes) {}
}
