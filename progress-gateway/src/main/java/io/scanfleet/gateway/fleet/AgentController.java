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

  /** The answer to {@code GET /agents}. */
  record AgentList(List<AgentView> agents) {}

  /**
   * An agent as HTTP shows it. Times are Unix seconds.
   *
   * @param status {@code alive}, or {@code silent} if it has not been heard of for some time or
   *     said that it leaves
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

  @GetMapping
  AgentList list() {
    return new AgentList(registry.all().stream().map(AgentView::of).toList());
  }
}
