package io.scanfleet.gateway.access;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.core.io.ClassPathResource;

/**
 * The import map of a page, which browsers take only inline.
 *
 * @param text all between the tags
 */
record ImportMap(String text) {

  private static final Pattern ELEMENT =
      Pattern.compile("<script type=\"importmap\">(.*?)</script>", Pattern.DOTALL);

  /** The map of a page on the class path. */
  static ImportMap of(String page) {
    try {
      Matcher element =
          ELEMENT.matcher(new ClassPathResource(page).getContentAsString(StandardCharsets.UTF_8));
      if (!element.find()) {
        throw new IllegalStateException(page + " has no import map");
      }
      return new ImportMap(element.group(1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a Content-Security-Policy calls it: {@code sha256-…}. */
  String digest() {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return "sha256-" + Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
