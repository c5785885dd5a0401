package io.scanfleet.model.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scanfleet.model.AgentId;
import io.scanfleet.model.BatchId;
import io.scanfleet.model.DirectoryKey;
import io.scanfleet.model.Phase;
import io.scanfleet.model.ScanStatus;
import io.scanfleet.model.Totals;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The JSON that outsiders build on: names, types, and null for what is not known. */
class MessageJsonTest {

  private final JsonMapper json = JsonMapper.builder().addModule(new PlainNumbers()).build();
  private final BatchId batch = BatchId.parse("0b6e5b1e-0000-4000-8000-000000000001");

  private ProgressMessage tick() {
    return new ProgressMessage(
        batch,
        ScanStatus.RUNNING,
        150,
        null,
        null,
        null,
        1_640_995_200.0,
        12,
        734_003_200,
        0,
        null,
        false,
        null,
        Phase.WALKING,
        42,
        0,
        new AgentId("nas-01"),
        1,
        null);
  }

  @Test
  void aProgressMessageHasExactlyTheAgreedFields() {
    ProgressMessage message =
        new ProgressMessage(
            batch,
            ScanStatus.RUNNING,
            150,
            1000L,
            15.0,
            "/vol/a.exr",
            1_640_995_200.0,
            12,
            734_003_200,
            0,
            41_800.0,
            false,
            20.4,
            Phase.WALKING,
            42,
            null,
            null,
            null,
            null);
    assertThat(json.writeValueAsString(message))
        .isEqualTo(
            "{\"type\":\"progress\",\"batch_id\":\"0b6e5b1e-0000-4000-8000-000000000001\","
                + "\"status\":\"running\",\"filesProcessed\":150,\"totalFiles\":1000,"
                + "\"progressPercentage\":15.0,\"currentFile\":\"/vol/a.exr\","
                + "\"timestamp\":1640995200.0,\"directoriesProcessed\":12,"
                + "\"bytesProcessed\":734003200,\"errors\":0,\"filesPerSecond\":41800.0,"
                + "\"totalIsExact\":false,\"etaSeconds\":20.4,\"phase\":\"walking\","
                + "\"sequence\":42}");
  }

  @Test
  void whatIsNotKnownIsNullAndNotLeftOut() {
    JsonNode tick = json.valueToTree(tick());
    for (String field :
        List.of(
            "totalFiles", "progressPercentage", "currentFile", "filesPerSecond", "etaSeconds")) {
      assertThat(tick.has(field)).as(field).isTrue();
      assertThat(tick.get(field).isNull()).as(field).isTrue();
    }
  }

  @Test
  void messagesComeBack() {
    assertThat(json.readValue(json.writeValueAsString(tick()), ProgressMessage.class))
        .isEqualTo(tick());
    TargetState state =
        new TargetState(
            batch,
            2,
            new AgentId("nas-01"),
            1,
            ScanStatus.COMPLETED,
            7,
            new Totals(1, 2, 0, 0, 3, null, 0, false),
            3,
            99,
            null,
            1.5,
            new AccountNames(Map.of("1000", "anna"), Map.of("100", "artists")));
    assertThat(json.readValue(json.writeValueAsString(state), TargetState.class)).isEqualTo(state);
    AgentCommand start =
        new AgentCommand.Start(
            batch,
            0,
            "/vol/\"quoted\"\n",
            List.of("**/.x"),
            false,
            7L,
            List.of(
                new AgentCommand.ExpectedDirectory(new DirectoryKey(-1, 2), DirectoryKey.ROOT, 5)),
            1);
    assertThat(json.readValue(json.writeValueAsString(start), AgentCommand.class)).isEqualTo(start);
    Announcement announcement =
        new Announcement(
            new AgentId("nas-01"),
            "1",
            1.0,
            2.0,
            List.of("/vol"),
            List.of(new Announcement.Volume("/vol", "xfs", 10, 5)),
            0,
            null,
            false);
    assertThat(json.readValue(json.writeValueAsString(announcement), Announcement.class))
        .isEqualTo(announcement);
  }

  @Test
  void unknownFieldsAreIgnoredAndMissingOnesAreNot() {
    assertThat(
            json.readValue(
                "{\"type\":\"cancel\",\"batch_id\":\"" + batch + "\",\"target\":1,\"new\":{}}",
                AgentCommand.class))
        .isEqualTo(new AgentCommand.Cancel(batch, 1));
    assertThatThrownBy(
            () -> json.readValue("{\"type\":\"cancel\",\"target\":1}", AgentCommand.class))
        .hasMessageContaining("batch_id");
  }

  @Test
  void anAgentIdIsOneWordOfARoutingKey() {
    assertThat(AgentId.fromHostName("nas-04.studio.example")).isEqualTo(new AgentId("nas-04"));
    assertThat(AgentId.fromHostName("_x y")).isEqualTo(new AgentId("x-y"));
    for (String bad : List.of("", "a.b", "a b", "-a", "#", "a".repeat(64))) {
      assertThatThrownBy(() -> new AgentId(bad)).isInstanceOf(IllegalArgumentException.class);
    }
  }
}
