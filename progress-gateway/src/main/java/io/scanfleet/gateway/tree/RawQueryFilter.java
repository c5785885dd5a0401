package io.scanfleet.gateway.tree;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets questions carry bytes in their query that are not valid UTF-8, as paths on a disk may.
 * Tomcat refuses the whole request then; here such a byte becomes U+FFFD in the decoded parameters,
 * and who needs the bytes takes them from the query string ({@link RawQuery}).
 */
@Component
class RawQueryFilter extends OncePerRequestFilter {

  private static final String API = "/api/v1/";

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return !request.getMethod().equals("GET") || !request.getRequestURI().startsWith(API);
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    chain.doFilter(new DecodedQuery(request), response);
  }

  private static final class DecodedQuery extends HttpServletRequestWrapper {

    private final Map<String, String[]> parameters;

    DecodedQuery(HttpServletRequest request) {
      super(request);
      this.parameters = decode(request.getQueryString());
    }

    private static Map<String, String[]> decode(@Nullable String query) {
      Map<String, List<String>> values = new LinkedHashMap<>();
      if (query != null) {
        for (String pair : query.split("&", -1)) {
          int equals = pair.indexOf('=');
          String name = equals < 0 ? pair : pair.substring(0, equals);
          String value = equals < 0 ? "" : pair.substring(equals + 1);
          values.computeIfAbsent(text(name), n -> new ArrayList<>()).add(text(value));
        }
      }
      Map<String, String[]> arrays = new LinkedHashMap<>();
      values.forEach((name, list) -> arrays.put(name, list.toArray(String[]::new)));
      return Collections.unmodifiableMap(arrays);
    }

    private static String text(String encoded) {
      try {
        return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
      } catch (IllegalArgumentException e) {
        // A percent sign without two hex digits: the handler will refuse it by name.
        return encoded;
      }
    }

    @Override
    public @Nullable String getParameter(String name) {
      String[] values = parameters.get(name);
      return values == null ? null : values[0];
    }

    @Override
    public String @Nullable [] getParameterValues(String name) {
      String[] values = parameters.get(name);
      return values == null ? null : values.clone();
    }

    @Override
    public Map<String, String[]> getParameterMap() {
      return parameters;
    }

    @Override
    public Enumeration<String> getParameterNames() {
      return Collections.enumeration(parameters.keySet());
    }
  }
}
