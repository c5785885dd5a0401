package io.scanfleet.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A client that sends whatever bytes a test likes, which no WebSocket library would. */
final class RawWebSocket implements AutoCloseable {

  static final int FIN = 0x80;
  static final int TEXT = 0x1;
  static final int CLOSE = 0x8;
  static final int PING = 0x9;
  static final int PONG = 0xA;

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final byte[] MASK = {0x21, 0x43, 0x65, (byte) 0x87};

  private final Socket socket;
  private final DataInputStream in;

  /** A frame from the server. */
  record Received(int first, byte[] payload) {

    String text() {
      return new String(payload, StandardCharsets.UTF_8);
    }

    /** The code of a close frame. */
    int code() {
      assertThat(first).as("%s", text()).isEqualTo(FIN | CLOSE);
      return Short.toUnsignedInt(ByteBuffer.wrap(payload).getShort());
    }
  }

  private RawWebSocket(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new DataInputStream(socket.getInputStream());
    socket.setSoTimeout((int) PATIENCE.toMillis());
  }

  /** A connection on which nothing has been said. */
  static RawWebSocket connect(int port, @Nullable SSLContext trust) throws IOException {
    InetAddress host = InetAddress.getLoopbackAddress();
    return new RawWebSocket(
        trust == null ? new Socket(host, port) : trust.getSocketFactory().createSocket(host, port));
  }

  /** Asks for an upgrade. */
  RawWebSocket handshake(String query) throws IOException {
    write(
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
            .formatted(query, socket.getPort())
            .getBytes(StandardCharsets.US_ASCII));
    return this;
  }

  /** The head of the answer. */
  String head() throws IOException {
    StringBuilder answer = new StringBuilder();
    while (answer.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      assertThat(next).as("%s", answer).isNotNegative();
      answer.append((char) next);
    }
    return answer.toString();
  }

  /** Connects and upgrades. */
  static RawWebSocket open(int port, @Nullable SSLContext trust, String query) throws IOException {
    RawWebSocket opened = connect(port, trust).handshake(query);
    assertThat(opened.head()).startsWith("HTTP/1.1 101");
    return opened;
  }

  void write(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
  }

  /** Says that nothing follows, and goes on reading. */
  void endOutput() throws IOException {
    socket.shutdownOutput();
  }

  /** A masked frame of at most 65,535 bytes. */
  static byte[] frame(int first, byte[] payload) {
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.write(first);
    if (payload.length < 126) {
      frame.write(0x80 | payload.length);
    } else {
      frame.write(0x80 | 126);
      frame.write(payload.length >> 8);
      frame.write(payload.length);
    }
    frame.writeBytes(MASK);
    for (int i = 0; i < payload.length; i++) {
      frame.write(payload[i] ^ MASK[i % 4]);
    }
    return frame.toByteArray();
  }

  static byte[] frame(int first, String payload) {
    return frame(first, payload.getBytes(StandardCharsets.UTF_8));
  }

  void send(int first, String payload) throws IOException {
    write(frame(first, payload));
  }

  /** The next frame. */
  Received receive() throws IOException {
    int first = in.readUnsignedByte();
    int length = in.readUnsignedByte();
    assertThat(length).as("a server does not mask").isLessThan(0x80);
    if (length == 126) {
      length = in.readUnsignedShort();
    } else if (length == 127) {
      length = Math.toIntExact(in.readLong());
    }
    byte[] payload = new byte[length];
    in.readFully(payload);
    return new Received(first, payload);
  }

  /** The next text message, which may come in fragments. */
  String receiveText() throws IOException {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    Received next = receive();
    assertThat(next.first() & ~FIN).isEqualTo(TEXT);
    message.writeBytes(next.payload());
    while ((next.first() & FIN) == 0) {
      next = receive();
      assertThat(next.first() & ~FIN).isZero();
      message.writeBytes(next.payload());
    }
    return message.toString(StandardCharsets.UTF_8);
  }

  /** Whether the server has ended the connection; waits for it. */
  boolean isAtEnd() throws IOException {
    return in.read() < 0;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
