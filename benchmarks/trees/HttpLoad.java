import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;

/**
 * Clients that ask the gateway over connections they keep as long as it permits. In a closed loop each asks again when it
 * has its answer. At a pace, requests are due at fixed times, and a time is counted from when the
 * request was due, not from when a client was free to send it.
 */
final class HttpLoad {

  private final int port;
  private final int clients;
  private final IntFunction<String> path;
  private final int paths;

  /** What came of it; times in ms. */
  record Result(long requests, double seconds, double[] millis, long bytes, long failures) {

    double quantile(double q) {
      return millis.length == 0 ? Double.NaN : millis[(int) ((millis.length - 1) * q)];
    }
  }

  /**
   * @param path of the n-th request's kind
   * @param paths how many kinds there are
   */
  HttpLoad(int port, int clients, int paths, IntFunction<String> path) {
    this.port = port;
    this.clients = clients;
    this.paths = paths;
    this.path = path;
  }

  /**
   * @param perSecond of all clients together; 0 for a closed loop
   */
  Result run(double seconds, double perSecond) throws InterruptedException {
    long begin = System.nanoTime();
    long end = begin + (long) (seconds * 1e9);
    AtomicLong ticket = new AtomicLong();
    AtomicLong bytes = new AtomicLong();
    AtomicLong failures = new AtomicLong();
    List<double[]> times = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int c = 0; c < clients; c++) {
      int client = c;
      threads.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    double[] own =
                        ask(client, begin, end, perSecond, ticket, bytes, failures);
                    synchronized (times) {
                      times.add(own);
                    }
                  }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    double[] all = times.stream().flatMapToDouble(Arrays::stream).sorted().toArray();
    return new Result(
        all.length, (System.nanoTime() - begin) / 1e9, all, bytes.get(), failures.get());
  }

  private double[] ask(
      int client,
      long begin,
      long end,
      double perSecond,
      AtomicLong ticket,
      AtomicLong bytes,
      AtomicLong failures) {
    SplittableRandom random = new SplittableRandom(client);
    double[] times = new double[1024];
    int count = 0;
    Socket socket = null;
    try {
      InputStream in = InputStream.nullInputStream();
      while (true) {
        long from = System.nanoTime();
        if (perSecond > 0) {
          from = begin + (long) (ticket.getAndIncrement() * 1e9 / perSecond);
          for (long wait; (wait = from - System.nanoTime()) > 0; ) {
            LockSupport.parkNanos(wait);
          }
        }
        if (from >= end) {
          return Arrays.copyOf(times, count);
        }
        if (socket == null) {
          socket = new Socket(InetAddress.ofLiteral(Ports.HOST), port);
          socket.setTcpNoDelay(true);
          in = new BufferedInputStream(socket.getInputStream(), 64 * 1024);
        }
        String request =
            "GET %s HTTP/1.1\r\nHost: %s:%d\r\n\r\n"
                .formatted(path.apply(random.nextInt(paths)), Ports.HOST, port);
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        Answer answer = answer(in);
        if (answer.status() != 200) {
          failures.incrementAndGet();
        }
        bytes.addAndGet(answer.bytes());
        if (answer.last()) {
          socket.close();
          socket = null;
        }
        if (count == times.length) {
          times = Arrays.copyOf(times, 2 * count);
        }
        times[count++] = (System.nanoTime() - from) / 1e6;
      }
    } catch (IOException e) {
      failures.incrementAndGet();
      return Arrays.copyOf(times, count);
    } finally {
      close(socket);
    }
  }

  private static void close(Socket socket) {
    try {
      if (socket != null) {
        socket.close();
      }
    } catch (IOException e) {
      // As good as closed.
    }
  }

  /**
   * @param last whether the server closes the connection
   */
  private record Answer(int status, long bytes, boolean last) {}

  private static Answer answer(InputStream in) throws IOException {
    String line = line(in);
    int status = Integer.parseInt(line.split(" ")[1]);
    long length = -1;
    boolean chunked = false;
    boolean last = false;
    while (!(line = line(in)).isEmpty()) {
      String lower = line.toLowerCase(Locale.ROOT);
      if (lower.startsWith("content-length:")) {
        length = Long.parseLong(lower.substring(15).trim());
      } else if (lower.startsWith("transfer-encoding:") && lower.contains("chunked")) {
        chunked = true;
      } else if (lower.startsWith("connection:") && lower.contains("close")) {
        last = true;
      }
    }
    if (!chunked) {
      in.skipNBytes(Math.max(0, length));
      return new Answer(status, length, last);
    }
    long sum = 0;
    while (true) {
      int chunk = Integer.parseInt(line(in).trim(), 16);
      in.skipNBytes(chunk);
      line(in);
      if (chunk == 0) {
        return new Answer(status, sum, last);
      }
      sum += chunk;
    }
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    int c;
    while ((c = in.read()) != '\n') {
      if (c < 0) {
        throw new IOException("the connection was closed");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }
}
