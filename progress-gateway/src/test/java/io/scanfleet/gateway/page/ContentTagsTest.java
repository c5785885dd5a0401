package io.scanfleet.gateway.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.io.FileSystemResource;

class ContentTagsTest {

  @TempDir Path directory;

  private final ContentTags tags = new ContentTags();

  @Test
  void aTagIsOfTheContentAlone() throws IOException {
    Path one = Files.writeString(directory.resolve("one.js"), "export const a = 1;");
    Path other = Files.writeString(directory.resolve("other.js"), "export const a = 1;");
    String tag = tags.of(new FileSystemResource(one));
    assertThat(tag).startsWith("W/\"").endsWith("\"");
    assertThat(tags.of(new FileSystemResource(other))).isEqualTo(tag);

    Files.writeString(one, "export const a = 2;");
    Files.setLastModifiedTime(one, FileTime.from(Instant.parse("2026-11-26T12:00:00Z")));
    assertThat(tags.of(new FileSystemResource(one))).isNotEqualTo(tag);
  }
}
