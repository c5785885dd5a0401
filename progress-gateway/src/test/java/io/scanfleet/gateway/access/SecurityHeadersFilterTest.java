package io.scanfleet.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ServletException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class SecurityHeadersFilterTest {

  private static MockHttpServletResponse answer(
      String path, boolean tls, String host, @Nullable String forwarded)
      throws ServletException, IOException {
    MockHttpServletRequest request = new MockHttpServletRequest("GET", path);
    request.setSecure(tls);
    request.addHeader("Host", host);
    if (forwarded != null) {
      request.addHeader("X-Forwarded-Proto", forwarded);
    }
    MockHttpServletResponse response = new MockHttpServletResponse();
    new SecurityHeadersFilter().doFilter(request, response, new MockFilterChain());
    return response;
  }

  @Test
  void nothingInlineRunsButTheImportMap() throws ServletException, IOException {
    MockHttpServletResponse page = answer("/", false, "localhost:8080", null);
    assertThat(page.getHeader("Content-Security-Policy"))
        .contains("default-src 'self'", "script-src 'self' 'sha256-")
        .doesNotContain("unsafe");
    assertThat(page.getHeader("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(page.getHeader("Referrer-Policy")).isEqualTo("no-referrer");
    MockHttpServletResponse interfacePage =
        answer("/swagger-ui/index.html", false, "localhost:8080", null);
    assertThat(interfacePage.getHeader("Content-Security-Policy"))
        .contains("style-src 'self' 'unsafe-inline'")
        .doesNotContain("script-src");
  }

  @ParameterizedTest
  @CsvSource({
    "false, localhost:8080,              , true",
    "false, 127.0.0.1,                   , true",
    "true,  scanfleet.studio.example,    , true",
    "false, scanfleet.studio.example, https, true",
    "false, scanfleet.studio.example,    , false",
    "false, scanfleet.studio.example, http, false"
  })
  void theOpenersPolicyIsSentToThoseWhoHeedIt(
      boolean tls, String host, @Nullable String forwarded, boolean sent)
      throws ServletException, IOException {
    assertThat(answer("/", tls, host, forwarded).containsHeader("Cross-Origin-Opener-Policy"))
        .isEqualTo(sent);
  }
}
