package io.scanfleet.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.scanfleet.testing.DeletingTree;
import io.scanfleet.testing.SelfSigned;
import io.scanfleet.testing.WebSocketProbe;
import java.io.IOException;
import java.net.SocketException;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/**
 * What the gateway asks of those who open a socket, what it does for them, and how it takes leave
 * of them: the same whatever carries the frames, in the clear and over TLS.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SocketContract {

  static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int NORMAL = 1000;
  private static final int PROTOCOL_ERROR = 1002;
  private static final int BAD_DATA = 1007;
  private static final int POLICY = 1008;
  private static final int TOO_BIG = 1009;
  private static final int RESTARTING = 1012;
  private static final String PINGED = "{\"type\":\"ping\"}";

  private final String transport;
  private final boolean secure;
  private final DeletingTree files = DeletingTree.create();
  private Fleet fleet;
  GatewayClient gateway;
  private @Nullable SelfSigned certificate;

  /**
   * @param transport as in {@code scanfleet.live.transport}
   */
  SocketContract(String transport, boolean secure) {
    this.transport = transport;
    this.secure = secure;
  }

  @BeforeAll
  void start() throws Exception {
    fleet = Fleet.onEmbeddedBroker();
    if (secure) {
      certificate = SelfSigned.in(files.path());
    }
    gateway = newGateway(fleet, "--scanfleet.live.allowed-origins=https://studio.example");
  }

  private GatewayClient newGateway(Fleet in, String argument) {
    List<String> arguments = new ArrayList<>();
    arguments.add(argument);
    arguments.add("--scanfleet.live.transport=" + transport);
    if (certificate != null) {
      arguments.add("--server.ssl.key-store=" + certificate.keyStore());
      arguments.add("--server.ssl.key-store-password=" + SelfSigned.PASSWORD);
    }
    int port = in.gateway(in.sqlite("rules"), arguments.toArray(String[]::new)).port();
    return new GatewayClient(port, certificate == null ? null : certificate.trust());
  }

  @AfterAll
  void stop() {
    fleet.close();
    files.close();
  }

  final RawWebSocket open() throws IOException {
    return open("");
  }

  private RawWebSocket open(String query) throws IOException {
    return RawWebSocket.open(gateway.port(), gateway.trust(), query);
  }

  @Test
  void theSubprotocolIsChosenAndNothingIsCompressed() throws IOException {
    try (RawWebSocket socket =
        RawWebSocket.connect(gateway.port(), gateway.trust()).handshake("")) {
      assertThat(socket.head())
          .startsWith("HTTP/1.1 101")
          .containsIgnoringCase("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
          .containsIgnoringCase("Sec-WebSocket-Protocol: scanfleet.progress.v1")
          .doesNotContainIgnoringCase("permessage-deflate");
    }
  }

  @Test
  void aMessageIsOneFrame() throws IOException {
    // The answer repeats what it does not understand.
    try (RawWebSocket socket = open("?batch_id=" + "x".repeat(900))) {
      RawWebSocket.Received answer = socket.receive();
      assertThat(answer.first()).isEqualTo(RawWebSocket.FIN | RawWebSocket.TEXT);
      assertThat(answer.text()).contains("bad_batch_id", "x".repeat(900));
    }
  }

  @Test
  void onlyListedOriginsMayConnect() throws IOException {
    try (WebSocketProbe listed = gateway.socket("", Map.of("Origin", "https://studio.example"))) {
      listed.send(PINGED);
      listed.awaitMessage(text -> text.contains("\"pong\""), PATIENCE);
    }
    WebSocketHandshakeException refused =
        catchThrowableOfType(
            WebSocketHandshakeException.class,
            () -> gateway.socket("", Map.of("Origin", "https://evil.example")));
    assertThat(refused.getResponse().statusCode()).isEqualTo(403);
  }

  @Test
  void tooLongAMessageEndsTheConnection() {
    try (WebSocketProbe socket = gateway.socket("")) {
      socket.send("x".repeat(5000));
      assertThat(socket.awaitClose(PATIENCE)).isEqualTo(TOO_BIG);
    }
  }

  @Test
  void aMessageMayComeInFragmentsWithControlFramesBetween() throws IOException {
    try (RawWebSocket socket = open()) {
      socket.send(RawWebSocket.TEXT, "{\"type\":");
      socket.send(RawWebSocket.FIN | RawWebSocket.PING, "still there?");
      socket.send(RawWebSocket.FIN | RawWebSocket.PONG, "");
      socket.send(0, "\"pi");
      socket.send(RawWebSocket.FIN, "ng\"}");
      RawWebSocket.Received pong = socket.receive();
      assertThat(pong.first()).isEqualTo(RawWebSocket.FIN | RawWebSocket.PONG);
      assertThat(pong.text()).isEqualTo("still there?");
      assertThat(socket.receive().text()).isEqualTo("{\"type\":\"pong\"}");
    }
  }

  @Test
  void bytesMayComeOneByOne() throws IOException {
    try (RawWebSocket socket = open()) {
      for (byte b : RawWebSocket.frame(RawWebSocket.FIN | RawWebSocket.TEXT, PINGED)) {
        socket.write(new byte[] {b});
      }
      assertThat(socket.receive().text()).isEqualTo("{\"type\":\"pong\"}");
    }
  }

  @Test
  void aLeaveIsAnsweredAndTheConnectionEnded() throws IOException {
    try (RawWebSocket socket = open()) {
      socket.write(
          RawWebSocket.frame(
              RawWebSocket.FIN | RawWebSocket.CLOSE,
              ByteBuffer.allocate(2).putShort((short) NORMAL).array()));
      assertThat(socket.receive().code()).isEqualTo(NORMAL);
      assertThat(socket.isAtEnd()).isTrue();
    }
  }

  @Test
  void whoLeavesAndSaysNothingMoreIsAnswered() throws IOException {
    try (RawWebSocket socket = open()) {
      socket.write(
          RawWebSocket.frame(
              RawWebSocket.FIN | RawWebSocket.CLOSE,
              ByteBuffer.allocate(2).putShort((short) NORMAL).array()));
      socket.endOutput();
      assertThat(socket.receive().code()).isEqualTo(NORMAL);
      assertThat(socket.isAtEnd()).isTrue();
    }
  }

  /** A session that comes to nothing must not be counted for ever. */
  @Test
  void aQueryThatSaysNothingIsAnsweredAndLeavesNothingBehind() throws IOException {
    try (RawWebSocket socket = open("?batch_id&maxRate")) {
      assertThat(socket.receive().text()).contains("bad_batch_id");
    }
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(gateway.metric("scanfleet_sessions")).isZero());
  }

  @Test
  void whoBreaksTheRulesIsToldWith() throws IOException {
    try (RawWebSocket socket = open()) {
      socket.write(new byte[] {(byte) 0x81, 0x01, 'a'});
      assertThat(socket.receive().code()).as("not masked").isEqualTo(PROTOCOL_ERROR);
    }
    try (RawWebSocket socket = open()) {
      socket.send(RawWebSocket.FIN | 0x3, "");
      assertThat(socket.receive().code()).as("unknown opcode").isEqualTo(PROTOCOL_ERROR);
    }
    try (RawWebSocket socket = open()) {
      socket.write(
          RawWebSocket.frame(RawWebSocket.FIN | RawWebSocket.TEXT, new byte[] {(byte) 0xFF}));
      assertThat(socket.receive().code()).as("not UTF-8").isEqualTo(BAD_DATA);
      assertThat(socket.isAtEnd()).isTrue();
    }
  }

  /** Whatever comes, the connection ends or goes on, and nobody else notices. */
  @Test
  void nonsenseDisturbsNobody() throws IOException {
    Random random = new Random(1);
    try (RawWebSocket good = open()) {
      for (int i = 0; i < 200; i++) {
        try (RawWebSocket bad = open()) {
          byte[] nonsense =
              i % 2 == 0
                  ? new byte[1 + random.nextInt(3000)]
                  : RawWebSocket.frame(RawWebSocket.FIN | RawWebSocket.TEXT, PINGED);
          if (i % 2 == 0) {
            random.nextBytes(nonsense);
          } else {
            nonsense[random.nextInt(nonsense.length)] ^= (byte) (1 << random.nextInt(8));
            nonsense = Arrays.copyOf(nonsense, 1 + random.nextInt(nonsense.length));
          }
          bad.write(nonsense);
        } catch (SocketException e) {
          // The gateway was quicker to end it.
        }
      }
      good.send(RawWebSocket.FIN | RawWebSocket.TEXT, PINGED);
      assertThat(good.receive().text()).isEqualTo("{\"type\":\"pong\"}");
    }
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(gateway.metric("scanfleet_sessions")).isZero());
  }

  @Test
  void halfAHandshakeHoldsUpNobody() throws IOException {
    List<RawWebSocket> halves = new ArrayList<>();
    try {
      for (int i = 0; i < 300; i++) {
        RawWebSocket half = RawWebSocket.connect(gateway.port(), gateway.trust());
        half.write("GET /ws/progress HTTP/1.1\r\nHost: 127".getBytes(StandardCharsets.US_ASCII));
        halves.add(half);
      }
      try (WebSocketProbe socket = gateway.socket("")) {
        socket.send(PINGED);
        socket.awaitMessage(text -> text.contains("\"pong\""), PATIENCE);
      }
    } finally {
      for (RawWebSocket half : halves) {
        half.close();
      }
    }
  }

  /**
   * A reader that stops while much is to be told: it costs nobody else anything, and when it reads
   * again it hears of few states, none older than the one before, and of the end.
   */
  @Test
  void aReaderThatStopsSkipsStatesAndHearsOfTheEnd() throws Exception {
    try (FakeAgent agent = FakeAgent.announce(fleet.brokerUri(), "fake-1", "/vol");
        WebSocketProbe quick = gateway.socket("");
        RawWebSocket stopped = open()) {
      gateway.awaitAgents("fake-1");
      String batch = gateway.start("fake-1=/vol");
      String subscription = "{\"type\":\"subscribe\",\"batch_id\":\"" + batch + "\"}";
      quick.send(subscription);
      stopped.send(RawWebSocket.FIN | RawWebSocket.TEXT, subscription);
      // Long names, so that the network's own buffers are soon full.
      String name = "/vol/" + "n".repeat(60_000);
      long files = 0;
      while (count(quick, batch) < 60) {
        files++;
        agent.tick(batch, files, files, name);
        long soFar = files;
        await()
            .pollInterval(Duration.ofMillis(5))
            .atMost(PATIENCE)
            .until(() -> newest(quick, batch) >= soFar);
      }
      agent.complete(batch, files + 1, files);
      quick.awaitMessage(text -> text.contains("\"completed\""), PATIENCE);
      List<Long> sequences = new ArrayList<>();
      JsonNode message = GatewayClient.JSON.readTree(stopped.receiveText());
      while (!message.path("status").asString().equals("completed")) {
        sequences.add(message.path("sequence").asLong());
        message = GatewayClient.JSON.readTree(stopped.receiveText());
      }
      assertThat(sequences).isSorted().doesNotHaveDuplicates().hasSizeLessThan(50);
      assertThat(message.path("sequence").asLong()).isGreaterThan(files);
    }
  }

  private static long count(WebSocketProbe socket, String batch) {
    return socket.received().stream().filter(one -> one.text().contains(batch)).count();
  }

  private static long newest(WebSocketProbe socket, String batch) {
    return socket.received().stream()
        .filter(one -> one.text().contains(batch))
        .map(one -> GatewayClient.JSON.readTree(one.text()).path("sequence").asLong())
        .reduce(-1L, Math::max);
  }

  @Test
  void oneAddressHasSoManySessionsAndTheyAreToldOfTheEnd() {
    try (Fleet own = Fleet.onEmbeddedBroker()) {
      GatewayClient small = newGateway(own, "--scanfleet.live.max-sessions-per-address=2");
      try (WebSocketProbe first = admitted(small);
          WebSocketProbe second = admitted(small);
          WebSocketProbe third = small.socket("")) {
        assertThat(third.awaitClose(PATIENCE)).isEqualTo(POLICY);
        assertThat(first.closeCode()).isEmpty();
        own.stopAll();
        assertThat(second.awaitClose(PATIENCE)).isEqualTo(RESTARTING);
      }
    }
  }

  /** One that is counted: a client hears of the handshake before the gateway has a session. */
  private static WebSocketProbe admitted(GatewayClient gateway) {
    WebSocketProbe socket = gateway.socket("");
    socket.send(PINGED);
    socket.awaitMessage(text -> text.contains("\"pong\""), PATIENCE);
    return socket;
  }
}
