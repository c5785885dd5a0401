package io.scanfleet.agent.task;

import io.scanfleet.model.message.AccountNames;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks the host for the names of users and groups.
 *
 * <p>By {@code getent}, which knows them from wherever the host does, a directory service included;
 * a process of its own can be ended when that service does not answer. Names are an extra: where
 * there is no such program, or no answer within {@link #PATIENCE}, none are known. Thread-safe.
 */
final class AccountDirectory {

  private static final System.Logger LOG = System.getLogger(AccountDirectory.class.getName());
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private AccountDirectory() {}

  /** The names of these accounts, as far as they are known. */
  static AccountNames namesOf(Set<Integer> users, Set<Integer> groups) throws InterruptedException {
    return new AccountNames(ask("passwd", users), ask("group", groups));
  }

  private static Map<String, String> ask(String database, Set<Integer> numbers)
      throws InterruptedException {
    if (numbers.isEmpty()) {
      return Map.of();
    }
    List<String> command = new ArrayList<>(List.of("getent", database));
    numbers.forEach(number -> command.add(Integer.toUnsignedString(number)));
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
              .start();
      try {
        CompletableFuture<byte[]> output =
            CompletableFuture.supplyAsync(() -> outputOf(process), Thread::startVirtualThread);
        return parse(output.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
      } finally {
        process.destroyForcibly();
      }
    } catch (IOException | ExecutionException | TimeoutException e) {
      LOG.log(System.Logger.Level.INFO, "Names of accounts are not known: {0}", e.toString());
      return Map.of();
    }
  }

  private static byte[] outputOf(Process process) {
    try (var output = process.getInputStream()) {
      return output.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads lines such as {@code anna:x:1000:1000:Anna:/home/anna:/bin/sh}. */
  static Map<String, String> parse(byte[] output) {
    Map<String, String> names = new HashMap<>();
    for (String line : new String(output, StandardCharsets.UTF_8).split("\n", -1)) {
      String[] fields = line.split(":", 4);
      if (fields.length >= 3 && !fields[0].isEmpty()) {
        names.putIfAbsent(fields[2], fields[0]);
      }
    }
    return names;
  }
}
