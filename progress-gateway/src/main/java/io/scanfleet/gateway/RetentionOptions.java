package io.scanfleet.gateway;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of a command line that say which scans are kept. */
public final class RetentionOptions {

  /** A hundred years: beyond it, no rule is simpler. */
  private static final int MOST_DAYS = 36_500;

  @Option(
      names = "--keep-last",
      paramLabel = "N",
      description = {
        "Keep the last N completed scans of every directory and remove older ones.",
        "Default: all are kept."
      })
  private @Nullable Integer keepLast;

  @Option(
      names = "--keep-days",
      paramLabel = "N",
      description = {
        "Remove scans that ended more than N days ago, but of every directory never the last",
        "completed one. Default: they are kept for ever."
      })
  private @Nullable Integer keepDays;

  /**
   * What they say, as arguments of the application.
   *
   * @throws IllegalArgumentException if it makes no sense
   */
  public List<String> arguments() {
    List<String> arguments = new ArrayList<>();
    if (keepLast != null) {
      if (keepLast < 1) {
        throw new IllegalArgumentException(
            "--keep-last is a number of scans, at least 1: " + keepLast);
      }
      arguments.add("--scanfleet.retention.keep-last=" + keepLast);
    }
    if (keepDays != null) {
      if (keepDays < 1 || keepDays > MOST_DAYS) {
        throw new IllegalArgumentException(
            "--keep-days is a number of days, 1 to " + MOST_DAYS + ": " + keepDays);
      }
      arguments.add("--scanfleet.retention.max-age=" + keepDays + "d");
    }
    return arguments;
  }
}
