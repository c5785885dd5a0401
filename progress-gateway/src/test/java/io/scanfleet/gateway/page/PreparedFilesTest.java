package io.scanfleet.gateway.page;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.web.servlet.resource.PathResourceResolver;
import org.springframework.web.servlet.resource.ResourceResolver;
import org.springframework.web.servlet.resource.ResourceResolverChain;

class PreparedFilesTest {

  private static final String SOURCE = "/** Why. */\n" + "export const a = 1;\n".repeat(40);
  private static final String LEAN = SOURCE.replace("/** Why. */", "");

  @TempDir Path directory;

  private final PreparedFiles files = new PreparedFiles(false);

  @Test
  void scriptsAreSentWithoutCommentsAndCompressed() throws IOException {
    write("one.js", SOURCE);
    PreparedFile plain = Objects.requireNonNull(find(files, "one.js", null));
    assertThat(plain.getContentAsString(StandardCharsets.UTF_8)).isEqualTo(LEAN);
    assertThat(plain.getFilename()).isEqualTo("one.js");
    assertThat(plain.getResponseHeaders().toSingleValueMap())
        .containsEntry("Vary", "Accept-Encoding")
        .doesNotContainKey("Content-Encoding");

    PreparedFile gzip = Objects.requireNonNull(find(files, "one.js", "br, gzip;q=0.5"));
    assertThat(gzip.getResponseHeaders().getFirst("Content-Encoding")).isEqualTo("gzip");
    byte[] content = gzip.getContentAsByteArray();
    assertThat(gzip.contentLength()).isEqualTo(content.length).isLessThan(SOURCE.length());
    assertThat(new GZIPInputStream(new ByteArrayInputStream(content)).readAllBytes())
        .asString(StandardCharsets.UTF_8)
        .isEqualTo(LEAN);
    assertThat(gzip.tag()).isEqualTo(plain.tag()).startsWith("W/\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip;q=0", "gzip ;q=0", "br, gzip; q=0.0", "identity", "xgzip", ""})
  void whoCannotReadItIsNotSentIt(String accepted) throws IOException {
    write("one.js", SOURCE);
    assertThat(find(files, "one.js", accepted))
        .isSameAs(Objects.requireNonNull(find(files, "one.js", null)));
  }

  @Test
  void filesOfOthersKeepTheirComments() throws IOException {
    write("one.js", SOURCE);
    PreparedFile file = Objects.requireNonNull(find(new PreparedFiles(true), "one.js", null));
    assertThat(file.getContentAsString(StandardCharsets.UTF_8)).isEqualTo(SOURCE);
  }

  @Test
  void whatWouldNotGetSmallerIsSentAsItIs() throws IOException {
    write("tiny.js", "a();");
    assertThat(find(files, "tiny.js", "gzip"))
        .isSameAs(Objects.requireNonNull(find(files, "tiny.js", null)));
  }

  @Test
  void aTagIsOfTheContentAlone() throws IOException {
    write("one.js", SOURCE);
    write("other.js", SOURCE);
    String tag = Objects.requireNonNull(find(files, "one.js", null)).tag();
    assertThat(Objects.requireNonNull(find(files, "other.js", null)).tag()).isEqualTo(tag);
    assertThat(find(files, "one.js", null)).isSameAs(find(files, "one.js", null));

    Path changed = write("one.js", SOURCE.replace("1", "2"));
    Files.setLastModifiedTime(changed, FileTime.from(Instant.parse("2026-11-26T12:00:00Z")));
    assertThat(Objects.requireNonNull(find(files, "one.js", null)).tag()).isNotEqualTo(tag);

    Files.delete(changed);
    assertThat(find(files, "one.js", null)).isNull();
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }

  private @Nullable PreparedFile find(
      PreparedFiles prepared, String path, @Nullable String accepted) {
    MockHttpServletRequest request = new MockHttpServletRequest();
    if (accepted != null) {
      request.addHeader("Accept-Encoding", accepted);
    }
    List<Resource> places = List.of(new FileSystemResource(directory + "/"));
    return (PreparedFile)
        prepared.resolveResource(request, path, places, new OnDisk(new PathResourceResolver()));
  }

  /** What comes next in a chain: the disk. */
  private record OnDisk(ResourceResolver disk) implements ResourceResolverChain {

    @Override
    public @Nullable Resource resolveResource(
        @Nullable HttpServletRequest request, String path, List<? extends Resource> places) {
      return disk.resolveResource(request, path, places, this);
    }

    @Override
    public @Nullable String resolveUrlPath(String path, List<? extends Resource> places) {
      return disk.resolveUrlPath(path, places, this);
    }
  }
}
