package io.scanfleet.gateway.batch;

import io.scanfleet.gateway.fleet.AgentRegistry;
import io.scanfleet.gateway.fleet.KnownAgent;
import io.scanfleet.gateway.problem.ProblemException;
import io.scanfleet.model.AgentId;
import io.scanfleet.model.BatchId;
import io.scanfleet.model.ScanStatus;
import io.scanfleet.model.TargetId;
import io.scanfleet.model.message.AgentCommand;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;

/** Starts, cancels and deletes batches. */
@Service
public class ScanService {

  private static final int MAX_TARGETS = 1000;

  private final ScanRepository scans;
  private final ExpectedDirectories expectedDirectories;
  private final AgentRegistry agents;
  private final AgentCommands commands;
  private final ApplicationEventPublisher events;
  private final InstantSource clock;

  ScanService(
      ScanRepository scans,
      ExpectedDirectories expectedDirectories,
      AgentRegistry agents,
      AgentCommands commands,
      ApplicationEventPublisher events,
      InstantSource clock) {
    this.scans = scans;
    this.expectedDirectories = expectedDirectories;
    this.agents = agents;
    this.commands = commands;
    this.events = events;
    this.clock = clock;
  }

  /**
   * Starts a batch; agents have been told when it returns.
   *
   * @throws ProblemException if the request is not acceptable or agents cannot be told
   */
  public Scan start(ScanRequest request) {
    List<ScanRequest.RequestedTarget> requested =
        Objects.requireNonNullElse(request.targets(), List.of());
    if (requested.isEmpty()) {
      throw ProblemException.badRequest(
          "Name at least one target, an agent and an absolute path.", "targets");
    }
    if (requested.size() > MAX_TARGETS) {
      throw ProblemException.badRequest(
          "A batch has at most " + MAX_TARGETS + " targets; start several.", "targets");
    }
    List<String> exclude = Objects.requireNonNullElse(request.exclude(), List.of());
    for (int i = 0; i < exclude.size(); i++) {
      if (exclude.get(i) == null || exclude.get(i).isBlank()) {
        throw ProblemException.badRequest("A pattern cannot be empty.", "exclude[" + i + "]");
      }
    }
    BatchId id = BatchId.random();
    long now = clock.millis();
    long key = scans.newTargetKeys(requested.size());
    List<Target> targets = new ArrayList<>();
    for (int i = 0; i < requested.size(); i++) {
      targets.add(target(new TargetId(id, i), key + i, requested.get(i)));
    }
    Scan scan =
        new Scan(
            id,
            request.label() == null || request.label().isBlank() ? null : request.label().strip(),
            exclude,
            Boolean.TRUE.equals(request.crossMounts()),
            ScanStatus.QUEUED,
            now / 1000.0,
            null,
            null,
            targets);
    scans.insert(scan);
    events.publishEvent(new BatchChanged(id));
    try {
      for (Target target : targets) {
        commands.send(target.agent(), startOf(scan, target));
      }
    } catch (ProblemException e) {
      abandon(scan);
      throw e;
    }
    return scan;
  }

  /**
   * Some agents may have been told before another could not be: they are told to stop, and nothing
   * remains.
   */
  private void abandon(Scan scan) {
    for (Target target : scan.targets()) {
      try {
        commands.send(target.agent(), new AgentCommand.Cancel(scan.id(), target.id().index()));
      } catch (ProblemException e) {
        break;
      }
    }
    scans.delete(scan.id(), now());
    events.publishEvent(new BatchChanged(scan.id()));
  }

  /**
   * Tells agents again to start what is not final: for a broker that forgets when the process ends.
   */
  public void resendUnfinished() {
    for (Scan scan : scans.unfinished()) {
      for (Target target : scan.targets()) {
        if (!target.status().isFinal() && target.reported() == null) {
          commands.send(target.agent(), startOf(scan, target));
          if (target.cancelRequested()) {
            commands.send(target.agent(), new AgentCommand.Cancel(scan.id(), target.id().index()));
          }
        }
      }
    }
  }

  /**
   * Asks a batch to end. What was found is kept. A target whose agent is silent ends at once.
   *
   * @throws ProblemException if there is no such batch, or it has ended
   */
  Scan cancel(BatchId id) {
    Scan scan = existing(id);
    if (scan.status().isFinal()) {
      throw ProblemException.of(
          HttpStatus.CONFLICT,
          "already-ended",
          "Already ended",
          "This scan is " + scan.status().wireName() + " already; there is nothing to cancel.",
          null);
    }
    scans.cancelRequested(id);
    double now = now();
    for (Target target : scan.targets()) {
      if (target.status().isFinal()) {
        continue;
      }
      boolean silent = agents.find(target.agent()).map(agent -> !agent.isAlive()).orElse(true);
      AgentCommand command = new AgentCommand.Cancel(id, target.id().index());
      if (silent && scans.cancelWithoutAgent(target.key(), now)) {
        tellIfPossible(target.agent(), command);
      } else {
        commands.send(target.agent(), command);
      }
    }
    scans.finishIfAllTargetsAre(id, now);
    events.publishEvent(new BatchChanged(id));
    return existing(id);
  }

