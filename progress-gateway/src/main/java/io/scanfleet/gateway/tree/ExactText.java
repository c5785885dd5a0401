package io.scanfleet.gateway.tree;

import io.scanfleet.model.RawName;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * A name or path as answers show it: as text, and exactly if it is not text.
 *
 * @param text what is not valid UTF-8 is U+FFFD
 * @param bytes the exact bytes in base64; null if they are valid UTF-8
 */
public record ExactText(String text, @Nullable String bytes) {

  public static ExactText of(byte[] raw) {
    return new ExactText(
        RawName.decode(raw), RawName.isUtf8(raw) ? null : Base64.getEncoder().encodeToString(raw));
  }
}
