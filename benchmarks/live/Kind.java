import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The kinds of servers: how each is started, and what it needs that may not be there. */
enum Kind {
  GATEWAY("gateway") {
    @Override
    String missing() {
      return null;
    }

    @Override
    Server start(Server.Place place) throws Exception {
      return new GatewayServer(place);
    }
  },

  NCHAN("nchan") {
    @Override
    String missing() {
      return isThere(NchanServer.PROGRAM, NchanServer.MODULE)
          ? null
          : "nginx and libnginx-mod-nchan";
    }

    @Override
    Server start(Server.Place place) throws Exception {
      return new NchanServer(place);
    }
  },

  NODE("node") {
    @Override
    String missing() {
      return isThere(NodeServer.PROGRAM, NodeServer.LIBRARIES + "/ws") ? null : "node-ws";
    }

    @Override
    Server start(Server.Place place) throws Exception {
      return new NodeServer(place);
    }
  },

  MOSQUITTO("mosquitto") {
    @Override
    String missing() {
      return isThere(MosquittoServer.PROGRAM) ? null : "mosquitto";
    }

    @Override
    Server start(Server.Place place) throws Exception {
      return new MosquittoServer(place);
    }
  },

  WEB_STOMP("web-stomp") {
    @Override
    String missing() throws IOException {
      return WebStompServer.isInstalled() ? null : "rabbitmq-server";
    }

    @Override
    Server start(Server.Place place) throws Exception {
      return new WebStompServer(place);
    }
  };

  /** What it is called on the command line and in tables. */
  final String label;

  Kind(String label) {
    this.label = label;
  }

  /** What has to be installed; null if nothing. */
  abstract String missing() throws IOException;

  abstract Server start(Server.Place place) throws Exception;

  static Kind of(String label) {
    for (Kind kind : values()) {
      if (kind.label.equals(label)) {
        return kind;
      }
    }
    throw new BenchException("no such server: '" + label + "' (see --help)");
  }

  private static boolean isThere(String... files) {
    for (String file : files) {
      if (!Files.exists(Path.of(file))) {
        return false;
      }
    }
    return true;
  }
}
