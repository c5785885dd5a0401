package io.scanfleet.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class TomcatSocketIT extends SocketContract {
  TomcatSocketIT() {
    super("tomcat", false);
  }

  /** The portable transport gives such a client up, too, but takes forty seconds. */
  @Test
  void whoAsksWithoutReadingIsDisconnected() throws IOException {
    byte[] question = RawWebSocket.frame(RawWebSocket.FIN | RawWebSocket.TEXT, "?".repeat(1000));
    try (RawWebSocket socket = open()) {
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      assertThatIOException()
          .as("the connection is ended")
          .isThrownBy(
              () -> {
                while (System.nanoTime() < deadline) {
                  socket.write(question);
                }
              });
    }
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(gateway.metric("scanfleet_sessions_closed_total{code=\"1008\"}"))
                    .isPositive());
  }
}
