package io.scanfleet.gateway.page;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.zip.CRC32C;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.AbstractResource;
import org.springframework.http.HttpHeaders;
import org.springframework.web.servlet.resource.HttpResource;

/**
 * A file in the form in which it is sent. Its entity tag is of what is in it, and a weak one, since
 * both codings bear the same. Immutable.
 */
final class PreparedFile extends AbstractResource implements HttpResource {

  private static final int GZIP_BUFFER = 8192;

  private final String name;
  private final byte[] content;
  private final String tag;
  private final HttpHeaders headers = new HttpHeaders();

  private PreparedFile(String name, byte[] content, String tag, @Nullable String coding) {
    this.name = name;
    this.content = content;
    this.tag = tag;
    headers.add(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
    if (coding != null) {
      headers.add(HttpHeaders.CONTENT_ENCODING, coding);
    }
  }

  /** As it is. */
  static PreparedFile of(String name, byte[] content) {
    CRC32C sum = new CRC32C();
    sum.update(content);
    String tag = "W/\"%08x-%x\"".formatted(sum.getValue(), content.length);
    return new PreparedFile(name, content, tag, null);
  }

  /** Compressed, or as it is where that would save little. */
  PreparedFile compressed() {
    ByteArrayOutputStream smaller = new ByteArrayOutputStream(content.length);
    try (GZIPOutputStream gzip = new BestGzip(smaller)) {
      gzip.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return smaller.size() > content.length * 9L / 10
        ? this
        : new PreparedFile(name, smaller.toByteArray(), tag, "gzip");
  }

  private static final class BestGzip extends GZIPOutputStream {

    BestGzip(ByteArrayOutputStream out) throws IOException {
      super(out, GZIP_BUFFER);
      def.setLevel(Deflater.BEST_COMPRESSION);
    }
  }

  String tag() {
    return tag;
  }

  @Override
  public HttpHeaders getResponseHeaders() {
    return headers;
  }

  @Override
  public InputStream getInputStream() {
    return new ByteArrayInputStream(content);
  }

  @Override
  public long contentLength() {
    return content.length;
  }

  @Override
  public boolean exists() {
    return true;
  }

  @Override
  public String getFilename() {
    return name;
  }

  @Override
  public String getDescription() {
    return "prepared file " + name;
  }
}
