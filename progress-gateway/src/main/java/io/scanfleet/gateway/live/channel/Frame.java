package io.scanfleet.gateway.live.channel;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.springframework.web.socket.CloseStatus;

/**
 * One message as it goes over the wire (RFC 6455, 5.2). What a server sends is not masked, so the
 * same bytes serve every client and are encoded once. Immutable.
 */
public final class Frame {

  static final int CONTINUATION = 0x0;
  static final int TEXT = 0x1;
  static final int BINARY = 0x2;
  static final int CLOSE = 0x8;
  static final int PING = 0x9;
  static final int PONG = 0xA;

  /** The longest payload of a control frame. */
  static final int MAX_CONTROL = 125;

  private static final int FINAL = 0x80;
  private static final int LENGTH_OF_16_BITS = 126;
  private static final int LENGTH_OF_64_BITS = 127;
  private static final int MAX_16_BITS = 0xFFFF;
  private static final Frame PLAIN_PING = new Frame(PING, new byte[0]);

  private final int opcode;
  private final byte[] bytes;
  private final int payloadAt;

  private Frame(int opcode, byte[] payload) {
    this.opcode = opcode;
    ByteBuffer header = header(opcode, payload.length);
    this.payloadAt = header.remaining();
    this.bytes = new byte[payloadAt + payload.length];
    header.get(bytes, 0, payloadAt);
    System.arraycopy(payload, 0, bytes, payloadAt, payload.length);
  }

  private static ByteBuffer header(int opcode, int length) {
    ByteBuffer header = ByteBuffer.allocate(10).put((byte) (FINAL | opcode));
    if (length <= MAX_CONTROL) {
      header.put((byte) length);
    } else if (length <= MAX_16_BITS) {
      header.put((byte) LENGTH_OF_16_BITS).putShort((short) length);
    } else {
      header.put((byte) LENGTH_OF_64_BITS).putLong(length);
    }
    return header.flip();
  }

  /** A text message. */
  public static Frame text(String text) {
    return new Frame(TEXT, text.getBytes(StandardCharsets.UTF_8));
  }

  /** A question for a sign of life. */
  public static Frame ping() {
    return PLAIN_PING;
  }

  /** The answer to a client's ping. */
  public static Frame pong(byte[] payload) {
    if (payload.length > MAX_CONTROL) {
      throw new IllegalArgumentException("a pong has at most 125 bytes: " + payload.length);
    }
    return new Frame(PONG, payload);
  }

  /** A leave; the reason is cut where it would not fit. */
  static Frame close(CloseStatus status) {
    if (status.getCode() == CloseStatus.NO_STATUS_CODE.getCode()) {
      return new Frame(CLOSE, new byte[0]);
    }
    String reason = status.getReason() == null ? "" : status.getReason();
    byte[] text = reason.getBytes(StandardCharsets.UTF_8);
    while (text.length > MAX_CONTROL - Short.BYTES) {
      reason = reason.substring(0, reason.length() - 1);
      text = reason.getBytes(StandardCharsets.UTF_8);
    }
    return new Frame(
        CLOSE,
        ByteBuffer.allocate(Short.BYTES + text.length)
            .putShort((short) status.getCode())
            .put(text)
            .array());
  }

  /** Its size on the wire in bytes. */
  public int size() {
    return bytes.length;
  }

  /** The size of the message in it, in bytes. */
  public int payloadSize() {
    return bytes.length - payloadAt;
  }

  int opcode() {
    return opcode;
  }

  byte[] payload() {
    return Arrays.copyOfRange(bytes, payloadAt, bytes.length);
  }

  void putInto(ByteBuffer buffer) {
    buffer.put(bytes);
  }

  /** What is left of it after so many bytes; the bytes are shared. */
  ByteBuffer after(int sent) {
    return ByteBuffer.wrap(bytes, sent, bytes.length - sent).asReadOnlyBuffer();
  }

  /** What it says, if that is text. */
  @Override
  public String toString() {
    return new String(payload(), StandardCharsets.UTF_8);
  }
}
