package io.scanfleet.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.scanfleet.testing.IndependentWalk;
import io.scanfleet.testing.RawPath;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/**
 * Compares what a gateway has stored with an independent walk, directory by directory, entry by
 * entry.
 */
final class StoredTree {

  private StoredTree() {}

  static void assertEquals(GatewayClient gateway, String scan, int target, IndependentWalk truth) {
    truth
        .directories()
        .forEach(
            (path, expected) -> {
              GatewayClient.Opened opened = gateway.open(scan, target, path);
              assertTotals(opened.directory(), expected);
              assertEntries(opened, expected, truth);
            });
    JsonNode root = gateway.open(scan, target, RawPath.ROOT).directory().path("totals");
    assertThat(root.path("bytes").asLong()).isEqualTo(truth.bytesCountingLinksOnce());
    assertThat(root.path("allocatedBytes").asLong())
        .isEqualTo(truth.allocatedBytesCountingLinksOnce());
  }

  private static void assertTotals(JsonNode directory, IndependentWalk.Directory expected) {
    String where = "'" + expected.path() + "'";
    JsonNode totals = directory.path("totals");
    assertThat(directory.path("complete").asBoolean()).as(where).isTrue();
    assertThat(totals.path("files").asLong()).as(where).isEqualTo(expected.files());
    assertThat(totals.path("directories").asLong()).as(where).isEqualTo(expected.directories());
    assertThat(totals.path("symlinks").asLong()).as(where).isEqualTo(expected.symlinks());
    assertThat(totals.path("specials").asLong()).as(where).isEqualTo(expected.specials());
    if (!expected.containsHardLinks()) {
      assertThat(totals.path("bytes").asLong()).as(where).isEqualTo(expected.bytes());
      assertThat(totals.path("allocatedBytes").asLong())
          .as(where)
          .isEqualTo(expected.allocatedBytes());
    }
  }

  private static void assertEntries(
      GatewayClient.Opened opened, IndependentWalk.Directory expected, IndependentWalk truth) {
    Map<RawPath, JsonNode> stored = new HashMap<>();
    for (JsonNode entry : opened.entries()) {
      if (!entry.has("excluded")) {
        assertThat(stored.put(nameOf(entry), entry)).as("%s twice", entry).isNull();
      }
    }
    assertThat(stored.keySet()).isEqualTo(expected.entries().keySet());
    expected
        .entries()
        .forEach(
            (name, entry) -> {
              JsonNode shown = Objects.requireNonNull(stored.get(name));
              assertThat(shown.path("type").asString()).as("%s", shown).isEqualTo(typeOf(entry));
              assertThat(shown.path("inode").asLong()).isEqualTo(entry.inode());
              if (!entry.isDirectory()) {
                assertThat(shown.path("bytes").asLong()).isEqualTo(entry.bytes());
                assertThat(shown.path("allocatedBytes").asLong()).isEqualTo(entry.allocatedBytes());
              } else {
                assertThat(shown.path("files").asLong())
                    .isEqualTo(truth.directory(entry.path()).files());
              }
            });
  }

  private static RawPath nameOf(JsonNode entry) {
    return entry.has("nameBytes")
        ? RawPath.of(Base64.getDecoder().decode(entry.path("nameBytes").asString()))
        : RawPath.of(entry.path("name").asString());
  }

  private static String typeOf(IndependentWalk.Entry entry) {
    return switch (entry.type()) {
      case 'f' -> "file";
      case 'd' -> "directory";
      case 'l' -> "symlink";
      case 'p' -> "fifo";
      case 's' -> "socket";
      case 'c' -> "character_device";
      case 'b' -> "block_device";
      default -> "unknown";
    };
  }
}
