package io.scanfleet.model.entry;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A growing byte array with variable-length integers (LEB128; signed ones zigzag first). Not
 * thread-safe.
 */
public final class ByteSink {

  private byte[] store;
  private int size;

  public ByteSink(int capacity) {
    store = new byte[Math.max(16, capacity)];
  }

  public int size() {
    return size;
  }

  public void clear() {
    size = 0;
  }

  public void octet(int value) {
    ensure(1);
    store[size++] = (byte) value;
  }

  /** An unsigned number; a negative one takes ten bytes. */
  public void varint(long value) {
    ensure(10);
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      store[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    store[size++] = (byte) rest;
  }

  /** A number that may be negative; small magnitudes are short. */
  public void signed(long value) {
    varint((value << 1) ^ (value >> 63));
  }

  /** Eight bytes, for numbers as likely to be large as small. */
  public void fixed(long value) {
    ensure(8);
    for (int shift = 56; shift >= 0; shift -= 8) {
      store[size++] = (byte) (value >>> shift);
    }
  }

  public void bytes(byte[] source, int offset, int length) {
    ensure(length);
    System.arraycopy(source, offset, store, size, length);
    size += length;
  }

  /** Bytes with their length before them. */
  public void block(byte[] source) {
    varint(source.length);
    bytes(source, 0, source.length);
  }

  public void text(String text) {
    block(text.getBytes(StandardCharsets.UTF_8));
  }

  public byte[] toBytes() {
    return Arrays.copyOf(store, size);
  }

  private void ensure(int more) {
    if (store.length - size < more) {
      store = Arrays.copyOf(store, Math.max(store.length * 2, size + more));
    }
  }
}
