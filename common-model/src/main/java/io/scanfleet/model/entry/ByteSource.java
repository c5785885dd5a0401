package io.scanfleet.model.entry;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads what {@link ByteSink} writes, trusting nothing: whatever does not fit is a {@link
 * MalformedDataException}. Not thread-safe.
 */
public final class ByteSource {

  private final byte[] store;
  private int at;

  public ByteSource(byte[] bytes) {
    store = bytes;
  }

  public boolean hasMore() {
    return at < store.length;
  }

  public int octet() {
    need(1);
    return store[at++] & 0xFF;
  }

  public long varint() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int b = octet();
      value |= (long) (b & 0x7F) << shift;
      if (b < 0x80) {
        return value;
      }
    }
    throw new MalformedDataException("a number is longer than ten bytes");
  }

  public long signed() {
    long value = varint();
    return (value >>> 1) ^ -(value & 1);
  }

  public long fixed() {
    long value = 0;
    for (int i = 0; i < 8; i++) {
      value = value << 8 | octet();
    }
    return value;
  }

  /** A number from 0 to {@code max}. */
  public int count(int max, String what) {
    long value = varint();
    if (value < 0 || value > max) {
      throw new MalformedDataException(what + ": " + value + " is not between 0 and " + max);
    }
    return (int) value;
  }

  /** A number that is not negative. */
  public long count(String what) {
    long value = varint();
    if (value < 0) {
      throw new MalformedDataException(what + " cannot be negative: " + value);
    }
    return value;
  }

  public byte[] bytes(int length) {
    need(length);
    byte[] copy = Arrays.copyOfRange(store, at, at + length);
    at += length;
    return copy;
  }

  public void bytes(byte[] target, int offset, int length) {
    need(length);
    System.arraycopy(store, at, target, offset, length);
    at += length;
  }

  /** How many bytes there are still to be read. */
  int left() {
    return store.length - at;
  }

  /** Adds {@code n} bytes to as many numbers, each shifted to its place. */
  void plane(long[] values, int n, int shift) {
    need(n);
    for (int i = 0; i < n; i++) {
      values[i] += (store[at + i] & 0xFFL) << shift;
    }
    at += n;
  }

  public byte[] block() {
    return bytes(count(store.length - at, "length"));
  }

  public String text() {
    return new String(block(), StandardCharsets.UTF_8);
  }

  /** States that everything has been read. */
  public void end() {
    if (hasMore()) {
      throw new MalformedDataException((store.length - at) + " bytes too many");
    }
  }

  private void need(int length) {
    if (store.length - at < length) {
      throw new MalformedDataException("it ends too early");
    }
  }
}
