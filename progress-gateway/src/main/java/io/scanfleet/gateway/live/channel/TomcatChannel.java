package io.scanfleet.gateway.live.channel;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.SecureNioChannel;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;
import org.springframework.web.socket.CloseStatus;

/**
 * Writes frames straight to the socket that Tomcat has handed over. What the kernel does not take
 * at once is at most the rest of one frame, whose bytes all channels share; Tomcat's poller tells
 * when there is room again.
 *
 * <p>The kernel's own buffer is kept small: what lies in it can no longer be replaced by something
 * newer, and a slow reader would see minutes-old states.
 *
 * <p>Over TLS the container's channel encrypts, and has a rule of its own: it may have taken all
 * bytes and hold them encrypted, so its buffer must be flushed before more is offered. Reading can
 * make it write, too (renewed keys), so both happen under a lock. Its end, by the container, does
 * not: what is written at that moment may come out garbled, or fail, of a connection that is over.
 *
 * <p>Ending the connection is left to Tomcat, as an event, since only under its own lock of the
 * connection does it clean up behind itself.
 */
final class TomcatChannel implements Channel {

  /** The kernel doubles it; some thirty messages. */
  private static final int SEND_BUFFER = 32 * 1024;

  private final SocketWrapperBase<?> wrapper;
  private final SocketChannel socket;
  private final @Nullable NioChannel secure;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable ByteBuffer rest;
  private boolean blocked;
  private @Nullable Frame leave;
  private boolean leaveSent;
  private boolean clientLeft;
  private volatile boolean ended;
  private volatile CloseStatus closeStatus = CloseStatus.NO_CLOSE_FRAME;

  TomcatChannel(SocketWrapperBase<?> wrapper) throws IOException {
    this.wrapper = wrapper;
    if (!(wrapper.getSocket() instanceof NioChannel channel)) {
      throw new IOException("not an NIO connector: " + wrapper.getSocket().getClass());
    }
    // The container reuses neither (see ConnectorSettings), so they stay this connection's.
    this.socket = channel.getIOChannel();
    this.secure = channel instanceof SecureNioChannel ? channel : null;
    if (socket.getRemoteAddress() instanceof InetSocketAddress) {
      socket.setOption(StandardSocketOptions.SO_SNDBUF, SEND_BUFFER);
    }
  }

  /** With what the connection was closed, by either side. Thread-safe. */
  CloseStatus closeStatus() {
    return closeStatus;
  }

  /** Whether nothing is to be read any more. Thread-safe. */
  boolean isEnded() {
    return ended;
  }

  /** Held while the container reads from an encrypted connection; null for a plain one. */
  @Nullable ReentrantLock readLock() {
    return secure == null ? null : lock;
  }

  @Override
  public int offer(FrameBatch frames) throws IOException {
    int taken = 0;
    while (taken < frames.size() && !blocked && leave == null) {
      ByteBuffer data = frames.bytes(taken);
      write(data);
      int sent = data.position();
      while (taken < frames.size() && sent >= frames.get(taken).size() && sent > 0) {
        sent -= frames.get(taken).size();
        taken++;
      }
      if (sent > 0) {
        rest = frames.get(taken).after(sent);
        taken++;
      }
    }
    return taken;
  }

  @Override
  public boolean isBusy() {
    return blocked;
  }

  @Override
  public void resume() throws IOException {
    if (!blocked) {
      return;
    }
    blocked = false;
    if (flushed() && rest != null) {
      write(rest);
      if (!rest.hasRemaining()) {
        rest = null;
      }
    }
    sendLeave();
  }

  /** Writes as much as can be; what remains waits for room. */
  private void write(ByteBuffer data) throws IOException {
    if (secure == null) {
      socket.write(data);
      if (data.hasRemaining()) {
        awaitRoom();
      }
      return;
    }
    lock.lock();
    try {
      while (data.hasRemaining() && secure.write(data) > 0) {
        // As long as it takes some.
      }
      if (data.hasRemaining() || secure.getOutboundRemaining() > 0) {
        awaitRoom();
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean flushed() throws IOException {
    if (secure == null) {
      return true;
    }
    lock.lock();
    try {
      secure.flushOutbound();
      if (secure.getOutboundRemaining() > 0) {
        awaitRoom();
        return false;
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void awaitRoom() {
    blocked = true;
    wrapper.registerWriteInterest();
  }

  @Override
  public void close(CloseStatus status) {
    if (leave != null) {
      return;
    }
    leave = Frame.close(status);
    closeStatus = status;
    try {
      sendLeave();
    } catch (IOException e) {
      abort();
    }
  }

  @Override
  public void closeByClient(CloseStatus status) {
    clientLeft = true;
    if (leave == null) {
      close(status);
    } else if (leaveSent && !blocked) {
      abort();
    }
  }

  private void sendLeave() throws IOException {
    if (leave == null || blocked) {
      return;
    }
    if (!leaveSent) {
      leaveSent = true;
      ByteBuffer frame = leave.after(0);
      write(frame);
      rest = frame.hasRemaining() ? frame : null;
    }
    if (clientLeft && !blocked) {
      abort();
    }
  }

  @Override
  public void abort() {
    ended = true;
    wrapper.processSocket(SocketEvent.DISCONNECT, true);
  }
}
