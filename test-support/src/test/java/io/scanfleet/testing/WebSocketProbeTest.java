package io.scanfleet.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.WebSocketHandshakeException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WebSocketProbeTest {

  private static final Duration SOON = Duration.ofSeconds(5);

  @Test
  void messagesAreKeptInOrderWithTheirTimes() throws Exception {
    try (OneClientServer server = new OneClientServer();
        WebSocketProbe probe = WebSocketProbe.connect(server.uri())) {
      long start = System.nanoTime();
      server.text("first");
      server.fragments("sec", "ond");

      WebSocketProbe.Received second = probe.awaitMessage("second"::equals, SOON);

      assertThat(second.nanoTime()).isGreaterThan(start);
      assertThat(probe.received())
          .extracting(WebSocketProbe.Received::text)
          .containsExactly("first", "second");
      assertThat(probe.awaitMessage(text -> text.startsWith("f"), SOON).text()).isEqualTo("first");
    }
  }

  @Test
  void whatIsSentArrives() throws Exception {
    try (OneClientServer server = new OneClientServer();
        WebSocketProbe probe = WebSocketProbe.connect(server.uri())) {
      probe.send("{\"type\":\"ping\"}");

      assertThat(server.readText()).isEqualTo("{\"type\":\"ping\"}");
    }
  }

  @Test
  void theCloseCodeIsTheServers() throws Exception {
    try (OneClientServer server = new OneClientServer();
        WebSocketProbe probe = WebSocketProbe.connect(server.uri())) {
      assertThat(probe.closeCode()).isEmpty();
      server.closeWith(1013);

      assertThat(probe.awaitClose(SOON)).isEqualTo(1013);
      assertThat(probe.closeCode()).hasValue(1013);
    }
  }

  @Test
  void aMessageThatDoesNotComeIsToldWithWhatCameInstead() throws Exception {
    try (OneClientServer server = new OneClientServer();
        WebSocketProbe probe = WebSocketProbe.connect(server.uri())) {
      server.text("something else");

      assertThatThrownBy(() -> probe.awaitMessage("wanted"::equals, Duration.ofMillis(300)))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("something else");
    }
  }

  @Test
  void aPausedProbeMakesTheServerWait() throws Exception {
    try (OneClientServer server = new OneClientServer();
        WebSocketProbe probe = WebSocketProbe.connect(server.uri())) {
      probe.pause();
      Thread writer =
          Thread.startVirtualThread(
              () -> {
                try {
                  for (int i = 0; i < 400; i++) {
                    server.text("%06d".formatted(i) + "x".repeat(60_000));
                  }
                } catch (IOException e) {
                  throw new AssertionError(e);
                }
              });
      assertThat(writer.join(Duration.ofMillis(700))).isFalse();
      assertThat(probe.received()).hasSizeLessThanOrEqualTo(1);

      probe.resume();

      await().atMost(Duration.ofSeconds(20)).until(() -> probe.received().size() == 400);
      assertThat(probe.received().getLast().text()).startsWith("000399");
      writer.join();
    }
  }

  @Test
  void aRefusalTellsTheServersAnswer() throws Exception {
    try (OneClientServer server = new OneClientServer()) {
      assertThatThrownBy(() -> WebSocketProbe.connect(server.uri().resolve("/refused")))
          .isInstanceOfSatisfying(
              WebSocketHandshakeException.class,
              refused -> assertThat(refused.getResponse().statusCode()).isEqualTo(403));
    }
  }

  /** As much of RFC 6455 as these tests need. */
  private static final class OneClientServer implements AutoCloseable {

    private final ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private volatile @Nullable Socket client;

    private OneClientServer() throws IOException {
      Thread.startVirtualThread(this::accept);
    }

    private URI uri() {
      return URI.create("ws://127.0.0.1:" + listener.getLocalPort() + "/ws");
    }

    private void accept() {
      try {
        Socket socket = listener.accept();
        client = socket;
        StringBuilder request = new StringBuilder();
        while (request.indexOf("\r\n\r\n") < 0) {
          request.append((char) socket.getInputStream().read());
        }
        if (request.indexOf("/refused") >= 0) {
          write(socket, "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n".getBytes(ISO_8859_1));
          return;
        }
        String key =
            request
                .toString()
                .lines()
                .filter(line -> line.startsWith("Sec-WebSocket-Key: "))
                .map(line -> line.substring("Sec-WebSocket-Key: ".length()))
                .findFirst()
                .orElseThrow();
        byte[] accept =
            MessageDigest.getInstance("SHA-1")
                .digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(ISO_8859_1));
        String answer =
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Accept: "
                + Base64.getEncoder().encodeToString(accept)
                + "\r\n\r\n";
        write(socket, answer.getBytes(ISO_8859_1));
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }

    private void text(String text) throws IOException {
      frame(0x81, text.getBytes(UTF_8));
    }

    private void fragments(String first, String last) throws IOException {
      frame(0x01, first.getBytes(UTF_8));
      frame(0x80, last.getBytes(UTF_8));
    }

    private void closeWith(int code) throws IOException {
      frame(0x88, new byte[] {(byte) (code >> 8), (byte) code});
    }

    private void frame(int head, byte[] payload) throws IOException {
      byte[] start =
          payload.length < 126
              ? new byte[] {(byte) head, (byte) payload.length}
              : new byte[] {(byte) head, 126, (byte) (payload.length >> 8), (byte) payload.length};
      write(client(), start);
      write(client(), payload);
    }

    private String readText() throws IOException {
      DataInputStream input = new DataInputStream(client().getInputStream());
      input.readUnsignedByte();
      byte[] text = new byte[input.readUnsignedByte() & 0x7f];
      byte[] mask = input.readNBytes(4);
      input.readFully(text);
      for (int i = 0; i < text.length; i++) {
        text[i] ^= mask[i % 4];
      }
      return new String(text, UTF_8);
    }

    private Socket client() {
      Socket connected = client;
      if (connected == null) {
        throw new IllegalStateException("nobody has connected");
      }
      return connected;
    }

    private static void write(Socket socket, byte[] bytes) throws IOException {
      OutputStream output = socket.getOutputStream();
      output.write(bytes);
      output.flush();
    }

    @Override
    public void close() throws IOException {
      listener.close();
      client().close();
    }
  }
}
