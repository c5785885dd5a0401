package io.scanfleet.gateway.live.channel;

import jakarta.servlet.http.WebConnection;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.coyote.http11.upgrade.InternalHttpUpgradeHandler;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler.SocketState;
import org.apache.tomcat.util.net.SSLSupport;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;
import org.springframework.web.socket.CloseStatus;

/**
 * A connection after its upgrade, as Tomcat sees it: what happens on the socket comes in here, by
 * one thread at a time. It reads and takes the frames apart; writing is {@link TomcatChannel}'s.
 *
 * <p>Public, with a public constructor, only because Tomcat makes it.
 */
public final class TomcatConnection implements InternalHttpUpgradeHandler {

  private static final System.Logger LOG = System.getLogger(TomcatConnection.class.getName());
  private static final int READ_BYTES = 1024;

  /** Then whoever else waits for the connection, such as room for more, has a turn. */
  private static final int READS_IN_A_ROW = 32;

  private final FrameReader reader = new FrameReader(TomcatUpgradeStrategy.MAX_MESSAGE_BYTES);
  private @Nullable ChannelAcceptor acceptor;
  private @Nullable String query;
  private String address = "";
  private @Nullable SocketWrapperBase<?> wrapper;
  private @Nullable TomcatChannel channel;
  private @Nullable ChannelListener listener;
  private @Nullable CloseStatus left;

  /** Made by Tomcat. */
  public TomcatConnection() {}

  /** Says who is to be told of it, before the upgrade is complete. */
  void prepare(ChannelAcceptor acceptor, @Nullable String query, String address) {
    this.acceptor = acceptor;
    this.query = query;
    this.address = address;
  }

  @Override
  public void setSocketWrapper(SocketWrapperBase<?> wrapper) {
    this.wrapper = wrapper;
  }

  @Override
  public void init(WebConnection connection) {
    if (wrapper == null || acceptor == null) {
      throw new IllegalStateException("not prepared");
    }
    try {
      channel = new TomcatChannel(wrapper);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    listener = acceptor.accept(channel, query, address);
    query = null;
    acceptor = null;
  }

  @Override
  public SocketState upgradeDispatch(SocketEvent event) {
    ChannelListener told = listener;
    if (told == null) {
      return SocketState.CLOSED;
    }
    return switch (event) {
      case OPEN_READ -> read(told);
      case OPEN_WRITE -> {
        told.writable();
        yield SocketState.UPGRADED;
      }
      case STOP, TIMEOUT, DISCONNECT, ERROR, CONNECT_FAIL -> SocketState.CLOSED;
    };
  }

  @SuppressWarnings("ThreadPriorityCheck") // virtual threads are never made to yield
  private SocketState read(ChannelListener told) {
    ByteBuffer buffer = ByteBuffer.allocate(READ_BYTES);
    try {
      for (int reads = 1; fill(buffer) > 0; reads++) {
        buffer.flip();
        read(buffer, told);
        if (reads == READS_IN_A_ROW) {
          return readLater();
        }
        // Whoever never stops talking must not keep a carrier thread to himself.
        Thread.yield();
      }
      return isEnded() ? SocketState.CLOSED : SocketState.UPGRADED;
    } catch (EOFException e) {
      // Who has taken leave and listens still gets the answer; the connection ends with that.
      return left == null || isEnded() ? SocketState.CLOSED : SocketState.SUSPENDED;
    } catch (IOException e) {
      return SocketState.CLOSED;
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, "A connection is given up", e);
      return SocketState.CLOSED;
    }
  }

  /** There may be more in the container's own buffer, of which its poller would not tell. */
  private SocketState readLater() {
    if (wrapper != null) {
      wrapper.processSocket(SocketEvent.OPEN_READ, true);
    }
    return SocketState.SUSPENDED;
  }

  private int fill(ByteBuffer buffer) throws IOException {
    buffer.clear();
    SocketWrapperBase<?> socket = wrapper;
    TomcatChannel out = channel;
    if (socket == null || out == null || out.isEnded()) {
      return 0;
    }
    ReentrantLock lock = out.readLock();
    if (lock == null) {
      return socket.read(false, buffer);
    }
    lock.lock();
    try {
      return socket.read(false, buffer);
    } finally {
      lock.unlock();
    }
  }

  private boolean isEnded() {
    return channel != null && channel.isEnded();
  }

  private void read(ByteBuffer buffer, ChannelListener told) {
    try {
      reader.read(
          buffer,
          new FrameReader.Sink() {
            @Override
            public void text(String message) {
              told.text(message);
            }

            @Override
            public void ping(byte[] payload) {
              told.ping(payload);
            }

            @Override
            public void pong() {
              told.pong();
            }

            @Override
            public void close(CloseStatus status) {
              left = status;
              told.leaving(status);
            }
          });
    } catch (ProtocolViolation e) {
      told.violated(e.status());
    }
  }

  @Override
  public void destroy() {
    ChannelListener told = listener;
    if (told != null && channel != null) {
      listener = null;
      CloseStatus said = channel.closeStatus();
      told.closed(said.equals(CloseStatus.NO_CLOSE_FRAME) && left != null ? left : said);
    }
  }

  @Override
  public void timeoutAsync(long now) {
    // Sessions have a watch of their own.
  }

  @Override
  public void setSslSupport(SSLSupport sslSupport) {
    // Of no interest.
  }

  @Override
  public void pause() {
    // Whoever stops the gateway takes leave of the clients first.
  }
}
