package io.scanfleet.agent.walk;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The bytes behind a {@link Path}. The JDK keeps them but shows text, decoded by the locale and
 * with what does not decode replaced; only its URI still has them all.
 */
final class RawPaths {

  private static final boolean UTF_8 = System.getProperty("sun.jnu.encoding", "").equals("UTF-8");
  private static final char REPLACEMENT = '\uFFFD';

  private RawPaths() {}

  /** The bytes of an absolute path. */
  static byte[] bytes(Path path) {
    String text = path.toString();
    if (isFaithful(text)) {
      return text.getBytes(StandardCharsets.UTF_8);
    }
    byte[] bytes = percentDecoded(path.toUri().getRawPath());
    // A URI of a directory ends with a slash, which is not part of the path.
    int length = bytes.length;
    while (length > 1 && bytes[length - 1] == '/') {
      length--;
    }
    return Arrays.copyOf(bytes, length);
  }

  /** The bytes of a path's last name. */
  static byte[] nameBytes(Path path) {
    Path name = path.getFileName();
    if (name != null && isFaithful(name.toString())) {
      return name.toString().getBytes(StandardCharsets.UTF_8);
    }
    byte[] whole = bytes(path);
    int start = whole.length;
    while (start > 0 && whole[start - 1] != '/') {
      start--;
    }
    return Arrays.copyOfRange(whole, start, whole.length);
  }

  /** The path of an entry with this name, whatever its bytes. */
  static Path resolve(Path directory, byte[] name) {
    if (isPlain(name)) {
      return directory.resolve(new String(name, StandardCharsets.US_ASCII));
    }
    StringBuilder uri = new StringBuilder("file://").append(directory.toUri().getRawPath());
    if (uri.charAt(uri.length() - 1) != '/') {
      uri.append('/');
    }
    for (byte b : name) {
      uri.append('%').append(HexFormat.of().toHexDigits(b));
    }
    return Path.of(URI.create(uri.toString()));
  }

  private static boolean isPlain(byte[] name) {
    for (byte b : name) {
      if (b <= ' ') {
        return false;
      }
    }
    return true;
  }

  private static boolean isFaithful(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == REPLACEMENT || (c >= 0x80 && !UTF_8)) {
        return false;
      }
    }
    return true;
  }

  private static byte[] percentDecoded(String text) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%') {
        out.write(Integer.parseInt(text, i + 1, i + 3, 16));
        i += 2;
      } else {
        out.write(c);
      }
    }
    return out.toByteArray();
  }
}
