package io.scanfleet.testing;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket client that remembers every message and when it came. It is the JDK's own, so that a
 * server is not checked by the library that it is made of. {@linkplain #pause() Paused}, it is the
 * slow reader that every server meets.
 */
public final class WebSocketProbe implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int TOLD_MESSAGES = 5;

  /**
   * A message.
   *
   * @param nanoTime when it was complete, by {@link System#nanoTime()}
   */
  public record Received(String text, long nanoTime) {}

  private final HttpClient client;
  private final List<Received> received = new ArrayList<>();
  private final StringBuilder incomplete = new StringBuilder();
  private OptionalInt closeCode = OptionalInt.empty();
  private @Nullable Throwable failure;
  private boolean paused;
  private boolean owesRequest;
  private @Nullable WebSocket socket;

  private WebSocketProbe(HttpClient client) {
    this.client = client;
  }

  /**
   * Connects.
   *
   * @throws IOException if the server cannot be reached, or a {@link
   *     java.net.http.WebSocketHandshakeException} with its answer if it refuses
   */
  public static WebSocketProbe connect(URI uri) throws IOException {
    return connect(uri, Map.of());
  }

  /** Connects with these request headers, for instance {@code Origin}. */
  public static WebSocketProbe connect(URI uri, Map<String, String> headers) throws IOException {
    return connect(uri, headers, HttpClient.newBuilder());
  }

  /** Connects to an address of {@code wss}, trusting whom this context trusts. */
  public static WebSocketProbe connect(URI uri, Map<String, String> headers, SSLContext trust)
      throws IOException {
    return connect(uri, headers, HttpClient.newBuilder().sslContext(trust));
  }

  private static WebSocketProbe connect(
      URI uri, Map<String, String> headers, HttpClient.Builder client) throws IOException {
    WebSocketProbe probe = new WebSocketProbe(client.connectTimeout(PATIENCE).build());
    WebSocket.Builder builder = probe.client.newWebSocketBuilder().connectTimeout(PATIENCE);
    headers.forEach(builder::header);
    try {
      WebSocket socket = builder.buildAsync(uri, probe.new Listener()).join();
      synchronized (probe) {
        probe.socket = socket;
      }
      return probe;
    } catch (CompletionException e) {
      probe.client.shutdownNow();
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      throw e;
    }
  }

  /** Sends a text message; returns when it is on its way. */
  public void send(String text) {
    socket().sendText(text, true).orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
  }

  /** All messages until now, the first first. */
  public synchronized List<Received> received() {
    return List.copyOf(received);
  }

  /**
   * The first message like this, whether it has come already or comes in time.
   *
   * @throws AssertionError with what came instead, if none does
   */
  public synchronized Received awaitMessage(Predicate<String> wanted, Duration timeout) {
    int[] seen = {0};
    boolean came =
        await(
            () -> {
              while (seen[0] < received.size()) {
                if (wanted.test(received.get(seen[0]).text())) {
                  return true;
                }
                seen[0]++;
              }
              return closeCode.isPresent() || failure != null;
            },
            timeout);
    if (came && seen[0] < received.size()) {
      return received.get(seen[0]);
    }
    throw new AssertionError("no such message within " + timeout + "; " + state());
  }

  /** The code with which the server closed the connection; empty while it has not. */
  public synchronized OptionalInt closeCode() {
    return closeCode;
  }

  /**
   * Waits for the server to close the connection.
   *
   * @return with which code
   * @throws AssertionError if it does not, or if the connection breaks
   */
  public synchronized int awaitClose(Duration timeout) {
    await(() -> closeCode.isPresent() || failure != null, timeout);
    return closeCode.orElseThrow(
        () -> new AssertionError("not closed within " + timeout + "; " + state()));
  }

  /** Takes no more messages: they fill the network's buffers, and then the server's. */
  public synchronized void pause() {
    paused = true;
  }

  /** Takes messages again. */
  public synchronized void resume() {
    paused = false;
    if (owesRequest) {
      owesRequest = false;
      socket().request(1);
    }
  }

  /** Breaks the connection without a word, like a browser whose machine lost the network. */
  public void abort() {
    socket().abort();
    client.shutdownNow();
  }

  /** Takes leave of the server and waits for its answer, not for long. */
  @Override
  public void close() {
    resume();
    WebSocket open = socket();
    if (!open.isOutputClosed()) {
      // A connection that is broken already cannot be taken leave of, and need not.
      open.sendClose(WebSocket.NORMAL_CLOSURE, "")
          .orTimeout(1, TimeUnit.SECONDS)
          .exceptionally(broken -> open)
          .join();
      synchronized (this) {
        await(() -> closeCode.isPresent() || failure != null, Duration.ofSeconds(1));
      }
    }
    open.abort();
    client.shutdownNow();
  }

  private synchronized WebSocket socket() {
    if (socket == null) {
      throw new IllegalStateException("not connected");
    }
    return socket;
  }

  private synchronized boolean await(BooleanSupplier condition, Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (!condition.getAsBoolean()) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      try {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while waiting", e);
      }
    }
    return true;
  }

  private synchronized String state() {
    List<String> last =
        received.subList(Math.max(0, received.size() - TOLD_MESSAGES), received.size()).stream()
            .map(Received::text)
            .toList();
    return "messages: %d, the last: %s, close code: %s, failure: %s"
        .formatted(received.size(), last, closeCode, failure);
  }

  /** What the JDK calls, one call at a time. */
  private final class Listener implements WebSocket.Listener {

    @Override
    public @Nullable CompletionStage<?> onText(
        WebSocket webSocket, CharSequence data, boolean last) {
      synchronized (WebSocketProbe.this) {
        incomplete.append(data);
        if (last) {
          received.add(new Received(incomplete.toString(), System.nanoTime()));
          incomplete.setLength(0);
          WebSocketProbe.this.notifyAll();
        }
        if (paused) {
          owesRequest = true;
        } else {
          webSocket.request(1);
        }
      }
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(
        WebSocket webSocket, int statusCode, String reason) {
      synchronized (WebSocketProbe.this) {
        closeCode = OptionalInt.of(statusCode);
        WebSocketProbe.this.notifyAll();
      }
      return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
      synchronized (WebSocketProbe.this) {
        failure = error;
        WebSocketProbe.this.notifyAll();
      }
    }
  }
}