  /** For when the agent comes back. */
  private void tellIfPossible(AgentId agent, AgentCommand command) {
    try {
      commands.send(agent, command);
    } catch (ProblemException e) {
      // It will learn that the batch has ended when its results are passed over.
    }
  }

  /**
   * Removes a batch that has ended, and its trees.
   *
   * @throws ProblemException if there is no such batch, or it has not ended
   */
  void delete(BatchId id) {
    Scan scan = existing(id);
    if (!scan.status().isFinal()) {
      throw ProblemException.of(
          HttpStatus.CONFLICT,
          "still-running",
          "Still running",
          "This scan is " + scan.status().wireName() + ". Cancel it before deleting it.",
          null);
    }
    if (scans.delete(id, now())) {
      events.publishEvent(new BatchChanged(id));
    }
  }

  private double now() {
    return clock.millis() / 1000.0;
  }

  /**
   * The batch with this id.
   *
   * @throws ProblemException if there is none
   */
  public Scan existing(BatchId id) {
    return existing(id, "batch_id");
  }

  /**
   * The batch with this id, which a field of a request names.
   *
   * @throws ProblemException if there is none
   */
  public Scan existing(BatchId id, String field) {
    return scans.find(id).orElseThrow(() -> unknown(id, field));
  }

  /** What to say of a batch that does not exist. */
  static ProblemException unknown(BatchId id) {
    return unknown(id, "batch_id");
  }

  private static ProblemException unknown(BatchId id, String field) {
    return ProblemException.of(
        HttpStatus.NOT_FOUND,
        "unknown-batch",
        "Unknown scan",
        "There is no scan " + id + ". It may have been deleted.",
        field);
  }

  private AgentCommand.Start startOf(Scan scan, Target target) {
    return new AgentCommand.Start(
        scan.id(),
        target.id().index(),
        target.path(),
        scan.exclude(),
        scan.crossMounts(),
        target.expectedFiles(),
        scans
            .lastScan(target.agent(), target.path())
            .map(last -> expectedDirectories.of(last, scan.targets().size()))
            .orElse(List.of()),
        target.attempt() + 1);
  }

  private Target target(TargetId id, long key, ScanRequest.@Nullable RequestedTarget requested) {
    String field = "targets[" + id.index() + "]";
    if (requested == null || requested.agent() == null || requested.agent().isBlank()) {
      throw ProblemException.badRequest("Say which agent.", field + ".agent");
    }
    String path = requested.path();
    if (path == null || !path.startsWith("/") || path.indexOf('\0') >= 0) {
      throw ProblemException.badRequest("Give an absolute path.", field + ".path");
    }
    KnownAgent agent = knownAgent(requested.agent(), field + ".agent");
    String normalized = Path.of(path).normalize().toString();
    boolean allowed =
        agent.announcement().roots().stream()
            .anyMatch(root -> Path.of(normalized).startsWith(Path.of(root)));
    if (!allowed) {
      throw ProblemException.of(
          HttpStatus.FORBIDDEN,
          "outside-roots",
          "Outside the agent's roots",
          "The agent "
              + requested.agent()
              + " may scan only "
              + String.join(", ", agent.announcement().roots())
              + ". Choose a path below, or restart the agent with another root.",
          field + ".path");
    }
    AgentId agentId = agent.announcement().agent();
    return new Target(
        key,
        id,
        agentId,
        normalized,
        ScanStatus.QUEUED,
        scans.lastScan(agentId, normalized).map(ScanRepository.LastScan::files).orElse(null),
        false,
        0,
        null,
        null,
        0,
        0,
        null);
  }

  private KnownAgent knownAgent(String name, String field) {
    try {
      return agents
          .find(new AgentId(name))
          .orElseThrow(
              () ->
                  ProblemException.of(
                      HttpStatus.NOT_FOUND,
                      "unknown-agent",
                      "Unknown agent",
                      "No agent named "
                          + name
                          + " has announced itself. GET /api/v1/agents lists those that have.",
                      field));
    } catch (IllegalArgumentException e) {
      throw ProblemException.badRequest(String.valueOf(e.getMessage()), field);
    }
  }
}
