package io.scanfleet.gateway.batch;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the body of {@code POST /scans} says.
 *
 * @param targets what to scan, at least one
 * @param exclude globs of what to pass over, besides what agents pass over anyway
 * @param label what to call it
 * @param crossMounts whether to enter other file systems mounted below; by default not
 */
public record ScanRequest(
    @Nullable List<RequestedTarget> targets,
    @Nullable List<String> exclude,
    @Nullable String label,
    @Nullable Boolean crossMounts) {

  /**
   * One directory on one agent.
   *
   * @param agent the agent's id
   * @param path the directory, as an absolute path on the agent's host
   */
  public record RequestedTarget(@Nullable String agent, @Nullable String path) {}
}
