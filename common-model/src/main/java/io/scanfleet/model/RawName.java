package io.scanfleet.model;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A file name as the bytes that the file system holds. Unix names are bytes, not text: any but
 * {@code '/'} and 0 may occur, and what is no valid UTF-8 must still survive from the agent to an
 * export. Ordered by unsigned bytes.
 */
public final class RawName implements Comparable<RawName> {

  private final byte[] bytes;

  private RawName(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * A name of these bytes, which are copied.
   *
   * @throws IllegalArgumentException if no directory entry can be called so: empty, {@code .},
   *     {@code ..}, or with a slash or a zero byte
   */
  public static RawName of(byte[] bytes) {
    if (bytes.length == 0
        || (bytes[0] == '.' && (bytes.length == 1 || (bytes.length == 2 && bytes[1] == '.')))) {
      throw new IllegalArgumentException("no name of a directory entry: '" + decode(bytes) + "'");
    }
    for (byte b : bytes) {
      if (b == '/' || b == 0) {
        throw new IllegalArgumentException("a name holds no slash and no zero byte");
      }
    }
    return new RawName(bytes.clone());
  }

  /** The name whose bytes are this text in UTF-8. */
  public static RawName of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The bytes, copied. */
  public byte[] toBytes() {
    return bytes.clone();
  }

  public boolean isUtf8() {
    return isUtf8(bytes);
  }

  /** Whether these bytes are valid UTF-8. */
  public static boolean isUtf8(byte[] bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  /** These bytes as text for people: what is not valid UTF-8 becomes U+FFFD. */
  public static String decode(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Override
  public int compareTo(RawName other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RawName name && Arrays.equals(bytes, name.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** The name as text for people; see {@link #decode}. */
  @Override
  public String toString() {
    return decode(bytes);
  }
}
