package io.scanfleet.gateway.live.channel;

import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/**
 * How the container is to treat connections, for thousands that are idle most of the time. Its
 * buffers are most of what an idle one takes; a {@link TomcatChannel} does not use the one for
 * writing, but answers of HTTP go through it piece by piece. The container must not use a
 * connection's objects again for another one, since a channel may still be writing through them
 * when the connection ends.
 *
 * <p>The sizes for Spring's sessions can be set by a system property alone; one that is set already
 * stays. A message must fit, or it is sent in parts, each a call of the kernel of its own.
 */
@Component
class ConnectorSettings implements WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> {

  private static final String SESSION_BUFFERS = "org.apache.tomcat.websocket.DEFAULT_BUFFER_SIZE";

  @Override
  public void customize(ConfigurableTomcatWebServerFactory factory) {
    if (System.getProperty(SESSION_BUFFERS) == null) {
      System.setProperty(SESSION_BUFFERS, "2048");
    }
    factory.addConnectorCustomizers(
        connector -> {
          connector.setProperty("socket.appReadBufSize", "512");
          connector.setProperty("socket.appWriteBufSize", "2048");
          connector.setProperty("socket.bufferPool", "0");
        });
  }
}
