package io.scanfleet.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
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
    "false, DELETE, gateway.studio.example, https://evil.example, 403",
    "false, DELETE, gateway.studio.example, https://wiki.example, 403",
    "false, POST, gateway.studio.example, https://wiki.example, 403"
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
    filter(loopback).doFilter(request, response, new MockFilterChain());
    assertThat(response.getStatus()).isEqualTo(status);
    if (status == 403) {
      assertThat(response.getContentType()).startsWith("application/problem+json");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "https://wiki.example, /api/v1/scans/4e6c/cancel, 200",
    "https://evil.example, /api/v1/scans/4e6c/cancel, 403",
    "https://wiki.example, /api/v1/scans/4e6c/cancel/more, 403"
  })
  void aListedOriginMayCancel(String origin, String path, int status) throws Exception {
    MockHttpServletRequest request = new MockHttpServletRequest("POST", path);
    request.addHeader("Host", "gateway.studio.example");
    request.addHeader("Origin", origin);
    MockHttpServletResponse response = new MockHttpServletResponse();
    filter(false).doFilter(request, response, new MockFilterChain());
    assertThat(response.getStatus()).isEqualTo(status);
  }

  private static SameOriginFilter filter(boolean loopback) {
    return new SameOriginFilter(loopback, Set.of("https://wiki.example"));
  }
}
