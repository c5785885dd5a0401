package io.scanfleet.gateway.fleet;

import io.scanfleet.model.AgentId;
import io.scanfleet.model.message.Announcement;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The HTTP resource of agents. */
@RestController
@RequestMapping("/api/v1/agents")
class AgentController {

  private final AgentRegistry registry;

  AgentController(AgentRegistry registry) {
    this.registry = registry;
  }

  /**
   * The answer to {@code GET /agents}.
   *
   * @param agents by name
   */
  record AgentList(List<AgentView> agents) {}

  /**
   * An agent as HTTP shows it.
   *
   * @param agent its id
   * @param version the version of its program
   * @param status {@code alive}, or {@code silent} if it has not been heard of for some time or
   *     said that it leaves
   * @param lastSeen when it was last heard of, in Unix seconds
   * @param startedAt when its process started, in Unix seconds
   * @param roots the directories its operator has allowed it to scan, as absolute paths
   * @param volumes the file systems that hold them
   * @param activeTargets how many targets it is scanning
   * @param load its host's load average, the number of processes that run or wait, over one minute;
   *     null if the system does not tell
   */
  record AgentView(
      AgentId agent,
      String version,
      String status,
      double lastSeen,
      double startedAt,
      List<String> roots,
      List<Announcement.Volume> volumes,
      int activeTargets,
      @Nullable Double load) {

    static AgentView of(KnownAgent known) {
      Announcement announcement = known.announcement();
      return new AgentView(
          announcement.agent(),
          announcement.version(),
          known.isAlive() ? "alive" : "silent",
          known.lastSeen(),
          announcement.startedAt(),
          announcement.roots(),
          announcement.volumes(),
          announcement.activeTargets(),
          announcement.load());
    }
  }

  /**
   * Lists the agents that have been heard of since this gateway started, and how they are.
   *
   * @return the agents; one that has been silent for a day is left out
   */
  @GetMapping
  AgentList list() {
    return new AgentList(registry.all().stream().map(AgentView::of).toList());
  }
}
