package io.scanfleet.gateway.openapi;

import com.github.therapi.runtimejavadoc.RuntimeJavadoc;
import com.github.therapi.runtimejavadoc.ThrowsJavadoc;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springdoc.core.customizers.GlobalOperationCustomizer;
import org.springframework.web.method.HandlerMethod;

/**
 * Adds the errors to each operation: those that its Javadoc names as {@code @throws
 * ProblemException 404 there is no such scan; 409 it runs}, 400 where there is something to get
 * wrong, and one for all the others. An operation that understands {@code If-None-Match} may answer
 * 304.
 */
final class ProblemResponses implements GlobalOperationCustomizer {

  private static final Pattern STATUS_AND_REASON =
      Pattern.compile("([45]\\d\\d) (.+?)(?:; (?=[45]\\d\\d )|$)");

  @Override
  public Operation customize(Operation operation, HandlerMethod handler) {
    ApiResponses responses = operation.getResponses();
    Map<String, String> reasons = new TreeMap<>();
    if (operation.getParameters() != null || operation.getRequestBody() != null) {
      reasons.put("400", "the request is malformed; `field` tells where");
    }
    for (ThrowsJavadoc thrown : RuntimeJavadoc.getJavadoc(handler.getMethod()).getThrows()) {
      Matcher matcher =
          STATUS_AND_REASON.matcher(JavadocDescriptions.markdown(thrown.getComment()));
      while (matcher.find()) {
        reasons.put(matcher.group(1), matcher.group(2));
      }
    }
    if (operation.getParameters() != null
        && operation.getParameters().stream().anyMatch(p -> "If-None-Match".equals(p.getName()))) {
      responses.addApiResponse("304", new ApiResponse().description("what is known is the newest"));
    }
    reasons.forEach((status, reason) -> responses.addApiResponse(status, problem(reason)));
    responses.addApiResponse(ApiResponses.DEFAULT, problem("any other error"));
    return operation;
  }

  private static ApiResponse problem(String reason) {
    return new ApiResponse()
        .description(reason)
        .content(
            new Content()
                .addMediaType(
                    org.springframework.http.MediaType.APPLICATION_PROBLEM_JSON_VALUE,
                    new MediaType().schema(new Schema<>().$ref(Problem.class.getSimpleName()))));
  }
}
