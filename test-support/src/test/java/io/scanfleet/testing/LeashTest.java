package io.scanfleet.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LeashTest {

  /** Counts as long as it lives, and so does a child of it. */
  private static final List<String> SERVER =
      List.of("sh", "-c", "while :; do date +%s%N >\"$0/child\"; sleep 0.05; done & echo up; wait");

  @Test
  void theServerAndItsChildrenEndAndTheDirectoryGoes() throws Exception {
    Path directory = Files.createTempDirectory("leash-");
    Leash leash = Leash.start(directory, "KILL", builder -> {}, server(directory));
    await().until(() -> Files.exists(directory.resolve("child")));
    leash.requireRunning();
    assertThat(leash.output()).contains("up");

    leash.close();

    assertThat(directory).doesNotExist();
    staysAway(directory);
  }

  @Test
  void aServerThatEndsEarlyIsToldWithItsLastWords() throws Exception {
    Path directory = Files.createTempDirectory("leash-");
    try (Leash leash =
        Leash.start(
            directory, "KILL", builder -> {}, List.of("sh", "-c", "echo no such port; exit 3"))) {
      await().until(() -> Files.exists(directory.resolve("exited")));

      assertThatThrownBy(leash::requireRunning)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("no such port");
    }
  }

  @Test
  void theServerEndsAlsoWhenThisJvmIsKilled() throws Exception {
    Process jvm =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                location(Leash.class) + File.pathSeparator + location(LeashTest.class),
                Holder.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader output = jvm.inputReader()) {
      Path directory = Path.of(output.readLine());
      await().until(() -> Files.exists(directory.resolve("child")));

      jvm.destroyForcibly().waitFor();

      await().atMost(Duration.ofSeconds(10)).until(() -> !Files.exists(directory));
      staysAway(directory);
    }
  }

  /** What a JVM does that is going to be killed. */
  static final class Holder {

    private Holder() {}

    public static void main(String[] arguments) throws Exception {
      Path directory = Files.createTempDirectory("leash-");
      Leash.start(directory, "KILL", builder -> {}, server(directory));
      System.out.println(directory);
      new CountDownLatch(1).await();
    }
  }

  private static List<String> server(Path directory) {
    return Stream.concat(SERVER.stream(), Stream.of(directory.toString())).toList();
  }

  /** A child still alive would complain or write; either way only a while later. */
  private static void staysAway(Path directory) {
    await()
        .during(Duration.ofMillis(200))
        .atMost(Duration.ofSeconds(10))
        .until(() -> !Files.exists(directory));
    assertThat(
            ProcessHandle.allProcesses()
                .filter(ProcessHandle::isAlive)
                .flatMap(process -> process.info().commandLine().stream())
                .filter(line -> line.contains(directory.toString())))
        .isEmpty();
  }

  private static Path location(Class<?> type) throws Exception {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }
}
