package io.scanfleet.gateway.live.channel;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.PingMessage;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;

/**
 * Sends through Spring's session, which runs on any container but waits for the reader. So each
 * offer is a mailbox that a virtual thread empties, and until it is empty nothing more is taken.
 */
final class PortableChannel implements Channel {

  private final WebSocketSession socket;
  private final CompletableFuture<ChannelListener> listener = new CompletableFuture<>();
  private volatile boolean busy;

  PortableChannel(WebSocketSession socket) {
    this.socket = socket;
  }

  /** Says who is told when the mailbox is empty; that waits until it is said. */
  void tell(ChannelListener told) {
    listener.complete(told);
  }

  @Override
  public int offer(FrameBatch frames) {
    if (busy || frames.isEmpty()) {
      return 0;
    }
    busy = true;
    List<Frame> mailbox = frames.copy();
    inBackground(() -> sendAll(mailbox));
    return mailbox.size();
  }

  private void sendAll(List<Frame> mailbox) {
    try {
      for (Frame frame : mailbox) {
        send(frame);
      }
      busy = false;
      listener.join().writable();
    } catch (IOException | IllegalStateException e) {
      closeNow(CloseStatus.SESSION_NOT_RELIABLE);
    }
  }

  private void send(Frame frame) throws IOException {
    switch (frame.opcode()) {
      case Frame.TEXT ->
          socket.sendMessage(new TextMessage(new String(frame.payload(), StandardCharsets.UTF_8)));
      case Frame.PING -> socket.sendMessage(new PingMessage());
      default -> throw new IllegalArgumentException("the container sends it itself");
    }
  }

  @Override
  public boolean isBusy() {
    return busy;
  }

  @Override
  public void resume() {
    // The mailbox was emptied by its own thread.
  }

  @Override
  public void close(CloseStatus status) {
    inBackground(() -> closeNow(status));
  }

  @Override
  public void closeByClient(CloseStatus status) {
    // The container has answered.
  }

  /** While a thread waits for the reader, that takes as long as one send may. */
  @Override
  public void abort() {
    inBackground(() -> closeNow(CloseStatus.SESSION_NOT_RELIABLE));
  }

  private void closeNow(CloseStatus status) {
    try {
      socket.close(status);
    } catch (IOException e) {
      // It is gone already.
    }
  }

  private void inBackground(Runnable work) {
    Thread.ofVirtual().name("socket-" + socket.getId()).start(work);
  }
}
