package io.scanfleet.gateway.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Tells browsers to load nothing for the page but what the gateway itself serves, and to run no
 * inline script: the map that tells where libraries lie, which has to be inline, is named by its
 * digest. The page that tries the HTTP interface out comes from a library, which writes styles and
 * small pictures inline; it may, and nothing else.
 */
final class SecurityHeadersFilter extends OncePerRequestFilter {

  private static final String POLICY =
      "default-src 'self'; object-src 'none'; base-uri 'none';"
          + " form-action 'self'; frame-ancestors 'self'";

  private static final String PAGE = "static/index.html";

  private static final String TRYING_OUT = "/swagger-ui/";
  private static final String POLICY_OF_TRYING_OUT =
      POLICY + "; style-src 'self' 'unsafe-inline'; img-src 'self' data:";

  private final String policy;

  SecurityHeadersFilter() {
    this.policy = POLICY + "; script-src 'self' '" + ImportMap.of(PAGE).digest() + "'";
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    response.setHeader(
        "Content-Security-Policy",
        request.getRequestURI().startsWith(TRYING_OUT) ? POLICY_OF_TRYING_OUT : policy);
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Referrer-Policy", "no-referrer");
    if (isTrustworthy(request)) {
      response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
    }
    chain.doFilter(request, response);
  }

  /** Whether a browser heeds the opener's policy; where it does not, it complains of it. */
  private static boolean isTrustworthy(HttpServletRequest request) {
    return request.isSecure()
        || "https".equals(request.getHeader("X-Forwarded-Proto"))
        || LoopbackHosts.isLoopbackHost(request.getHeader(HttpHeaders.HOST));
  }
}
