package io.scanfleet.gateway.batch;

import io.scanfleet.model.BatchId;
import io.scanfleet.model.ScanStatus;
import io.scanfleet.model.TargetId;
import io.scanfleet.model.message.TargetState;
import java.time.InstantSource;
import java.util.Optional;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;

/**
 * Carries targets from state to state as agents tell of them. A target is completed when its agent
 * has said so and every page is stored, whichever comes last; so both lead here, after their
 * transaction has committed. Everything may come twice.
 */
@Service
public class TargetLifecycle {

  private final ScanRepository scans;
  private final ApplicationEventPublisher events;
  private final InstantSource clock;

  /**
   * @param events told of every batch whose state has changed
   */
  public TargetLifecycle(
      ScanRepository scans, ApplicationEventPublisher events, InstantSource clock) {
    this.scans = scans;
    this.events = events;
    this.clock = clock;
  }

  /** The target, unless its batch was deleted. */
  public Optional<Target> find(TargetId id) {
    return scans.findTarget(id);
  }

  /** An agent has told of a state. */
  public void told(TargetState state) {
    Optional<Target> found = scans.findTarget(state.targetId());
    if (found.isEmpty()) {
      return;
    }
    Target target = found.get();
    if (target.status().isFinal()) {
      finish(target);
      return;
    }
    if (state.status().isFinal()) {
      scans.reported(target.key(), state);
      finish(target);
    } else if (state.status() == ScanStatus.RUNNING) {
      scans.started(target.key(), state.batchId(), state, now());
    }
    events.publishEvent(new BatchChanged(state.batchId()));
  }

  /**
   * A page of a target has been stored. Most are stored before the agent has told of the end, and
   * then there is nothing to do: whoever takes its word later finds them stored.
   */
  public void pageStored(TargetId id) {
    scans
        .findTarget(id)
        .filter(target -> target.reported() != null || target.status().isFinal())
        .ifPresent(this::finish);
  }

  /**
   * Ends a target if nothing of it is missing any more, and its batch with it. Asked again of a
   * target that has ended, it makes up for a gateway that died between the two.
   */
  public void finish(Target target) {
    BatchId batch = target.id().batch();
    boolean finished = scans.canFinish(target.key()) && scans.finishIfStored(target.key(), now());
    if (finished || target.status().isFinal()) {
      boolean ended = scans.finishIfAllTargetsAre(batch, now());
      if (finished || ended) {
        events.publishEvent(new BatchChanged(batch));
      }
    }
  }

  private double now() {
    return clock.millis() / 1000.0;
  }
}
