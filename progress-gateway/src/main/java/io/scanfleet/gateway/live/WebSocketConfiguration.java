package io.scanfleet.gateway.live;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.socket.config.annotation.EnableWebSocket;
import org.springframework.web.socket.config.annotation.WebSocketConfigurer;
import org.springframework.web.socket.config.annotation.WebSocketHandlerRegistry;
import org.springframework.web.socket.server.standard.ServletServerContainerFactoryBean;

/** Puts the socket at its address. Browsers may open it only from the gateway's own pages. */
@Configuration(proxyBeanMethods = false)
@EnableWebSocket
class WebSocketConfiguration {

  private static final int MAX_MESSAGE_BYTES = 8 * 1024;

  @Bean
  WebSocketConfigurer progressSocket(ProgressWebSocketHandler handler) {
    return (WebSocketHandlerRegistry registry) -> registry.addHandler(handler, "/ws/progress");
  }

  @Bean
  ServletServerContainerFactoryBean socketLimits() {
    ServletServerContainerFactoryBean container = new ServletServerContainerFactoryBean();
    container.setMaxTextMessageBufferSize(MAX_MESSAGE_BYTES);
    container.setMaxBinaryMessageBufferSize(MAX_MESSAGE_BYTES);
    return container;
  }
}
