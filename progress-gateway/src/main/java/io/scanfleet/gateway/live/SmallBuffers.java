package io.scanfleet.gateway.live;

import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/**
 * Takes the container's buffers down to what a socket needs on which clients say little: of the 53
 * KiB of heap that a session took, most were empty buffers. Tomcat's read and write buffers of a
 * WebSocket are set by a system property alone; one that is set already stays.
 */
@Component
class SmallBuffers implements WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> {

  private static final String WEB_SOCKET_BUFFERS =
      "org.apache.tomcat.websocket.DEFAULT_BUFFER_SIZE";

  @Override
  public void customize(ConfigurableTomcatWebServerFactory factory) {
    if (System.getProperty(WEB_SOCKET_BUFFERS) == null) {
      System.setProperty(WEB_SOCKET_BUFFERS, "512");
    }
    factory.addConnectorCustomizers(
        connector -> connector.setProperty("socket.appReadBufSize", "1024"));
  }
}
