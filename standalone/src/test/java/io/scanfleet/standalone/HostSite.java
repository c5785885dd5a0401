package io.scanfleet.standalone;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/**
 * Somebody else's site, whose only page shows a scan of a gateway. It allows itself nothing inline
 * and nothing from anywhere but that gateway. By its two names it is two origins.
 */
final class HostSite implements AutoCloseable {

  private final HttpServer server;
  private volatile String page = "";
  private volatile String policy = "";

  HostSite() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext(
        "/",
        exchange -> {
          boolean found = exchange.getRequestURI().getPath().equals("/");
          byte[] body = (found ? page : "").getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
          exchange.getResponseHeaders().set("Content-Security-Policy", policy);
          exchange.sendResponseHeaders(found ? 200 : 204, found ? body.length : -1);
          exchange.getResponseBody().write(body, 0, found ? body.length : 0);
          exchange.close();
        });
    server.start();
  }

  /** The origin that the gateway lists. */
  String origin() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** The same page under a name that it does not list. */
  String otherOrigin() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  /** Shows these elements, which a script of the gateway defines. */
  void show(GatewayClient gateway, String elements) {
    String origin = gateway.http("").toString();
    policy =
        "default-src 'none'; script-src %s; connect-src %s %s"
            .formatted(origin, origin, origin.replace("http", "ws"));
    page =
        """
        <!doctype html>
        <html lang="en"><head><title>A studio's dashboard</title>
        <script type="module" src="%s/embed/scan-progress.js"></script></head>
        <body><main><h1>Tonight</h1>%s</main></body></html>
        """
            .formatted(origin, elements);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
