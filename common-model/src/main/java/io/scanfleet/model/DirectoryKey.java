package io.scanfleet.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Names one directory of a target by 128 bits that follow from its path alone.
 *
 * <p>The root's key is zero; a child's is the first 16 bytes of SHA-256 over its parent's key and
 * its own name. So the agent and the gateway reach the same key without exchanging numbers, a
 * second scan of the same directory writes the same row, no path however deep is ever put together
 * to make a key, and two names cannot be made to collide.
 *
 * @param high the first 64 bits
 * @param low the last 64 bits
 */
public record DirectoryKey(long high, long low) {

  /** The length of {@link #toBytes}. */
  public static final int BYTES = 16;

  /** The target's own directory. */
  public static final DirectoryKey ROOT = new DirectoryKey(0, 0);

  private static final ThreadLocal<MessageDigest> SHA_256 =
      ThreadLocal.withInitial(DirectoryKey::sha256);

  /** The key of the directory with this name in this one. */
  public DirectoryKey child(byte[] name) {
    MessageDigest digest = SHA_256.get();
    digest.update(toBytes());
    return fromBytes(digest.digest(name));
  }

  /** The key of the directory with this name in this one. */
  public DirectoryKey child(RawName name) {
    return child(name.toBytes());
  }

  public byte[] toBytes() {
    return ByteBuffer.allocate(BYTES).putLong(high).putLong(low).array();
  }

  /** 32 hexadecimal digits. */
  @JsonValue
  @Override
  public String toString() {
    return HexFormat.of().formatHex(toBytes());
  }

  /**
   * Reads what {@link #toString} writes.
   *
   * @throws IllegalArgumentException if it is something else
   */
  @JsonCreator
  public static DirectoryKey of(String hex) {
    if (hex.length() != 2 * BYTES) {
      throw new IllegalArgumentException("not a directory key: " + hex);
    }
    return fromBytes(HexFormat.of().parseHex(hex));
  }

  /** Reads the first 16 bytes of {@code bytes}. */
  public static DirectoryKey fromBytes(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return new DirectoryKey(buffer.getLong(), buffer.getLong());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
