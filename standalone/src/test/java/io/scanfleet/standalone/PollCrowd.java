package io.scanfleet.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Thousands of clients that poll, each on a connection of its own that it keeps. */
final class PollCrowd implements AutoCloseable {

  private static final int CONNECTING_AT_ONCE = 200;

  /** What others in this process need: libraries, databases, brokers. */
  private static final int OTHER_FILES = 1500;

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Socket> sockets = new ArrayList<>();
  private final int port;

  /**
   * An answer.
   *
   * @param nanoTime when it was complete, by {@link System#nanoTime()}
   */
  record Answer(int status, String body, long nanoTime) {}

  private PollCrowd(int port) {
    this.port = port;
  }

  /** So many, or as many as this process can have connections with both ends in it. */
  static int possible(int wanted) {
    long files =
        ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
            .getMaxFileDescriptorCount();
    return (int) Math.min(wanted, (files - OTHER_FILES) / 2);
  }

  static PollCrowd connect(int port, int clients) throws Exception {
    PollCrowd crowd = new PollCrowd(port);
    Semaphore permits = new Semaphore(CONNECTING_AT_ONCE);
    List<Future<Socket>> connecting = new ArrayList<>();
    for (int i = 0; i < clients; i++) {
      connecting.add(
          crowd.threads.submit(
              () -> {
                permits.acquire();
                try {
                  return new Socket(InetAddress.getLoopbackAddress(), port);
                } finally {
                  permits.release();
                }
              }));
    }
    for (Future<Socket> one : connecting) {
      crowd.sockets.add(one.get());
    }
    return crowd;
  }

  /** Everybody asks for this. */
  List<Future<Answer>> ask(String path) {
    byte[] request =
        "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n\r\n"
            .formatted(path, port)
            .getBytes(StandardCharsets.US_ASCII);
    List<Future<Answer>> answers = new ArrayList<>();
    for (Socket socket : sockets) {
      answers.add(
          threads.submit(
              () -> {
                socket.getOutputStream().write(request);
                return read(new BufferedInputStream(socket.getInputStream(), 1024));
              }));
    }
    return answers;
  }

  /** What everybody was answered, if it is in time. */
  static List<Answer> await(List<Future<Answer>> answers, Duration patience) throws Exception {
    long deadline = System.nanoTime() + patience.toNanos();
    List<Answer> all = new ArrayList<>();
    for (Future<Answer> answer : answers) {
      try {
        all.add(answer.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS));
      } catch (TimeoutException e) {
        throw new AssertionError(
            answers.stream().filter(Future::isDone).count() + " of " + answers.size(), e);
      } catch (ExecutionException e) {
        throw new AssertionError("a connection broke", e);
      }
    }
    return all;
  }

  private static Answer read(InputStream in) throws IOException {
    int status = Integer.parseInt(line(in).substring("HTTP/1.1 ".length()).strip());
    int length = 0;
    for (String header = line(in); !header.isEmpty(); header = line(in)) {
      if (header.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        length = Integer.parseInt(header.substring(header.indexOf(':') + 1).strip());
      }
    }
    String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
    return new Answer(status, body, System.nanoTime());
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      assertThat(next).as("the end after '%s'", line).isNotNegative();
      if (next != '\r') {
        line.append((char) next);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
    threads.shutdownNow();
  }
}
