package io.scanfleet.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.scanfleet.testing.DeletingTree;
import io.scanfleet.testing.IndependentWalk;
import io.scanfleet.testing.TestTree;
import io.scanfleet.testing.VfxTree;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * {@code scanfleet run} as a user meets it: what it prints, how it ends, and that it does what it
 * says.
 */
class RunCommandIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final DeletingTree disk = DeletingTree.create();

  @AfterEach
  void clean() {
    disk.close();
  }

  @Test
  void scansEachDirectoryAndStaysUntilItIsEnded() throws IOException {
    Path show = disk.path().resolve("a show with spaces and ${braces}");
    TestTree.Made made = VfxTree.create(show, VfxTree.Size.SMALL);
    Path other = disk.path().resolve("other");
    TestTree.in(other).file("one.txt", "1");
    int port = freePort();
    Program run =
        Program.start(
            Standalone.class,
            "--port",
            String.valueOf(port),
            "--data",
            disk.path().resolve("data").toString(),
            show.toString(),
            other.toString());
    run.awaitOutput("http://localhost:" + port + "/", PATIENCE);
    run.awaitOutput(other + ": 1 files in 1 directories", PATIENCE);
    assertThat(run.output()).contains(show + ": " + String.format("%,d", made.files()) + " files");
    GatewayClient client = new GatewayClient(port);
    JsonNode scans = client.get("/api/v1/scans").body().path("scans");
    assertThat(scans.size()).isEqualTo(2);
    String id = scans.get(1).path("batch_id").asString();
    StoredTree.assertEquals(client, id, 0, IndependentWalk.of(show));

    GatewayClient.Answer metrics = client.get("/actuator/prometheus");
    assertThat(metrics.status()).isEqualTo(200);

    assertEndsWithOneLine(
        1,
        "another Scanfleet is using",
        "--port",
        String.valueOf(freePort()),
        "--data",
        disk.path().resolve("data").toString(),
        other.toString());

    run.terminate();
    run.awaitExit(PATIENCE);
    assertThat(run.output().lines().count()).as(run.output()).isEqualTo(3);
  }

  @Test
  void aScanThatWasCutOffIsDoneAgainAtTheNextStart() throws IOException {
    Path show = disk.path().resolve("show");
    VfxTree.create(show, VfxTree.Size.LARGE);
    int port = freePort();
    String[] arguments = {
      "--port",
      String.valueOf(port),
      "--data",
      disk.path().resolve("data").toString(),
      show.toString()
    };
    Program run = Program.start(Standalone.class, arguments);
    run.awaitOutput("http://localhost:" + port + "/", PATIENCE);
    run.kill();
    String[] again = java.util.Arrays.copyOf(arguments, arguments.length + 1);
    again[arguments.length] = "--no-scan";
    run = Program.start(Standalone.class, again);
    run.awaitOutput("http://localhost:" + port + "/", PATIENCE);
    GatewayClient client = new GatewayClient(port);
    JsonNode scans = client.get("/api/v1/scans").body().path("scans");
    assertThat(scans.size()).isEqualTo(1);
    String id = scans.get(0).path("batch_id").asString();
    assertThat(client.awaitEnd(id).path("status").asString()).isEqualTo("completed");
    StoredTree.assertEquals(client, id, 0, IndependentWalk.of(show));
    run.kill();
  }

  @Test
  void aDirectoryThatIsNotThereIsOneLineAndExitCode2() {
    Path missing = disk.path().resolve("missing");
    assertEndsWithOneLine(2, "no such directory: " + missing, missing.toString());
    Path file = disk.path().resolve("file");
    TestTree.in(disk.path()).file("file", "text");
    assertEndsWithOneLine(2, "not a directory: " + file, file.toString());
    assertEndsWithOneLine(2, "--help");
    assertEndsWithOneLine(2, "--help", "--colour", disk.path().toString());
  }

  @Test
  void rulesThatMakeNoSenseAreOneLineAndExitCode2() {
    String directory = disk.path().toString();
    assertEndsWithOneLine(
        2, "--keep-last is a number of scans, at least 1: 0", "--keep-last", "0", directory);
    assertEndsWithOneLine(2, "--keep-days is a number of days", "--keep-days", "-3", directory);
    assertEndsWithOneLine(2, "'--keep-last'", "--keep-last", "many", directory);
  }

  @Test
  void aTakenPortIsOneLineAndExitCode1() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertEndsWithOneLine(
          1,
          "port " + taken.getLocalPort(),
          "--port",
          String.valueOf(taken.getLocalPort()),
          disk.path().toString());
    }
  }

  @Test
  void helpTellsTheOptions() {
    Program help = Program.start(Standalone.class, "--help");
    assertThat(help.awaitExit(PATIENCE)).isZero();
    assertThat(help.output()).contains("--port", "--data", "--no-scan", "DIR");
  }

  private static void assertEndsWithOneLine(int code, String said, String... arguments) {
    Program run = Program.start(Standalone.class, arguments);
    assertThat(run.awaitExit(PATIENCE)).isEqualTo(code);
    assertThat(run.output()).contains(said);
    assertThat(run.output().lines()).hasSize(1);
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      return free.getLocalPort();
    }
  }
}
