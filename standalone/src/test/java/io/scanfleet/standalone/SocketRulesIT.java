package io.scanfleet.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.scanfleet.testing.WebSocketProbe;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What the gateway asks of those who open a socket, and how it takes leave of them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SocketRulesIT {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int FINAL_TEXT_FRAME = 0x81;
  private static final int POLICY = 1008;
  private static final int TOO_BIG = 1009;
  private static final int RESTARTING = 1012;

  private Fleet fleet;
  private GatewayClient gateway;

  @BeforeAll
  void start() {
    fleet = Fleet.onEmbeddedBroker();
    gateway =
        fleet.gateway(
            fleet.sqlite("rules"), "--scanfleet.live.allowed-origins=https://studio.example");
  }

  @AfterAll
  void stop() {
    fleet.close();
  }

  private URI address() {
    return URI.create("ws://127.0.0.1:" + gateway.port() + "/ws/progress");
  }

  @Test
  void theSubprotocolIsChosenAndNothingIsCompressed() throws IOException {
    try (Socket socket = handshake("")) {
      String answer = head(socket);
      assertThat(answer)
          .startsWith("HTTP/1.1 101")
          .containsIgnoringCase("Sec-WebSocket-Protocol: scanfleet.progress.v1")
          .doesNotContainIgnoringCase("permessage-deflate");
    }
  }

  @Test
  void aMessageIsOneFrame() throws IOException {
    // The answer repeats what it does not understand.
    try (Socket socket = handshake("?batch_id=" + "x".repeat(900))) {
      assertThat(head(socket)).startsWith("HTTP/1.1 101");
      assertThat(socket.getInputStream().read()).isEqualTo(FINAL_TEXT_FRAME);
    }
  }

  /** A connection on which an upgrade has been asked for. */
  private Socket handshake(String query) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port());
    socket.setSoTimeout((int) PATIENCE.toMillis());
    socket
        .getOutputStream()
        .write(
            """
            GET /ws/progress%s HTTP/1.1\r
            Host: 127.0.0.1:%d\r
            Upgrade: websocket\r
            Connection: Upgrade\r
            Sec-WebSocket-Version: 13\r
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
            Sec-WebSocket-Protocol: other, scanfleet.progress.v1\r
            Sec-WebSocket-Extensions: permessage-deflate\r
            \r
            """
                .formatted(query, gateway.port())
                .getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private static String head(Socket socket) throws IOException {
    StringBuilder answer = new StringBuilder();
    while (answer.indexOf("\r\n\r\n") < 0) {
      int next = socket.getInputStream().read();
      assertThat(next).as("%s", answer).isNotNegative();
      answer.append((char) next);
    }
    return answer.toString();
  }

  @Test
  void onlyListedOriginsMayConnect() throws IOException {
    try (WebSocketProbe listed =
        WebSocketProbe.connect(address(), Map.of("Origin", "https://studio.example"))) {
      listed.send("{\"type\":\"ping\"}");
      listed.awaitMessage(text -> text.contains("\"pong\""), PATIENCE);
    }
    WebSocketHandshakeException refused =
        catchThrowableOfType(
            WebSocketHandshakeException.class,
            () -> WebSocketProbe.connect(address(), Map.of("Origin", "https://evil.example")));
    assertThat(refused.getResponse().statusCode()).isEqualTo(403);
  }

  @Test
  void tooLongAMessageEndsTheConnection() throws IOException {
    try (WebSocketProbe socket = WebSocketProbe.connect(address())) {
      socket.send("x".repeat(5000));
      assertThat(socket.awaitClose(PATIENCE)).isEqualTo(TOO_BIG);
    }
  }

  @Test
  void oneAddressHasSoManySessionsAndTheyAreToldOfTheEnd() throws IOException {
    try (Fleet own = Fleet.onEmbeddedBroker()) {
      GatewayClient small =
          own.gateway(own.sqlite("small"), "--scanfleet.live.max-sessions-per-address=2");
      try (WebSocketProbe first = small.socket("");
          WebSocketProbe second = small.socket("");
          WebSocketProbe third = small.socket("")) {
        assertThat(third.awaitClose(PATIENCE)).isEqualTo(POLICY);
        assertThat(first.closeCode()).isEmpty();
        second.send("{\"type\":\"ping\"}");
        second.awaitMessage(text -> text.contains("\"pong\""), PATIENCE);
        own.stopAll();
        assertThat(second.awaitClose(PATIENCE)).isEqualTo(RESTARTING);
      }
    }
  }
}
