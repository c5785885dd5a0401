package io.scanfleet.gateway.live.channel;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.springframework.web.socket.CloseStatus;

/**
 * Takes apart what a client sends, by RFC 6455: frames in pieces of any size, messages in
 * fragments, control frames between them. Whatever the RFC says must fail the connection, does: a
 * frame that is not masked, reserved bits and opcodes, lengths that are not the shortest, control
 * frames that are long or in fragments, fragments out of order, text that is not UTF-8, codes that
 * may not be sent. Only what is unfinished is kept, and nothing beyond the longest message allowed.
 *
 * <p>The header is collected first (at most 14 bytes), then the payload. Used by one thread at a
 * time.
 */
final class FrameReader {

  /** What is read, in the order in which it was said. */
  interface Sink {
    void text(String message);

    void ping(byte[] payload);

    void pong();

    /** Nothing follows. */
    void close(CloseStatus status);
  }

  private static final int FINAL = 0x80;
  private static final int RESERVED = 0x70;
  private static final int OPCODE = 0x0F;
  private static final int CONTROL = 0x08;
  private static final int MASKED = 0x80;
  private static final int LENGTH = 0x7F;
  private static final int LENGTH_OF_16_BITS = 126;
  private static final int LENGTH_OF_64_BITS = 127;
  private static final int MASK_BYTES = 4;
  private static final int MAX_HEADER = 2 + Long.BYTES + MASK_BYTES;
  private static final byte[] NOTHING = {};

  private final int maxMessage;
  private byte[] header = NOTHING;
  private int headerSize;
  private byte[] payload = NOTHING;
  private int payloadSize;
  private boolean inPayload;
  private byte @Nullable [] fragments;
  private boolean closed;

  /**
   * @param maxMessage the longest message in bytes; a longer one is a violation
   */
  FrameReader(int maxMessage) {
    this.maxMessage = maxMessage;
  }

  /**
   * Reads all that is there. After a violation, or the client's leave, everything is passed over.
   *
   * @throws ProtocolViolation if the client broke the rules; what it said before has been told
   */
  void read(ByteBuffer in, Sink sink) throws ProtocolViolation {
    try {
      while (!closed && in.hasRemaining()) {
        if (!inPayload) {
          readHeader(in);
        }
        if (inPayload) {
          readPayload(in, sink);
        }
      }
    } catch (ProtocolViolation e) {
      closed = true;
      forget();
      throw e;
    }
    if (closed) {
      in.position(in.limit());
    }
  }

  private void forget() {
    header = NOTHING;
    headerSize = 0;
    payload = NOTHING;
    inPayload = false;
    fragments = null;
  }

  private void readHeader(ByteBuffer in) throws ProtocolViolation {
    if (headerSize == 0) {
      header = new byte[MAX_HEADER];
    }
    while (in.hasRemaining()) {
      header[headerSize++] = in.get();
      if (headerSize == 1) {
        checkFirst(header[0]);
      } else if (headerSize == 2) {
        checkSecond(header[0], header[1]);
      }
      if (headerSize >= 2 && headerSize == 2 + lengthBytes(header[1])) {
        checkLength();
      }
      if (headerSize >= 2 && headerSize == 2 + lengthBytes(header[1]) + MASK_BYTES) {
        payload = length() == 0 ? NOTHING : new byte[(int) length()];
        payloadSize = 0;
        inPayload = true;
        return;
      }
    }
  }

  private void checkFirst(int first) throws ProtocolViolation {
    if ((first & RESERVED) != 0) {
      throw protocolError("a reserved bit is set, and no extension was agreed on");
    }
    int opcode = first & OPCODE;
    boolean last = (first & FINAL) != 0;
    switch (opcode) {
      case Frame.TEXT -> {
        if (fragments != null) {
          throw protocolError("a new message before the last one has ended");
        }
      }
      case Frame.CONTINUATION -> {
        if (fragments == null) {
          throw protocolError("a continuation of nothing");
        }
      }
      case Frame.BINARY ->
          throw new ProtocolViolation(CloseStatus.NOT_ACCEPTABLE, "messages are text");
      case Frame.CLOSE, Frame.PING, Frame.PONG -> {
        if (!last) {
          throw protocolError("a control frame in fragments");
        }
      }
      default -> throw protocolError("an opcode that is not known");
    }
  }

