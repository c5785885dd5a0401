package io.scanfleet.agent.link;

import java.util.Objects;

/** The version that the jar's manifest tells. */
final class AgentVersion {

  private AgentVersion() {}

  static String current() {
    return Objects.requireNonNullElse(
        AgentVersion.class.getPackage().getImplementationVersion(), "development");
  }
}
