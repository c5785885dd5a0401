package io.scanfleet.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.scanfleet.testing.DeletingTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** A real directory is scanned, changed with the system's own tools, scanned again and compared. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CompareIT {

  private static final String BEFORE =
      """
      mkdir -p comp/v001 comp/v002 plates/deep private/inner cache odd
      for f in 1001 1002 1003 1004; do printf 0123456789 >"comp/v001/a.$f.exr"; done
      for f in 1001 1002; do printf 0123456789 >"comp/v002/a.$f.exr"; done
      printf 01234 >plates/deep/plate.mov
      printf 01234 >private/inner/secret
      printf 012 >cache/junk
      printf 01 >touched
      printf 01 >chmodded
      printf 01 >grows
      mkdir "odd/$(printf '\\377d')"
      printf 0 >"odd/$(printf '\\377d')/$(printf '\\351')"
      """;

  private static final String CHANGES =
      """
      mv plates/deep odd/shelved
      mv comp/v002/a.1001.exr comp/v002/b.1001.exr
      rm comp/v001/a.1002.exr
      printf 0123456789 >comp/v001/a.1005.exr
      rm -r cache
      touch -d '2001-02-03 04:05:06 UTC' touched
      chmod 600 chmodded
      printf 0123456 >>grows
      printf 0 >"odd/$(printf '\\377d')/$(printf 'new\\376')"
      rm -r private/inner
      """;

  private final DeletingTree disk = DeletingTree.create();
  private final Path show = disk.path().resolve("show");
  private final Set<String> refused = ConcurrentHashMap.newKeySet();
  private Fleet fleet;
  private GatewayClient gateway;
  private String older = "";
  private String newer = "";

  @BeforeAll
  void scanTwice() throws Exception {
    Files.createDirectories(show);
    shell(BEFORE);
    fleet = Fleet.onEmbeddedBroker();
    gateway = fleet.gateway();
    fleet.guardedAgent("nas-01", GuardedReader.refusing(refused), show);
    gateway.awaitAgents("nas-01");
    older = scan();
    shell(CHANGES);
    refused.add("private");
    newer = scan();
  }

  @AfterAll
  void stop() {
    fleet.close();
    disk.close();
  }

  private void shell(String script) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder("sh", "-euc", script)
            .directory(show.toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
  }

  private String scan() {
    String id = gateway.start("nas-01=" + show);
    assertThat(gateway.awaitEnd(id).path("status").asString()).isEqualTo("completed");
    return id;
  }

  private GatewayClient.Answer ask(String query) {
    return gateway.get("/api/v1/scans/" + newer + "/compare?sort=name&" + query);
  }

  private JsonNode compare(String query) {
    GatewayClient.Answer answer = ask("with=" + older + "&" + query);
    assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
    return answer.body();
  }

  private static Map<String, String> changes(JsonNode comparison) {
    Map<String, String> changes = new LinkedHashMap<>();
    comparison
        .path("entries")
        .valueStream()
        .forEach(each -> changes.put(each.path("name").asString(), each.path("change").asString()));
    assertThat(comparison.path("entryCount").asInt()).isEqualTo(changes.size());
    return changes;
  }

  private static JsonNode named(JsonNode comparison, String name) {
    return comparison
        .path("entries")
        .valueStream()
        .filter(each -> each.path("name").asString().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void whatWasDoneIsWhatIsTold() {
    JsonNode root = compare("");
    assertThat(changes(root))
        .containsExactly(
            entry("cache", "removed"),
            entry("comp", "changed"),
            entry("grows", "changed"),
            entry("odd", "grown"),
            entry("plates", "shrunk"),
            entry("private", "not_known"),
            entry("touched", "changed"));
    JsonNode grows = named(root, "grows");
    assertThat(grows.path("before").path("bytes").asLong()).isEqualTo(2);
    assertThat(grows.path("after").path("bytes").asLong()).isEqualTo(9);
    assertThat(grows.path("deltas").path("bytes").asLong()).isEqualTo(7);
    JsonNode removed = named(root, "cache");
    assertThat(removed.path("after").isNull()).isTrue();
    assertThat(removed.path("before").path("files").asLong()).isEqualTo(1);
    assertThat(removed.path("deltas").path("bytes").asLong()).isEqualTo(-3);
    JsonNode touched = named(root, "touched");
    assertThat(touched.path("after").path("mtime").asDouble()).isEqualTo(981173106.0);
    JsonNode unread = named(root, "private");
    assertThat(unread.path("deltas").isNull()).isTrue();
    assertThat(unread.path("partial").asBoolean()).isTrue();
    assertThat(unread.path("after").path("error").asString()).isEqualTo("Permission denied");

    assertThat(root.path("change").asString()).isEqualTo("grown");
    assertThat(root.path("partial").asBoolean()).isTrue();
    assertThat(root.path("deltas").path("bytes").asLong()).isEqualTo(7 - 3 + 1);
    JsonNode summary = root.path("summary");
    assertCount(summary.path("added"), 2, 0, 11);
    assertCount(summary.path("removed"), 2, 1, 13);
    assertCount(summary.path("moved"), 2, 1, 15);
    assertCount(summary.path("movedAway"), 2, 1, 15);
    assertThat(summary.path("changed").path("files").asLong()).isEqualTo(2);
    assertThat(summary.path("changed").path("bytes").asLong()).isEqualTo(7);
    assertThat(root.path("summaryComplete").asBoolean()).isTrue();
    assertThat(root.path("movesComplete").asBoolean()).isTrue();
    assertThat(changes(compare("unchanged=true")))
        .containsEntry("chmodded", "unchanged")
        .hasSize(8);
  }

  private static void assertCount(JsonNode count, long files, long directories, long bytes) {
    assertThat(count.path("files").asLong()).as("%s", count).isEqualTo(files);
    assertThat(count.path("directories").asLong()).as("%s", count).isEqualTo(directories);
    assertThat(count.path("bytes").asLong()).as("%s", count).isEqualTo(bytes);
  }

  @Test
  void whatMovedIsFollowed() {
    JsonNode shelved = named(compare("path=odd"), "shelved");
    assertThat(shelved.path("change").asString()).isEqualTo("moved");
    assertThat(shelved.path("movedFrom").asString()).isEqualTo("plates/deep");
    JsonNode deep = named(compare("path=plates"), "deep");
    assertThat(deep.path("change").asString()).isEqualTo("moved");
    assertThat(deep.path("movedTo").asString()).isEqualTo("odd/shelved");
    JsonNode inside = compare("path=odd/shelved");
    assertThat(inside.path("movedFrom").asString()).isEqualTo("plates/deep");
    assertThat(changes(inside)).isEmpty();
    JsonNode renamed = compare("path=comp/v002");
    assertThat(changes(renamed))
        .containsExactly(entry("a.1001.exr", "moved"), entry("b.1001.exr", "moved"));
    assertThat(named(renamed, "b.1001.exr").path("movedFrom").asString())
        .isEqualTo("comp/v002/a.1001.exr");
  }

  @Test
  void whatCouldNotBeReadIsNotKnown() {
    JsonNode unread = compare("path=private");
    assertThat(unread.path("change").asString()).isEqualTo("not_known");
    assertThat(unread.path("deltas").isNull()).isTrue();
    assertThat(changes(unread)).containsExactly(entry("inner", "not_known"));
    assertThat(changes(compare("path=private/inner")))
        .containsExactly(entry("secret", "not_known"));
  }

  @Test
  void namesThatAreNoTextAreFollowedByTheirBytes() {
    JsonNode odd = named(compare("path=odd"), "\uFFFDd");
    assertThat(odd.path("nameBytes").asString()).isEqualTo("/2Q=");
    for (String path : new String[] {"path=odd/%FFd", "pathBytes=b2RkL/9k"}) {
      JsonNode below = compare(path);
      assertThat(below.path("pathBytes").asString()).isEqualTo("b2RkL/9k");
      assertThat(changes(below)).containsExactly(entry("new\uFFFD", "added"));
    }
  }

  @Test
  void framesAreCountedBySequence() {
    JsonNode comparison = compare("path=comp/v001&sequences=true");
    assertThat(changes(comparison)).containsExactly(entry("a.1001,1003-1005#.exr", "changed"));
    JsonNode frames = comparison.path("entries").get(0).path("sequence");
    assertThat(frames.path("added").asLong()).isEqualTo(1);
    assertThat(frames.path("removed").asLong()).isEqualTo(1);
    assertThat(frames.path("changed").asLong()).isZero();
  }

  @Test
  void badRequestsSayWhatIsWrong() {
    String nobody = "00000000-0000-0000-0000-000000000000";
    assertProblem(ask(""), 400, "with");
    assertProblem(ask("with=nonsense"), 400, "with");
    assertProblem(ask("with=" + nobody), 404, "with");
    assertProblem(ask("with=" + newer), 400, "with");
    assertProblem(ask("with=" + newer + "&withTarget=0"), 400, "withTarget");
    assertProblem(ask("with=" + older + "&withTarget=3"), 404, "withTarget");
    assertProblem(ask("with=" + older + "&target=3"), 404, "target");
    assertProblem(ask("with=" + older + "&path=nowhere"), 404, "path");
    assertProblem(ask("with=" + older + "&path=a/../b"), 400, "path");
    assertProblem(ask("with=" + older + "&limit=0"), 400, "limit");
    assertProblem(ask("with=" + older + "&order=up"), 400, "order");
    assertProblem(ask("with=" + older + "&cursor=!"), 400, "cursor");
    String elsewhere = gateway.start("nas-01=" + show.resolve("comp"));
    gateway.awaitEnd(elsewhere);
    assertProblem(ask("with=" + elsewhere), 400, "with");
    assertProblem(ask("with=" + elsewhere + "&withTarget=0"), 400, "withTarget");
  }

  private static void assertProblem(GatewayClient.Answer answer, int status, String field) {
    assertThat(answer.status()).as("%s", answer.body()).isEqualTo(status);
    assertThat(answer.body().path("field").asString()).as("%s", answer.body()).isEqualTo(field);
    assertThat(answer.body().path("detail").asString()).endsWith(".");
  }

  @Test
  void aRootHasAHistory() {
    JsonNode history = gateway.get("/api/v1/roots/history?agent=nas-01&path=" + show).body();
    assertThat(history.path("scans").valueStream().map(scan -> scan.path("batch_id").asString()))
        .containsExactly(older, newer);
    JsonNode last = history.path("scans").get(1);
    assertThat(last.path("status").asString()).isEqualTo("completed");
    assertThat(last.path("errors").asLong()).isEqualTo(1);
    assertThat(last.path("partial").asBoolean()).isTrue();
    assertThat(history.path("scans").get(0).path("partial").asBoolean()).isFalse();
    assertThat(last.path("seconds").asDouble()).isPositive();
    assertThat(gateway.get("/api/v1/roots/history?agent=nas-01&path=/never").status())
        .isEqualTo(404);
    assertThat(
            gateway
                .get("/api/v1/roots")
                .body()
                .path("roots")
                .valueStream()
                .filter(root -> root.path("path").asString().equals(show.toString()))
                .map(root -> root.path("newest").path("batch_id").asString()))
        .containsExactly(newer);
  }
}
