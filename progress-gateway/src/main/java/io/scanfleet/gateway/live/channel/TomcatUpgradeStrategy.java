package io.scanfleet.gateway.live.channel;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.Principal;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.web.socket.WebSocketExtension;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.WebSocketHttpHeaders;
import org.springframework.web.socket.server.HandshakeFailureException;
import org.springframework.web.socket.server.RequestUpgradeStrategy;

/**
 * Ends a handshake that Spring has checked by handing the connection to a {@link TomcatConnection}
 * instead of Tomcat's own WebSocket implementation, which has no way to send one encoded frame to
 * many. No extension is agreed on, so nothing is compressed.
 */
final class TomcatUpgradeStrategy implements RequestUpgradeStrategy {

  /** Longer than anything a client has to say. */
  static final int MAX_MESSAGE_BYTES = 1024;

  /** RFC 6455, 1.3. */
  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  private static final int KEY_BYTES = 16;

  private final ChannelAcceptor acceptor;

  TomcatUpgradeStrategy(ChannelAcceptor acceptor) {
    this.acceptor = acceptor;
  }

  @Override
  public String[] getSupportedVersions() {
    return new String[] {"13"};
  }

  @Override
  public List<WebSocketExtension> getSupportedExtensions(ServerHttpRequest request) {
    return List.of();
  }

  @Override
  public void upgrade(
      ServerHttpRequest request,
      ServerHttpResponse response,
      @Nullable String selectedProtocol,
      List<WebSocketExtension> selectedExtensions,
      @Nullable Principal user,
      WebSocketHandler handler,
      Map<String, Object> attributes) {
    String key = request.getHeaders().getFirst(WebSocketHttpHeaders.SEC_WEBSOCKET_KEY);
    if (key == null || !isKey(key)) {
      response.setStatusCode(HttpStatus.BAD_REQUEST);
      return;
    }
    HttpHeaders headers = response.getHeaders();
    headers.set(HttpHeaders.UPGRADE, "websocket");
    headers.set(HttpHeaders.CONNECTION, "Upgrade");
    headers.set(WebSocketHttpHeaders.SEC_WEBSOCKET_ACCEPT, answerTo(key));
    if (selectedProtocol != null) {
      headers.set(WebSocketHttpHeaders.SEC_WEBSOCKET_PROTOCOL, selectedProtocol);
    }
    try {
      // Sends the headers to the container, which sends them with its 101.
      response.flush();
      HttpServletRequest servlet = ((ServletServerHttpRequest) request).getServletRequest();
      servlet
          .upgrade(TomcatConnection.class)
          .prepare(acceptor, servlet.getQueryString(), servlet.getRemoteAddr());
    } catch (IOException | ServletException e) {
      throw new HandshakeFailureException("cannot upgrade " + request.getURI(), e);
    }
  }

  private static boolean isKey(String key) {
    try {
      return Base64.getDecoder().decode(key).length == KEY_BYTES;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static String answerTo(String key) {
    try {
      return Base64.getEncoder()
          .encodeToString(
              MessageDigest.getInstance("SHA-1")
                  .digest((key + GUID).getBytes(StandardCharsets.ISO_8859_1)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
