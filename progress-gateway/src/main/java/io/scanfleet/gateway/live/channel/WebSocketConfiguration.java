package io.scanfleet.gateway.live.channel;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.Enumeration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.socket.WebSocketHttpHeaders;
import org.springframework.web.socket.config.annotation.EnableWebSocket;
import org.springframework.web.socket.config.annotation.WebSocketConfigurer;
import org.springframework.web.socket.config.annotation.WebSocketHandlerRegistry;
import org.springframework.web.socket.server.standard.ServletServerContainerFactoryBean;
import org.springframework.web.socket.server.standard.StandardWebSocketUpgradeStrategy;
import org.springframework.web.socket.server.support.DefaultHandshakeHandler;

/**
 * Puts the socket at its address. Browsers may open it only from the gateway's own pages and from
 * those of the origins that are listed.
 */
@Configuration(proxyBeanMethods = false)
@EnableWebSocket
@EnableConfigurationProperties(SocketProperties.class)
class WebSocketConfiguration {

  private static final String PATH = "/ws/progress";
  private static final String PROTOCOL = "scanfleet.progress.v1";

  @Bean
  WebSocketConfigurer progressSocket(ChannelAcceptor acceptor, SocketProperties properties) {
    DefaultHandshakeHandler handshake =
        new DefaultHandshakeHandler(
            switch (properties.transport()) {
              case TOMCAT -> new TomcatUpgradeStrategy(acceptor);
              case PORTABLE -> new StandardWebSocketUpgradeStrategy();
            });
    handshake.setSupportedProtocols(PROTOCOL);
    return (WebSocketHandlerRegistry registry) ->
        registry
            .addHandler(new PortableHandler(acceptor), PATH)
            .setHandshakeHandler(handshake)
            .setAllowedOrigins(properties.allowedOrigins().toArray(String[]::new));
  }

  @Bean
  ServletServerContainerFactoryBean socketLimits() {
    ServletServerContainerFactoryBean container = new ServletServerContainerFactoryBean();
    container.setMaxTextMessageBufferSize(TomcatUpgradeStrategy.MAX_MESSAGE_BYTES);
    container.setMaxBinaryMessageBufferSize(TomcatUpgradeStrategy.MAX_MESSAGE_BYTES);
    return container;
  }

  /**
   * Nothing is compressed: a compressor for each session would take more memory than all else of
   * it. The container would offer it whatever the application says, so it does not see the wish.
   */
  @Bean
  FilterRegistrationBean<OncePerRequestFilter> noCompression() {
    FilterRegistrationBean<OncePerRequestFilter> registration =
        new FilterRegistrationBean<>(new NoExtensionsFilter());
    registration.addUrlPatterns(PATH);
    return registration;
  }

  private static final class NoExtensionsFilter extends OncePerRequestFilter {
    @Override
    protected void doFilterInternal(
        HttpServletRequest request, HttpServletResponse response, FilterChain chain)
        throws ServletException, IOException {
      chain.doFilter(
          new HttpServletRequestWrapper(request) {
            @Override
            public Enumeration<String> getHeaders(String name) {
              return name.equalsIgnoreCase(WebSocketHttpHeaders.SEC_WEBSOCKET_EXTENSIONS)
                  ? Collections.emptyEnumeration()
                  : super.getHeaders(name);
            }
          },
          response);
    }
  }
}
