package io.scanfleet.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A server process that ends with this JVM, however this JVM ends, and leaves nothing behind.
 *
 * <p>A shutdown hook alone would not do: it does not run when the JVM is killed, as build tools do
 * with test runs that take too long. So a small shell stands between. It reads from a pipe whose
 * other end only this JVM holds; the end of the pipe is the end of the server, of all processes of
 * its session, and of its directory. Both run in sessions of their own, so that Ctrl-C in a
 * terminal reaches neither before this JVM has ended.
 */
final class Leash implements AutoCloseable {

  /** Arguments: directory, signal for the end, command. */
  private static final String SHELL =
      """
      directory=$1 signal=$2
      shift 2
      setsid sh -c 'directory=$1; shift; "$@"; echo "$?" >"$directory/exited"' \
        sh "$directory" "$@" </dev/null >"$directory/output" 2>&1 &
      server=$!
      cat >/dev/null
      kill -s "$signal" -- "-$server"
      tries=0
      while [ "$signal" != KILL ] && [ ! -e "$directory/exited" ] && [ "$tries" -lt 50 ]; do
        sleep 0.1
        tries=$((tries + 1))
      done
      kill -s KILL -- "-$server"
      rm -rf "$directory" || { sleep 1; rm -rf "$directory"; }
      """;

  private static final long PATIENCE_SECONDS = 15;
  private static final int TOLD_CHARACTERS = 4000;

  private final Process shell;
  private final Path directory;

  private Leash(Process shell, Path directory) {
    this.shell = shell;
    this.directory = directory;
  }

  /**
   * Starts a server.
   *
   * @param directory its working directory, removed at the end
   * @param signal what makes it end, for instance {@code KILL}; what still runs five seconds later
   *     is killed
   * @param environment sets its environment variables
   */
  static Leash start(
      Path directory,
      String signal,
      Consumer<ProcessBuilder> environment,
      List<String> serverCommand) {
    List<String> command =
        new ArrayList<>(
            List.of("setsid", "sh", "-c", SHELL, "leash", directory.toString(), signal));
    command.addAll(serverCommand);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    environment.accept(builder);
    try {
      Leash leash = new Leash(builder.start(), directory);
      Runtime.getRuntime().addShutdownHook(new Thread(leash::close, "end of " + directory));
      return leash;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Makes sure that the server has not ended.
   *
   * @throws IllegalStateException with what it wrote last, if it has
   */
  void requireRunning() {
    if (!shell.isAlive() || Files.exists(directory.resolve("exited"))) {
      throw new IllegalStateException("the server ended early:\n" + output());
    }
  }

  /** What the server wrote last. */
  String output() {
    try {
      String all = Files.readString(directory.resolve("output"));
      return all.substring(Math.max(0, all.length() - TOLD_CHARACTERS));
    } catch (IOException e) {
      return "(nothing is known of what it wrote: " + e + ")";
    }
  }

  /** Ends the server and removes its directory. */
  @Override
  public void close() {
    try {
      shell.getOutputStream().close();
    } catch (IOException e) {
      shell.destroy();
    }
    try {
      boolean ended = shell.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (!ended) {
        shell.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
