package io.scanfleet.gateway.live.channel;

import jakarta.websocket.Session;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.PongMessage;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.adapter.NativeWebSocketSession;
import org.springframework.web.socket.handler.TextWebSocketHandler;

/** Takes in what Spring's sessions say, for {@link PortableChannel}. */
final class PortableHandler extends TextWebSocketHandler {

  private static final String SEND_TIMEOUT = "org.apache.tomcat.websocket.BLOCKING_SEND_TIMEOUT";

  /** Longer than the patience of those who look for stalled sessions, and close with a code. */
  private static final Duration LONGEST_SEND = Duration.ofSeconds(40);

  private final ChannelAcceptor acceptor;
  private final Map<String, ChannelListener> clients = new ConcurrentHashMap<>();

  PortableHandler(ChannelAcceptor acceptor) {
    this.acceptor = acceptor;
  }

  @Override
  public void afterConnectionEstablished(WebSocketSession socket) {
    if (socket instanceof NativeWebSocketSession wrapper) {
      Session inner = wrapper.getNativeSession(Session.class);
      if (inner != null) {
        inner.getUserProperties().put(SEND_TIMEOUT, LONGEST_SEND.toMillis());
      }
    }
    PortableChannel channel = new PortableChannel(socket);
    URI uri = socket.getUri();
    ChannelListener listener =
        acceptor.accept(channel, uri == null ? null : uri.getRawQuery(), address(socket));
    clients.put(socket.getId(), listener);
    channel.tell(listener);
    if (!socket.isOpen()) {
      // It was closed before there was somebody to be told.
      afterConnectionClosed(socket, CloseStatus.SESSION_NOT_RELIABLE);
    }
  }

  private static String address(WebSocketSession socket) {
    InetSocketAddress remote = socket.getRemoteAddress();
    return remote == null || remote.getAddress() == null
        ? ""
        : remote.getAddress().getHostAddress();
  }

  @Override
  protected void handleTextMessage(WebSocketSession socket, TextMessage message) {
    ChannelListener listener = clients.get(socket.getId());
    if (listener != null) {
      listener.text(message.getPayload());
    }
  }

  @Override
  protected void handlePongMessage(WebSocketSession socket, PongMessage message) {
    ChannelListener listener = clients.get(socket.getId());
    if (listener != null) {
      listener.pong();
    }
  }

  @Override
  public void afterConnectionClosed(WebSocketSession socket, CloseStatus status) {
    ChannelListener listener = clients.remove(socket.getId());
    if (listener != null) {
      listener.closed(status);
    }
  }
}
