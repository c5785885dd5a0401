package io.scanfleet.gateway.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Keeps other web sites that the same browser visits from using the gateway: what changes something
 * must come from the gateway's own pages (or from no page), and a gateway on loopback answers only
 * to loopback's names, so that no foreign name can be pointed at it (DNS rebinding). Pages of the
 * origins that the operator has listed may also cancel a scan, as {@code <scan-progress>} does.
 */
final class SameOriginFilter extends OncePerRequestFilter {

  private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

  private static final Pattern CANCELLING = Pattern.compile("/api/v1/scans/[^/]+/cancel");

  private final boolean loopbackOnly;
  private final Set<String> allowedOrigins;

  SameOriginFilter(boolean loopbackOnly, Set<String> allowedOrigins) {
    this.loopbackOnly = loopbackOnly;
    this.allowedOrigins = allowedOrigins;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String host = request.getHeader(HttpHeaders.HOST);
    if (loopbackOnly && !LoopbackHosts.isLoopbackHost(host)) {
      refuse(
          response,
          "This gateway listens on loopback only; call it localhost."
              + " To open it to others, start it with --bind.");
    } else if (!READING.contains(request.getMethod())
        && !isSameOrigin(request.getHeader(HttpHeaders.ORIGIN), host)
        && !mayCancel(request)) {
      refuse(response, "Only the gateway's own pages may change something.");
    } else {
      chain.doFilter(request, response);
    }
  }

  private boolean mayCancel(HttpServletRequest request) {
    String origin = request.getHeader(HttpHeaders.ORIGIN);
    return origin != null
        && allowedOrigins.contains(origin)
        && CANCELLING.matcher(request.getRequestURI()).matches();
  }

  private static boolean isSameOrigin(@Nullable String origin, @Nullable String host) {
    if (origin == null) {
      return true;
    }
    try {
      String authority = URI.create(origin).getRawAuthority();
      return authority != null && authority.equalsIgnoreCase(host);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static void refuse(HttpServletResponse response, String detail) throws IOException {
    response.setStatus(HttpStatus.FORBIDDEN.value());
    response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    response.setCharacterEncoding("UTF-8");
    response
        .getWriter()
        .write(
            "{\"type\":\"urn:scanfleet:problem:foreign-origin\",\"title\":\"Foreign origin\","
                + "\"status\":403,\"detail\":\""
                + detail
                + "\"}");
  }
}