  private static void checkSecond(int first, int second) throws ProtocolViolation {
    if ((second & MASKED) == 0) {
      throw protocolError("a frame that is not masked");
    }
    if ((first & CONTROL) != 0 && (second & LENGTH) > Frame.MAX_CONTROL) {
      throw protocolError("a control frame above 125 bytes");
    }
  }

  private void checkLength() throws ProtocolViolation {
    long length = length();
    int form = header[1] & LENGTH;
    boolean shorter16 = form == LENGTH_OF_16_BITS && length < LENGTH_OF_16_BITS;
    boolean shorter64 = form == LENGTH_OF_64_BITS && length >= 0 && length <= 0xFFFF;
    if (shorter16 || shorter64) {
      throw protocolError("a length that is not in its shortest form");
    }
    if (length < 0) {
      throw protocolError("a length with its highest bit set");
    }
    if (!isControl() && length + (fragments == null ? 0 : fragments.length) > maxMessage) {
      throw new ProtocolViolation(
          CloseStatus.TOO_BIG_TO_PROCESS, "a message has at most " + maxMessage + " bytes");
    }
  }

  private boolean isControl() {
    return (header[0] & CONTROL) != 0;
  }

  private static int lengthBytes(int second) {
    return switch (second & LENGTH) {
      case LENGTH_OF_16_BITS -> Short.BYTES;
      case LENGTH_OF_64_BITS -> Long.BYTES;
      default -> 0;
    };
  }

  private long length() {
    ByteBuffer extended = ByteBuffer.wrap(header, 2, MAX_HEADER - 2);
    return switch (header[1] & LENGTH) {
      case LENGTH_OF_16_BITS -> Short.toUnsignedInt(extended.getShort());
      case LENGTH_OF_64_BITS -> extended.getLong();
      default -> header[1] & LENGTH;
    };
  }

  private void readPayload(ByteBuffer in, Sink sink) throws ProtocolViolation {
    int now = Math.min(in.remaining(), payload.length - payloadSize);
    in.get(payload, payloadSize, now);
    payloadSize += now;
    if (payloadSize < payload.length) {
      return;
    }
    int mask = headerSize - MASK_BYTES;
    for (int i = 0; i < payload.length; i++) {
      payload[i] ^= header[mask + i % MASK_BYTES];
    }
    int first = header[0];
    byte[] whole = payload;
    header = NOTHING;
    headerSize = 0;
    payload = NOTHING;
    inPayload = false;
    take(first, whole, sink);
  }

  private void take(int first, byte[] content, Sink sink) throws ProtocolViolation {
    switch (first & OPCODE) {
      case Frame.PING -> sink.ping(content);
      case Frame.PONG -> sink.pong();
      case Frame.CLOSE -> {
        CloseStatus status = closeStatus(content);
        closed = true;
        forget();
        sink.close(status);
      }
      default -> {
        byte[] message = fragments == null ? content : joined(fragments, content);
        if ((first & FINAL) == 0) {
          fragments = message;
        } else {
          fragments = null;
          sink.text(utf8(message));
        }
      }
    }
  }

  private static byte[] joined(byte[] start, byte[] more) {
    byte[] joined = Arrays.copyOf(start, start.length + more.length);
    System.arraycopy(more, 0, joined, start.length, more.length);
    return joined;
  }

  private static CloseStatus closeStatus(byte[] content) throws ProtocolViolation {
    if (content.length == 0) {
      return CloseStatus.NO_STATUS_CODE;
    }
    if (content.length == 1) {
      throw protocolError("half a close code");
    }
    int code = Short.toUnsignedInt(ByteBuffer.wrap(content).getShort());
    if (!mayBeSent(code)) {
      throw protocolError("a close code that may not be sent");
    }
    return new CloseStatus(code, utf8(Arrays.copyOfRange(content, Short.BYTES, content.length)));
  }

  /** RFC 6455, 7.4, and the registry of IANA. */
  private static boolean mayBeSent(int code) {
    return (code >= 1000 && code <= 1003)
        || (code >= 1007 && code <= 1014)
        || (code >= 3000 && code <= 4999);
  }

  private static String utf8(byte[] text) throws ProtocolViolation {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text)).toString();
    } catch (CharacterCodingException e) {
      throw new ProtocolViolation(CloseStatus.BAD_DATA, "text that is not UTF-8");
    }
  }

  private static ProtocolViolation protocolError(String reason) {
    return new ProtocolViolation(CloseStatus.PROTOCOL_ERROR, reason);
  }
}
