package io.scanfleet.gateway.tree;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Takes bytes from a query that is still encoded, since names need not be text. Percent signs stand
 * for bytes, so one that is not valid UTF-8 is written as {@code %FF} and the like; a plus sign is
 * a plus sign.
 */
public final class RawQuery {

  private RawQuery() {}

  /**
   * The first value of a parameter; null if it is not there.
   *
   * @throws IllegalArgumentException if a percent sign is not followed by two hex digits
   */
  @SuppressWarnings("ReturnsNullCollection")
  public static byte @Nullable [] parameter(@Nullable String rawQuery, String name) {
    if (rawQuery != null) {
      for (String parameter : rawQuery.split("&", -1)) {
        if (parameter.startsWith(name) && parameter.startsWith("=", name.length())) {
          return percentDecoded(parameter.substring(name.length() + 1));
        }
      }
    }
    return null;
  }

  private static byte[] percentDecoded(String text) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(text.length());
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] != '%') {
        out.write(bytes[i]);
        continue;
      }
      int high = i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
      int low = i + 2 < bytes.length ? Character.digit(bytes[i + 2], 16) : -1;
      if (high < 0 || low < 0) {
        throw new IllegalArgumentException("a percent sign is followed by two hex digits");
      }
      out.write(high * 16 + low);
      i += 2;
    }
    return out.toByteArray();
  }
}
