package io.scanfleet.gateway.live;

import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/**
 * Takes the container's buffers down to what these sockets need: of the 53 KiB of heap that an idle
 * session took, most were empty buffers. A message must fit into one nevertheless, or it is sent in
 * parts, each a call of the kernel of its own; one of a batch of one target has some 950 bytes.
 * Tomcat's buffers of a WebSocket are set by a system property alone; one that is set already
 * stays.
 */
@Component
class SmallBuffers implements WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> {

  private static final String WEB_SOCKET_BUFFERS =
      "org.apache.tomcat.websocket.DEFAULT_BUFFER_SIZE";

  @Override
  public void customize(ConfigurableTomcatWebServerFactory factory) {
    if (System.getProperty(WEB_SOCKET_BUFFERS) == null) {
      System.setProperty(WEB_SOCKET_BUFFERS, "2048");
    }
    factory.addConnectorCustomizers(
        connector -> connector.setProperty("socket.appReadBufSize", "1024"));
  }
}
