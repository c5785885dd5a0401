package io.scanfleet.gateway.live.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.springframework.web.socket.CloseStatus;

class FrameTest {

  private static String hex(ByteBuffer bytes) {
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(copy);
    return HexFormat.of().formatHex(copy);
  }

  @Test
  void lengthsTakeTheirShortestForm() {
    assertThat(hex(Frame.text("").after(0))).isEqualTo("8100");
    assertThat(hex(Frame.text("a".repeat(125)).after(0))).startsWith("817d61");
    assertThat(hex(Frame.text("a".repeat(126)).after(0))).startsWith("817e007e61");
    assertThat(hex(Frame.text("a".repeat(65_535)).after(0))).startsWith("817effff61");
    assertThat(hex(Frame.text("a".repeat(65_536)).after(0))).startsWith("817f000000000001000061");
    assertThat(Frame.text("ä").payloadSize()).isEqualTo(2);
  }

  @Test
  void aReasonIsCutWhereAControlFrameEnds() {
    Frame frame = Frame.close(new CloseStatus(1013, "ä".repeat(100)));
    assertThat(hex(frame.after(0))).startsWith("887c03f5c3a4");
    assertThat(frame.payloadSize()).isEqualTo(124);
    assertThat(hex(Frame.close(CloseStatus.NO_STATUS_CODE).after(0))).isEqualTo("8800");
  }

  @Test
  void aBatchIsCopiedOnceForAllWhoGetTheSame() {
    FrameBatch batch = new FrameBatch();
    Frame one = Frame.text("one");
    Frame two = Frame.text("two");
    batch.add(one);
    assertThat(hex(batch.bytes(0))).isEqualTo("81036f6e65");
    assertThat(hex(batch.bytes(0))).isEqualTo("81036f6e65");
    batch.add(two);
    assertThat(hex(batch.bytes(0))).isEqualTo("81036f6e65810374776f");
    assertThat(hex(batch.bytes(1))).isEqualTo("810374776f");
    batch.clear();
    batch.add(one);
    assertThat(hex(batch.bytes(0))).isEqualTo("81036f6e65");
  }

  @Test
  void aBatchHoldsWhatFitsAndAlwaysOne() {
    FrameBatch batch = new FrameBatch();
    Frame big = Frame.text("x".repeat(50_000));
    Frame huge = Frame.text("y".repeat(200_000));
    batch.add(big);
    batch.add(big);
    batch.add(huge);
    assertThat(batch.bytes(0).remaining()).isEqualTo(big.size());
    assertThat(batch.bytes(2).remaining()).isEqualTo(huge.size());
  }
}
