package io.scanfleet.gateway.access;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpHeaders;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.filter.CorsFilter;

/** Puts the filters before everything else. */
@Configuration(proxyBeanMethods = false)
class AccessConfiguration {

  @Bean
  FilterRegistrationBean<SameOriginFilter> sameOriginFilter(
      @Value("${server.address}") String address, Environment environment) {
    FilterRegistrationBean<SameOriginFilter> registration =
        new FilterRegistrationBean<>(
            new SameOriginFilter(LoopbackHosts.isLoopback(address), allowedOrigins(environment)));
    registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
    return registration;
  }

  /**
   * Lets pages of the listed origins load {@code <scan-progress>} and read what it shows. Of others
   * nothing is said, so that their browsers keep the answers from them.
   */
  @Bean
  FilterRegistrationBean<CorsFilter> embedding(Environment environment) {
    Set<String> allowedOrigins = allowedOrigins(environment);
    CorsConfiguration listed = new CorsConfiguration();
    listed.setAllowedOrigins(List.copyOf(allowedOrigins));
    listed.setAllowedMethods(List.of("GET", "HEAD", "POST"));
    FilterRegistrationBean<CorsFilter> registration =
        new FilterRegistrationBean<>(
            new CorsFilter(
                request ->
                    allowedOrigins.contains(
                            Objects.requireNonNullElse(request.getHeader(HttpHeaders.ORIGIN), ""))
                        ? listed
                        : null));
    registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 2);
    return registration;
  }

  @Bean
  FilterRegistrationBean<SecurityHeadersFilter> securityHeadersFilter() {
    FilterRegistrationBean<SecurityHeadersFilter> registration =
        new FilterRegistrationBean<>(new SecurityHeadersFilter());
    registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 1);
    return registration;
  }

  /** Those that sockets take too, however they are written: with commas or as a list. */
  private static Set<String> allowedOrigins(Environment environment) {
    return Binder.get(environment)
        .bind("scanfleet.live.allowed-origins", Bindable.setOf(String.class))
        .orElse(Set.of());
  }
}
