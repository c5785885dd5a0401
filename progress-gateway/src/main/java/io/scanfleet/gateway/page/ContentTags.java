package io.scanfleet.gateway.page;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32C;
import org.springframework.core.io.Resource;

/**
 * Entity tags of files by what is in them, weak ones, since the container may compress what it
 * sends. Each is computed once, and again if a file on disk changes. Thread-safe.
 */
final class ContentTags {

  private record Version(String address, long lastModified) {}

  private final Map<Version, String> tags = new ConcurrentHashMap<>();

  String of(Resource file) {
    try {
      return tags.computeIfAbsent(
          new Version(file.getURL().toString(), file.lastModified()), version -> tag(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String tag(Resource file) {
    try {
      byte[] content = file.getContentAsByteArray();
      CRC32C sum = new CRC32C();
      sum.update(content);
      return "W/\"%08x-%x\"".formatted(sum.getValue(), content.length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
