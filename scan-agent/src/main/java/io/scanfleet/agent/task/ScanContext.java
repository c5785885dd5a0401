package io.scanfleet.agent.task;

import io.scanfleet.agent.progress.AgentMetrics;
import io.scanfleet.agent.walk.Walker;
import io.scanfleet.model.AgentId;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * What every scan of this agent works with.
 *
 * @param nanoTime a monotonic clock
 */
public record ScanContext(
    AgentId agent,
    Roots roots,
    Walker walker,
    ResultPublisher results,
    TickPublisher ticks,
    AgentMetrics metrics,
    InstantSource clock,
    LongSupplier nanoTime) {}
