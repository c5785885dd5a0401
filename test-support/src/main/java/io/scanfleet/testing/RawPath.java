package io.scanfleet.testing;

import java.nio.charset.StandardCharsets;

/**
 * A path relative to the root of a walk, as the bytes that the file system holds: no text, since
 * names need not be any.
 *
 * @param latin1 a character of code 0 to 255 for each byte; empty for the root itself
 */
public record RawPath(String latin1) {

  /** The root of a walk. */
  public static final RawPath ROOT = new RawPath("");

  /** The path whose bytes are this text in UTF-8. */
  public static RawPath of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  public static RawPath of(byte[] bytes) {
    return new RawPath(new String(bytes, StandardCharsets.ISO_8859_1));
  }

  public byte[] toBytes() {
    return latin1.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** The directory that it is in. */
  public RawPath parent() {
    int slash = latin1.lastIndexOf('/');
    return slash < 0 ? ROOT : new RawPath(latin1.substring(0, slash));
  }

  /** Its last component. */
  public RawPath name() {
    return new RawPath(latin1.substring(latin1.lastIndexOf('/') + 1));
  }

  /** As text for people: what is no valid UTF-8 is replaced. */
  @Override
  public String toString() {
    return new String(toBytes(), StandardCharsets.UTF_8);
  }
}
