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

  TargetLifecycle(ScanRepository scans, ApplicationEventPublisher events, InstantSource clock) {
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
    Optional<Target> target = scans.findTarget(state.targetId());
    if (target.isEmpty() || target.get().status().isFinal()) {
      return;
    }
    long key = target.get().key();
    BatchId batch = state.batchId();
    if (state.status().isFinal()) {
      scans.reported(key, state);
      finish(key, batch);
    } else if (state.status() == ScanStatus.RUNNING) {
      scans.started(key, batch, state, now());
    }
    events.publishEvent(new BatchChanged(batch));
  }

  /** A page of a target was stored. */
  public void pageStored(Target target) {
    if (finish(target.key(), target.id().batch())) {
      events.publishEvent(new BatchChanged(target.id().batch()));
    }
  }

  private boolean finish(long targetKey, BatchId batch) {
    boolean finished = scans.finishIfStored(targetKey, now());
    if (finished) {
      scans.finishIfAllTargetsAre(batch, now());
    }
    return finished;
  }

  private double now() {
    return clock.millis() / 1000.0;
  }
}
