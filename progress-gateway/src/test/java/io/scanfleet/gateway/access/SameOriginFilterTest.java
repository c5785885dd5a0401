package io.scanfleet.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class SameOriginFilterTest {

  @ParameterizedTest
  @CsvSource({
    "true,  GET,  localhost:8080, , 200",
    "true,  GET,  127.0.0.1, , 200",
    "true,  GET,  '[::1]:8080', , 200",
    "true,  GET,  evil.example:8080, , 403",
    "true,  GET,  localhost.evil.example, , 403",
    "true,  GET,  , , 403",
    "true,  POST, localhost:8080, http://localhost:8080, 200",
    "true,  POST, localhost:8080, http://evil.example, 403",
    "true,  POST, localhost:8080, http://localhost:9090, 403",
    "true,  POST, localhost:8080, null, 403",
    "true,  POST, localhost:8080, , 200",
    "true,  GET,  localhost:8080, http://evil.example, 200",
    "false, GET,  gateway.studio.example, , 200",
    "false, DELETE, gateway.studio.example, https://gateway.studio.example, 200",
    "false, DELETE, gateway.studio.example, https://evil.example, 403"
  })
  void requests(boolean loopback, String method, String host, String origin, int status)
      throws Exception {
    MockHttpServletRequest request = new MockHttpServletRequest(method, "/api/v1/scans");
    if (host != null) {
      request.addHeader("Host", host);
    }
    if (origin != null) {
      request.addHeader("Origin", origin);
    }
    MockHttpServletResponse response = new MockHttpServletResponse();
    new SameOriginFilter(loopback).doFilter(request, response, new MockFilterChain());
    assertThat(response.getStatus()).isEqualTo(status);
    if (status == 403) {
      assertThat(response.getContentType()).startsWith("application/problem+json");
    }
  }
}
