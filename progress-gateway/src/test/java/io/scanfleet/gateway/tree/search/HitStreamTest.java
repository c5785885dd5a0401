package io.scanfleet.gateway.tree.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scanfleet.gateway.tree.TreeEntry;
import io.scanfleet.model.BatchId;
import io.scanfleet.model.ScanStatus;
import io.scanfleet.model.entry.EntryColumns;
import io.scanfleet.model.entry.EntryType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class HitStreamTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final AtomicLong clock = new AtomicLong();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final HitStream stream = new HitStream(out, JSON, clock::get);

  private static SearchHit hit(String name) {
    EntryColumns entries = new EntryColumns();
    entries.add(name.getBytes(StandardCharsets.UTF_8), 0, name.length(), EntryType.FILE);
    return new SearchHit("dir/" + name, null, TreeEntry.of(entries, 0, null));
  }

  private List<JsonNode> lines() {
    return out.toString(StandardCharsets.UTF_8).lines().<JsonNode>map(JSON::readTree).toList();
  }

  @Test
  void hitsAreSentAfterEachPortionAndTheSummaryLast() throws IOException {
    stream.hit(hit("a"));
    stream.hit(hit("b"));
    stream.pause(5, 0.25);
    assertThat(lines()).hasSize(2);
    assertThat(lines().getFirst().path("path").asString()).isEqualTo("dir/a");
    assertThat(lines().getFirst().path("type").asString()).isEqualTo("file");
    stream.end(
        new SearchSummary(BatchId.random(), 0, ScanStatus.COMPLETED, 7, 1, true, false, null));
    assertThat(lines()).hasSize(3);
    assertThat(lines().getLast().path("summary").path("scannedDirectories").asLong()).isEqualTo(7);
  }

  @Test
  void afterASecondOfSilenceThereIsSomethingToHear() throws IOException {
    stream.pause(1, 0.1);
    assertThat(lines()).isEmpty();
    clock.addAndGet(TimeUnit.SECONDS.toNanos(1));
    stream.pause(2, 0.2);
    assertThat(lines()).hasSize(1);
    assertThat(lines().getFirst().path("progress").path("progress").asDouble()).isEqualTo(0.2);
    stream.pause(3, 0.3);
    assertThat(lines()).hasSize(1);
  }

  @Test
  void aReaderThatHasGoneIsNoticed() throws IOException {
    HitStream gone =
        new HitStream(
            new OutputStream() {
              @Override
              public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
              }
            },
            JSON,
            clock::get);
    gone.hit(hit("a"));
    assertThatThrownBy(() -> gone.pause(1, 0.5)).hasMessage("Broken pipe");
  }
}
