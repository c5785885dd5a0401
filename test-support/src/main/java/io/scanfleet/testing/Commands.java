package io.scanfleet.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** Runs commands of the operating system that are expected to succeed. */
final class Commands {

  private static final long PATIENCE_SECONDS = 120;

  private Commands() {}

  /**
   * Runs a command to its end.
   *
   * @return what it wrote, its errors included
   * @throws IllegalStateException with what it wrote, if it failed
   */
  static String run(ProcessBuilder builder) {
    String command = String.join(" ", builder.command());
    try {
      Process process = builder.redirectErrorStream(true).start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException(command + " does not end:\n" + output);
      }
      if (process.exitValue() != 0) {
        throw new IllegalStateException(
            command + " failed with " + process.exitValue() + ":\n" + output);
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for " + command, e);
    }
  }

  static String run(String... command) {
    return run(new ProcessBuilder(command));
  }
}
