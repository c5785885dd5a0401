package io.scanfleet.standalone;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * A network between browser and gateway that goes wrong when a test wants it: connections are cut,
 * refused, slow, or carry nothing any more. Each connection has two threads; what is set holds at
 * once for all of them.
 */
final class CuttingProxy implements AutoCloseable {

  private static final int LONGEST_HEAD = 64 * 1024;

  private final ServerSocket listening;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile int target;
  private volatile boolean refusing;
  private volatile boolean refusingUpgrades;
  private volatile Duration delay = Duration.ZERO;
  private final Set<Socket> dead = ConcurrentHashMap.newKeySet();

  private CuttingProxy(ServerSocket listening, int target) {
    this.listening = listening;
    this.target = target;
  }

  /** In front of a port of this host. */
  static CuttingProxy to(int port) throws IOException {
    CuttingProxy proxy =
        new CuttingProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), port);
    Thread.startVirtualThread(proxy::accept);
    return proxy;
  }

  int port() {
    return listening.getLocalPort();
  }

  /** Connections to come go to another port. */
  void leadTo(int port) {
    target = port;
  }

  /** Whether connections to come are broken off. */
  void refuse(boolean refuse) {
    refusing = refuse;
  }

  /** Whether WebSockets, and these alone, are refused. */
  void refuseUpgrades(boolean refuse) {
    refusingUpgrades = refuse;
  }

  /** What comes is passed on so much later, in each direction. */
  void slow(Duration by) {
    delay = by;
  }

  /** Those that there are carry nothing any more, and nobody is told. */
  void deaden() {
    dead.addAll(open);
  }

  /** Breaks all connections that there are. */
  void cut() {
    open.forEach(CuttingProxy::reset);
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket browser = listening.accept();
        if (refusing) {
          reset(browser);
        } else {
          Thread.startVirtualThread(() -> serve(browser));
        }
      } catch (IOException e) {
        // Closed, or the browser has gone already.
      }
    }
  }

  private void serve(Socket browser) {
    try (browser;
        Socket gateway = new Socket()) {
      open.add(browser);
      open.add(gateway);
      byte[] head = head(browser.getInputStream());
      if (refusingUpgrades && isUpgrade(head)) {
        browser
            .getOutputStream()
            .write(
                "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
        return;
      }
      gateway.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target));
      Thread answers = Thread.startVirtualThread(() -> pass(gateway, browser));
      pass(head, head.length, gateway);
      pass(browser, gateway);
      answers.join();
    } catch (IOException e) {
      reset(browser);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(browser);
      open.removeIf(Socket::isClosed);
    }
  }

  /** What the browser says first; a WebSocket has a connection of its own. */
  private static byte[] head(InputStream in) throws IOException {
    byte[] head = new byte[LONGEST_HEAD];
    int length = 0;
    while (length < head.length) {
      int read = in.read(head, length, head.length - length);
      if (read < 0) {
        break;
      }
      length += read;
      if (new String(head, 0, length, StandardCharsets.ISO_8859_1).contains("\r\n\r\n")) {
        break;
      }
    }
    return Arrays.copyOf(head, length);
  }

  private static boolean isUpgrade(byte[] head) {
    return new String(head, StandardCharsets.ISO_8859_1).contains("Upgrade: websocket");
  }

  private void pass(Socket from, Socket to) {
    byte[] buffer = new byte[16 * 1024];
    try {
      InputStream in = from.getInputStream();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        pass(buffer, read, to);
      }
      to.shutdownOutput();
    } catch (IOException e) {
      reset(from);
      reset(to);
    }
  }

  private void pass(byte[] bytes, int length, Socket to) throws IOException {
    if (!delay.isZero()) {
      LockSupport.parkNanos(delay.toNanos());
    }
    if (!dead.contains(to)) {
      to.getOutputStream().write(bytes, 0, length);
    }
  }

  /** Not an end in good order. */
  private static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException e) {
      // It is gone.
    }
  }

  @Override
  public void close() {
    cut();
    try {
      listening.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
