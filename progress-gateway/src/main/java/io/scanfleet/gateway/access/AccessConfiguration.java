package io.scanfleet.gateway.access;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

/** Puts the filters before everything else. */
@Configuration(proxyBeanMethods = false)
class AccessConfiguration {

  @Bean
  FilterRegistrationBean<SameOriginFilter> sameOriginFilter(
      @Value("${server.address}") String address) {
    FilterRegistrationBean<SameOriginFilter> registration =
        new FilterRegistrationBean<>(new SameOriginFilter(LoopbackHosts.isLoopback(address)));
    registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
    return registration;
  }

  @Bean
  FilterRegistrationBean<SecurityHeadersFilter> securityHeadersFilter() {
    FilterRegistrationBean<SecurityHeadersFilter> registration =
        new FilterRegistrationBean<>(new SecurityHeadersFilter());
    registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 1);
    return registration;
  }
}
