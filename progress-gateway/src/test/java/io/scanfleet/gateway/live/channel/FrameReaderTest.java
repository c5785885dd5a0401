package io.scanfleet.gateway.live.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.web.socket.CloseStatus;

/** RFC 6455 to the letter, for what a client sends. */
class FrameReaderTest {

  private static final int MAX = 1024;
  private static final int FIN = 0x80;
  private static final int PROTOCOL_ERROR = 1002;
  private static final int BAD_DATA = 1007;
  private static final int TOO_BIG = 1009;

  private final FrameReader reader = new FrameReader(MAX);
  private final Heard heard = new Heard();

  /** Everything that was said, as text. */
  private static final class Heard implements FrameReader.Sink {

    final List<String> all = new ArrayList<>();

    @Override
    public void text(String message) {
      all.add("text " + message);
    }

    @Override
    public void ping(byte[] payload) {
      all.add("ping " + new String(payload, StandardCharsets.UTF_8));
    }

    @Override
    public void pong() {
      all.add("pong");
    }

    @Override
    public void close(CloseStatus status) {
      all.add("close " + status.getCode() + " " + status.getReason());
    }
  }

  private static byte[] frame(int first, byte[] payload) {
    ByteBuffer frame = ByteBuffer.allocate(payload.length + 14).put((byte) first);
    if (payload.length < 126) {
      frame.put((byte) (0x80 | payload.length));
    } else if (payload.length < 0x10000) {
      frame.put((byte) (0x80 | 126)).putShort((short) payload.length);
    } else {
      frame.put((byte) (0x80 | 127)).putLong(payload.length);
    }
    byte[] mask = {0x12, (byte) 0xF3, 0x00, 0x7F};
    frame.put(mask);
    for (int i = 0; i < payload.length; i++) {
      frame.put((byte) (payload[i] ^ mask[i % 4]));
    }
    return Arrays.copyOf(frame.array(), frame.position());
  }

