package io.scanfleet.model;

/**
 * Shows how much of an estimated total is done, so that it never falls and has one denominator. If
 * the estimate grows, the percentage stands still and the total that is shown grows with what is
 * done, until it has reached the estimate. Not thread-safe.
 */
public final class SteadyTotal {

  /** No estimate is full before the end. */
  private static final double ALMOST_DONE = 99.9;

  private double percentage;

  /**
   * What to show.
   *
   * @param total what all is taken to be
   * @param percentage how much of that is done, 0 to 99.9
   */
  public record Shown(long total, double percentage) {}

  /**
   * Takes what is done and what is expected.
   *
   * @param done does not fall from call to call
   * @param expected at least {@code done}, and above 0
   */
  public Shown show(long done, double expected) {
    double now = Math.min(ALMOST_DONE, 100 * done / expected);
    if (now >= percentage) {
      percentage = now;
      return new Shown(Math.round(expected), now);
    }
    return new Shown(Math.max(done, Math.round(100 * done / percentage)), percentage);
  }
}
