package io.scanfleet.agent.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.scanfleet.testing.DeletingTree;
import io.scanfleet.testing.IndependentWalk;
import io.scanfleet.testing.NastyTree;
import io.scanfleet.testing.RawPath;
import io.scanfleet.testing.TestTree;
import io.scanfleet.testing.VfxTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The command as a process of its own, as people run it. */
@Timeout(120)
final class ScanCommandTest {

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(100_000).build())
                  .build())
          .build();

  private final DeletingTree disk = DeletingTree.create();
  @TempDir @Nullable Path files;

  @AfterEach
  void clean() {
    disk.close();
  }

  private record Result(int code, String out, String err) {}

  private Path file(String name) {
    return Objects.requireNonNull(files).resolve(name);
  }

  private Process start(Object... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Xmx256m",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                ScanCommand.class.getName()));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(file("out").toFile())
            .redirectError(file("err").toFile());
    builder.environment().put("LC_ALL", "C.UTF-8");
    return builder.start();
  }

  private Result end(Process process) throws Exception {
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Result(
        process.exitValue(), Files.readString(file("out")), Files.readString(file("err")));
  }

  private Result scan(Object... arguments) throws Exception {
    return end(start(arguments));
  }

  @Test
  void theSummaryIsWhatIsThere() throws Exception {
    VfxTree.create(disk.path(), VfxTree.Size.SMALL);
    IndependentWalk truth = IndependentWalk.of(disk.path());
    long filesThere =
        truth.directories().values().stream()
            .flatMap(d -> d.entries().values().stream())
            .filter(e -> !e.isDirectory())
            .count();
    long bytesThere =
        truth.directories().values().stream()
            .flatMap(d -> d.entries().values().stream())
            .filter(e -> !e.isDirectory())
            .mapToLong(IndependentWalk.Entry::bytes)
            .sum();
    Result result = scan(disk.path(), "--json", "--top", "3");
    assertThat(result.code()).as(result.err()).isZero();
    JsonNode summary = JSON.readTree(result.out());
    assertThat(summary.get("status").asString()).isEqualTo("completed");
    assertThat(summary.get("files").asLong()).isEqualTo(filesThere);
    assertThat(summary.get("bytes").asLong()).isEqualTo(bytesThere);
    assertThat(summary.get("directories").asLong()).isEqualTo(truth.directories().size());
    assertThat(summary.get("biggestDirectories")).hasSize(3);
    for (JsonNode big : summary.get("biggestDirectories")) {
      long own =
          Objects.requireNonNull(truth.directories().get(RawPath.of(big.get("path").asString())))
              .entries()
              .values()
              .stream()
              .filter(e -> !e.isDirectory())
              .mapToLong(IndependentWalk.Entry::bytes)
              .sum();
      assertThat(big.get("bytes").asLong()).isEqualTo(own);
    }
    assertThat(scan(disk.path()).out()).contains("Biggest directories", "files/s");
  }

  @Test
  void theExportHasEveryNameAsItIs() throws Exception {
    NastyTree.create(disk.path());
    Path export = file("tree.json");
    Result result =
        scan(disk.path(), "--ncdu", export, "--exclude", "!.snapshot", "--exclude", "!.zfs");
    assertThat(result.err()).isEmpty();
    // Latin 1 keeps every byte, whether it was UTF-8 or not.
    JsonNode json = JSON.readTree(Files.readString(export, StandardCharsets.ISO_8859_1));
    assertThat(json.get(2).get("progname").asString()).isEqualTo("scanfleet");
    IndependentWalk truth = IndependentWalk.of(disk.path());
    List<RawPath> seen = new ArrayList<>();
    compare(json.get(3), RawPath.ROOT, truth, seen);
    assertThat(seen).containsExactlyInAnyOrderElementsOf(truth.directories().keySet());
    assertThat(Files.exists(file("tree.json.part"))).isFalse();
  }

  private static void compare(
      JsonNode directory, RawPath path, IndependentWalk truth, List<RawPath> seen) {
    seen.add(path);
    IndependentWalk.Directory real = truth.directories().get(path);
    assertThat(real).as("%s", path).isNotNull();
    assertThat(directory.size() - 1)
        .as("%s", path)
        .isEqualTo(Objects.requireNonNull(real).entries().size());
    for (int i = 1; i < directory.size(); i++) {
      JsonNode entry = directory.get(i);
      JsonNode info = entry.isArray() ? entry.get(0) : entry;
      String name = info.get("name").asString();
      IndependentWalk.Entry there = real.entry(new RawPath(name));
      assertThat(there.isDirectory()).isEqualTo(entry.isArray());
      if (entry.isArray()) {
        RawPath child =
            path.equals(RawPath.ROOT) ? new RawPath(name) : new RawPath(path.latin1() + "/" + name);
        compare(entry, child, truth, seen);
      } else {
        assertThat(info.path("asize").asLong(0)).as("%s", there).isEqualTo(there.bytes());
        assertThat(info.path("dsize").asLong(0)).as("%s", there).isEqualTo(there.allocatedBytes());
        assertThat(info.path("nlink").asLong(1)).as("%s", there).isEqualTo(there.links());
      }
    }
  }

  @Test
  void wrongArgumentsAreToldInALine() throws Exception {
    Result result = scan(file("missing"));
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).hasLineCount(1).contains("no such directory");
    assertThat(scan(disk.path(), "--exclude", "[a").err()).hasLineCount(1).contains("'['");
    assertThat(scan(disk.path(), "--threads", "-1").code()).isEqualTo(2);
    assertThat(scan("--help").out()).contains("--max-entries-per-second");
    Result unwritable = scan(disk.path(), "--ncdu", file("missing/x"));
    assertThat(unwritable.code()).isEqualTo(1);
    assertThat(unwritable.err()).hasLineCount(1).contains("cannot write");
  }

  @Test
  void aSignalEndsItWithWhatWasFound() throws Exception {
    TestTree tree = TestTree.in(disk.path());
    for (int i = 0; i < 200; i++) {
      tree.file("d" + i + "/f", "x");
    }
    Process process = start(disk.path(), "--max-entries-per-second", "20");
    Awaitility.await().until(() -> hasOpen(process, disk.path()));
    process.destroy();
    Result result = end(process);
    assertThat(result.code()).isEqualTo(143);
    assertThat(result.out()).contains("cancelled").contains("lower bounds");
  }

  /** Whether the walk has begun: it holds its root open. */
  private static boolean hasOpen(Process process, Path directory) throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc/" + process.pid() + "/fd"))) {
      return open.anyMatch(
          link -> {
            try {
              return Files.readSymbolicLink(link).equals(directory);
            } catch (IOException e) {
              return false;
            }
          });
    }
  }
}
