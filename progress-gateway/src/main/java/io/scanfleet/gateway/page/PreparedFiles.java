package io.scanfleet.gateway.page;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpHeaders;
import org.springframework.web.servlet.resource.AbstractResourceResolver;
import org.springframework.web.servlet.resource.ResourceResolverChain;

/**
 * Finds files in the form in which they are sent, and keeps them: a page is made of some forty
 * modules that are asked for at once, each small, so that finding one in its jar and compressing it
 * would be most of what it costs.
 *
 * <p>A file that lies in a directory instead of a jar is looked at each time and prepared anew when
 * it has changed. Thread-safe.
 */
final class PreparedFiles extends AbstractResourceResolver {

  private static final Pattern GZIP =
      Pattern.compile("(?:^|,)\\s*(?:gzip|\\*)\\s*+(?!;\\s*q=0(?:\\.0*)?\\s*(?:,|$))");

  /**
   * @param changes when the file was last changed; 0 if it cannot change
   */
  private record Prepared(Resource source, long changes, PreparedFile plain, PreparedFile gzip) {

    boolean isFresh() {
      return changes == 0 || changes == changesOf(source);
    }
  }

  private final boolean commented;
  private final Map<String, Prepared> files = new ConcurrentHashMap<>();

  /**
   * @param commented whether comments are sent too: those of others name their licences
   */
  PreparedFiles(boolean commented) {
    this.commented = commented;
  }

  @Override
  protected @Nullable Resource resolveResourceInternal(
      @Nullable HttpServletRequest request,
      String path,
      List<? extends Resource> locations,
      ResourceResolverChain chain) {
    Prepared file = files.get(path);
    if (file == null || !file.isFresh()) {
      Resource found = chain.resolveResource(request, path, locations);
      if (found == null) {
        files.remove(path);
        return null;
      }
      file = prepared(found);
      files.put(path, file);
    }
    String accepted = request == null ? null : request.getHeader(HttpHeaders.ACCEPT_ENCODING);
    return accepted != null && GZIP.matcher(accepted).find() ? file.gzip() : file.plain();
  }

  @Override
  protected @Nullable String resolveUrlPathInternal(
      String path, List<? extends Resource> locations, ResourceResolverChain chain) {
    return chain.resolveUrlPath(path, locations);
  }

  private Prepared prepared(Resource source) {
    try {
      String name = Objects.requireNonNullElse(source.getFilename(), "");
      long changes = changesOf(source);
      byte[] content = source.getContentAsByteArray();
      PreparedFile plain = PreparedFile.of(name, commented ? content : lean(name, content));
      return new Prepared(source, changes, plain, plain.compressed());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] lean(String name, byte[] content) {
    boolean script = name.endsWith(".js");
    if (!script && !name.endsWith(".css")) {
      return content;
    }
    String source = new String(content, StandardCharsets.UTF_8);
    return (script ? Comments.removedFromScript(source) : Comments.removedFromStyles(source))
        .getBytes(StandardCharsets.UTF_8);
  }

  private static long changesOf(Resource file) {
    try {
      return file.isFile() ? file.lastModified() : 0;
    } catch (IOException e) {
      return -1;
    }
  }
}
