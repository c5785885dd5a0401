package io.scanfleet.gateway.fleet;

import io.scanfleet.model.message.Announcement;

/**
 * An agent that has announced itself.
 *
 * @param announcement the newest one
 * @param lastSeen when it came, in Unix seconds
 * @param isAlive whether it has been heard of lately and did not say that it leaves
 */
public record KnownAgent(Announcement announcement, double lastSeen, boolean isAlive) {}
