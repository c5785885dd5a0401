import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;

/**
 * One request, its answer read to the end as fast as it comes.
 *
 * @param firstMillis until its first byte
 * @param seconds until its last
 * @param lines how many there were
 * @param body the first of it, at most 1 MiB
 */
record Answer(double firstMillis, double seconds, long bytes, long lines, byte[] body) {

  private static final int KEPT = 1 << 20;

  /**
   * Asks the gateway.
   *
   * @param path with its query
   * @param headers names and values in turn
   */
  static Answer of(int port, String path, String... headers) {
    byte[] buffer = new byte[256 * 1024];
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    long begin = System.nanoTime();
    try {
      URI address = URI.create("http://" + Ports.HOST + ":" + port + path);
      HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
      for (int i = 0; i < headers.length; i += 2) {
        connection.setRequestProperty(headers[i], headers[i + 1]);
      }
      try (InputStream in = connection.getInputStream()) {
        long first = 0;
        long bytes = 0;
        long lines = 0;
        for (int count; (count = in.read(buffer)) >= 0; ) {
          first = first == 0 ? System.nanoTime() : first;
          bytes += count;
          for (int i = 0; i < count; i++) {
            lines += buffer[i] == '\n' ? 1 : 0;
          }
          body.write(buffer, 0, Math.min(count, KEPT - body.size()));
        }
        return new Answer(
            (first - begin) / 1e6,
            (System.nanoTime() - begin) / 1e9,
            bytes,
            lines,
            body.toByteArray());
      }
    } catch (IOException e) {
      throw new BenchException("the gateway does not answer " + path + ": " + e.getMessage());
    }
  }
}
