import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * nginx with nchan, one worker: published by HTTP POST, one channel a batch; a session of several
 * batches is one subscriber of several channels. Each channel keeps its newest message, which a new
 * subscriber gets first.
 */
final class NchanServer implements Server {

  static final String MODULE = "/usr/lib/nginx/modules/ngx_nchan_module.so";
  static final String PROGRAM = "/usr/sbin/nginx";

  private static final String CONFIGURATION =
      """
      load_module %s;
      daemon off;
      user %s;
      worker_processes 1;
      worker_rlimit_nofile %d;
      pid %s/pid;
      error_log stderr error;
      events { worker_connections %d; }
      http {
        access_log off;
        client_body_temp_path %s/body;
        proxy_temp_path %s/proxy;
        fastcgi_temp_path %s/fastcgi;
        uwsgi_temp_path %s/uwsgi;
        scgi_temp_path %s/scgi;
        keepalive_requests 100000000;
        keepalive_timeout 1h;
        client_body_buffer_size 16k;
        client_body_in_single_buffer on;
        tcp_nodelay on;
        nchan_shared_memory_size 256m;
        server {
          listen %s:%d backlog=4096;
          location ~ ^/publish/(.+)$ {
            nchan_publisher http;
            nchan_channel_id $1;
            nchan_message_buffer_length 1;
            nchan_message_timeout 1h;
          }
          location ~ ^/subscribe/(.+)$ {
            nchan_subscriber websocket;
            nchan_channel_id $1;
            nchan_channel_id_split_delimiter ",";
            nchan_subscriber_first_message -1;
          }
        }
      }
      """;

  private final int port = Ports.free();
  private final Bodies bodies;
  private final Proc process;

  NchanServer(Place place) throws Exception {
    bodies = place.bodies();
    Path directory = Files.createTempDirectory(place.work(), "nginx");
    Path file = directory.resolve("nginx.conf");
    int files = place.openFiles();
    Files.writeString(
        file,
        CONFIGURATION.formatted(
            MODULE,
            System.getProperty("user.name"),
            files,
            directory,
            files - 100,
            directory,
            directory,
            directory,
            directory,
            directory,
            Ports.HOST,
            port));
    process =
        Proc.start(
            "nchan",
            place.work(),
            CORE,
            Map.of(),
            List.of(PROGRAM, "-p", directory.toString(), "-c", file.toString(), "-e", "stderr"));
    Ports.await(port, process, 20);
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public Proc process() {
    return process;
  }

  @Override
  public Wire wire() {
    return batches -> "/subscribe/" + String.join(",", batches);
  }

  @Override
  public Feed feed() {
    return new StreamFeed(port, NchanServer::post, bodies);
  }

  private static byte[] post(String batch, byte[] body) {
    String head =
        "POST /publish/%s HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
            .formatted(batch, Ports.HOST, body.length);
    return Wire.join(List.of(head.getBytes(StandardCharsets.US_ASCII), body));
  }

  @Override
  public void close() {
    process.close();
  }
}
