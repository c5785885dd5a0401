package io.scanfleet.agent.link;

import io.scanfleet.model.AgentId;

/** Event: another agent with this id is connected to the broker, so this one cannot work. */
public record AgentIdTaken(AgentId agent) {}