  private static byte[] frame(int first, String payload) {
    return frame(first, payload.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] joined(byte[]... parts) {
    ByteBuffer all = ByteBuffer.allocate(Arrays.stream(parts).mapToInt(part -> part.length).sum());
    for (byte[] part : parts) {
      all.put(part);
    }
    return all.array();
  }

  private @Nullable Integer violationOf(byte[] bytes) {
    ProtocolViolation violation =
        catchThrowableOfType(
            ProtocolViolation.class, () -> reader.read(ByteBuffer.wrap(bytes), heard));
    return violation == null ? null : violation.status().getCode();
  }

  @Test
  void messagesControlFramesAndFragmentsInAnyPieces() throws ProtocolViolation {
    byte[] said =
        joined(
            frame(FIN | Frame.TEXT, "grüß"),
            frame(FIN | Frame.TEXT, ""),
            frame(Frame.TEXT, "in "),
            frame(FIN | Frame.PING, "between"),
            frame(Frame.CONTINUATION, new byte[] {(byte) 0xC3}),
            frame(FIN | Frame.PONG, ""),
            frame(FIN | Frame.CONTINUATION, new byte[] {(byte) 0xA4}),
            frame(FIN | Frame.TEXT, "x".repeat(200)),
            frame(FIN | Frame.TEXT, "y".repeat(MAX)),
            frame(
                FIN | Frame.CLOSE,
                joined(new byte[] {0x03, (byte) 0xE8}, "bye".getBytes(StandardCharsets.UTF_8))));
    List<String> expected =
        List.of(
            "text grüß",
            "text ",
            "ping between",
            "pong",
            "text in ä",
            "text " + "x".repeat(200),
            "text " + "y".repeat(MAX),
            "close 1000 bye");
    for (int piece = 1; piece <= said.length; piece = piece < 40 ? piece + 1 : piece * 2) {
      FrameReader fresh = new FrameReader(MAX);
      Heard all = new Heard();
      for (int from = 0; from < said.length; from += piece) {
        ByteBuffer part = ByteBuffer.wrap(said, from, Math.min(piece, said.length - from));
        fresh.read(part, all);
        assertThat(part.hasRemaining()).isFalse();
      }
      assertThat(all.all).as("in pieces of %d", piece).isEqualTo(expected);
    }
  }

  @Test
  void afterTheLeaveNothingIsHeard() throws ProtocolViolation {
    byte[] said = joined(frame(FIN | Frame.CLOSE, ""), frame(FIN | Frame.TEXT, "late"));
    reader.read(ByteBuffer.wrap(said), heard);
    assertThat(heard.all).containsExactly("close 1005 null");
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          not masked,                          8101 61
          not masked and empty,                8100
          reserved bit 1,                      C180 00000000
          reserved bit 2,                      A180 00000000
          reserved bit 3,                      9180 00000000
          reserved opcode 3,                   8380 00000000
          reserved opcode 7,                   8780 00000000
          reserved opcode 11,                  8B80 00000000
          reserved opcode 15,                  8F80 00000000
          a continuation of nothing,           8080 00000000
          a fragment that continues nothing,   0080 00000000
          a new message inside one,            0180 00000000 8180 00000000
          a ping in fragments,                 0980 00000000
          a close in fragments,                0880 00000000
          a long ping,                         89FE 007E 00000000
          a 16-bit length that fits 7,         81FE 007D 00000000
          a 64-bit length that fits 16,        81FF 000000000000FFFF 00000000
          a 64-bit length with its highest bit,81FF 8000000000000000 00000000
          half a close code,                   8881 00000000 03
          close code 0,                        8882 00000000 0000
          close code 999,                      8882 00000000 03E7
          close code 1004,                     8882 00000000 03EC
          close code 1005,                     8882 00000000 03ED
          close code 1006,                     8882 00000000 03EE
          close code 1015,                     8882 00000000 03F7
          close code 2999,                     8882 00000000 0BB7
          close code 5000,                     8882 00000000 1388
          """)
  void whatTheStandardForbidsIsAProtocolError(String what, String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
    assertThat(violationOf(bytes)).as(what).isEqualTo(PROTOCOL_ERROR);
  }

  @ParameterizedTest
  @ValueSource(ints = {1000, 1001, 1002, 1003, 1007, 1011, 1012, 1013, 1014, 3000, 4999})
  void closeCodesThatMayBeSent(int code) {
    byte[] content = ByteBuffer.allocate(2).putShort((short) code).array();
    assertThat(violationOf(frame(FIN | Frame.CLOSE, content))).isNull();
    assertThat(heard.all).containsExactly("close " + code + " ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"80", "C3", "C0AF", "EDA080", "F4908080", "F8888080", "E282", "FF", "61C328"})
  void textThatIsNotUtf8(String hex) {
    byte[] text = HexFormat.of().parseHex(hex);
    assertThat(violationOf(frame(FIN | Frame.TEXT, text))).isEqualTo(BAD_DATA);
    FrameReader other = new FrameReader(MAX);
    ProtocolViolation inReason =
        catchThrowableOfType(
            ProtocolViolation.class,
            () ->
                other.read(
                    ByteBuffer.wrap(
                        frame(FIN | Frame.CLOSE, joined(new byte[] {0x03, (byte) 0xE8}, text))),
                    heard));
    assertThat(inReason.status().getCode()).isEqualTo(BAD_DATA);
    assertThat(heard.all).isEmpty();
  }

  @Test
  void messagesThatAreTooLongAreRefusedByTheirHeader() {
    byte[] header = HexFormat.of().parseHex("81FE0401");
    assertThat(violationOf(header)).isEqualTo(TOO_BIG);
    FrameReader other = new FrameReader(MAX);
    ProtocolViolation inFragments =
        catchThrowableOfType(
            ProtocolViolation.class,
            () ->
                other.read(
                    ByteBuffer.wrap(
                        joined(
                            frame(Frame.TEXT, "x".repeat(1000)),
                            frame(FIN | Frame.CONTINUATION, "x".repeat(25)))),
                    heard));
    assertThat(inFragments.status().getCode()).isEqualTo(TOO_BIG);
  }

  @Test
  void binaryIsNotAccepted() {
    assertThat(violationOf(frame(FIN | Frame.BINARY, "x"))).isEqualTo(1003);
  }

  @Test
  void whatComesAfterAViolationIsPassedOver() throws ProtocolViolation {
    assertThat(violationOf(new byte[] {(byte) 0xFF})).isEqualTo(PROTOCOL_ERROR);
    reader.read(ByteBuffer.wrap(frame(FIN | Frame.TEXT, "late")), heard);
    assertThat(heard.all).isEmpty();
  }

  /**
   * A million and a half random and mutated inputs: whatever comes, the reader ends with a message,
   * a violation or a wish for more, and says the same however the bytes were cut.
   */
  @Test
  void nothingThatComesBreaksIt() {
    Random random = new Random(6455);
    byte[][] seeds = {
      frame(FIN | Frame.TEXT, "{\"type\":\"ping\"}"),
      joined(frame(Frame.TEXT, "a"), frame(FIN | Frame.PING, "p"), frame(FIN, "b")),
      frame(FIN | Frame.CLOSE, new byte[] {0x03, (byte) 0xE8, 'b'}),
      frame(FIN | Frame.TEXT, "ä€😀"),
      frame(FIN | Frame.TEXT, "z".repeat(300))
    };
    int accepted = 0;
    int refused = 0;
    for (int i = 0; i < 1_500_000; i++) {
      byte[] bytes = seeds[random.nextInt(seeds.length)].clone();
      if (i % 3 == 0) {
        random.nextBytes(bytes);
      }
      for (int m = random.nextInt(4); m > 0; m--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      Heard whole = new Heard();
      Heard cut = new Heard();
      Integer first = outcome(bytes, bytes.length, whole);
      Integer second = outcome(bytes, 1 + random.nextInt(bytes.length), cut);
      if (!Objects.equals(first, second) || !whole.all.equals(cut.all)) {
        throw new AssertionError(
            HexFormat.of().formatHex(bytes) + ": " + first + whole.all + ", " + second + cut.all);
      }
      accepted += whole.all.isEmpty() ? 0 : 1;
      refused += first == null ? 0 : 1;
    }
    // The inputs were such that both happened often.
    assertThat(accepted).isGreaterThan(100_000);
    assertThat(refused).isGreaterThan(100_000);
  }

  private static @Nullable Integer outcome(byte[] bytes, int piece, Heard heard) {
    FrameReader fresh = new FrameReader(MAX);
    Integer code = null;
    for (int from = 0; from < bytes.length; from += piece) {
      try {
        fresh.read(ByteBuffer.wrap(bytes, from, Math.min(piece, bytes.length - from)), heard);
      } catch (ProtocolViolation e) {
        code = e.status().getCode();
      }
    }
    return code;
  }
}
