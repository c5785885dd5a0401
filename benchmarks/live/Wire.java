import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What a client says to one kind of server, as bytes: the handshake, and what is said once at its
 * end. What servers say back is not of a kind's concern: the generator looks for the fields of the
 * progress message wherever they lie in a frame.
 */
interface Wire {

  /** The path and query of a session that wants these batches. */
  String path(List<String> batches);

  /** The subprotocol; null for none. */
  default String subprotocol() {
    return null;
  }

  /** What is said after the handshake, in frames; empty for nothing. */
  default byte[] subscribe(int session, List<String> batches) {
    return new byte[0];
  }

  /**
   * The first letter of the message that tells of a subscription, where a server has no current
   * state to send; 0 where the current state tells.
   */
  default byte receipt() {
    return 0;
  }

  /** The request that upgrades a connection. */
  default byte[] handshake(List<String> batches, int port) {
    String protocol =
        subprotocol() == null ? "" : "Sec-WebSocket-Protocol: " + subprotocol() + "\r\n";
    String request =
        "GET %s HTTP/1.1\r\nHost: %s:%d\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                .formatted(path(batches), Ports.HOST, port)
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
            + protocol
            + "\r\n";
    return request.getBytes(StandardCharsets.US_ASCII);
  }

  /** A client's frame; its mask is all zeros, which the protocol permits and costs nothing. */
  static byte[] frame(int opcode, byte[] payload) {
    int extended = payload.length < 126 ? 0 : 2;
    ByteBuffer frame = ByteBuffer.allocate(2 + extended + 4 + payload.length);
    frame.put((byte) (0x80 | opcode));
    if (extended == 0) {
      frame.put((byte) (0x80 | payload.length));
    } else {
      frame.put((byte) (0x80 | 126)).putShort((short) payload.length);
    }
    frame.putInt(0).put(payload);
    return frame.array();
  }

  /** All of these after one another. */
  static byte[] join(List<byte[]> parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    parts.forEach(all::writeBytes);
    return all.toByteArray();
  }
}
