package io.scanfleet.gateway.problem;

import java.net.URI;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.TypeMismatchException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.validation.FieldError;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/**
 * Makes every error of the HTTP interface a problem detail; an unforeseen one tells nothing but a
 * number to look for.
 */
@RestControllerAdvice
class ProblemAdvice extends ResponseEntityExceptionHandler {

  private static final System.Logger LOG = System.getLogger(ProblemAdvice.class.getName());

  @Override
  protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
      HttpMessageNotReadableException e,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    ProblemDetail problem =
        ProblemDetail.forStatusAndDetail(
            status, "The body is not the JSON that is expected here: " + rootMessage(e) + ".");
    problem.setType(URI.create("urn:scanfleet:problem:unreadable-body"));
    problem.setTitle("Unreadable body");
    return createResponseEntity(problem, headers, status, request);
  }

  /** A parameter that is, say, no number: the field at fault is named. */
  @Override
  protected @Nullable ResponseEntity<Object> handleMethodArgumentNotValid(
      MethodArgumentNotValidException e,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    FieldError error = e.getFieldError();
    return error == null
        ? super.handleMethodArgumentNotValid(e, headers, status, request)
        : noValue(error.getRejectedValue(), error.getField(), headers, request);
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleTypeMismatch(
      TypeMismatchException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
    return e instanceof MethodArgumentTypeMismatchException argument
        ? noValue(e.getValue(), argument.getName(), headers, request)
        : super.handleTypeMismatch(e, headers, status, request);
  }

  private @Nullable ResponseEntity<Object> noValue(
      @Nullable Object value, String field, HttpHeaders headers, WebRequest request) {
    ProblemException problem =
        ProblemException.badRequest("'" + value + "' is no value of " + field + ".", field);
    return handleExceptionInternal(
        problem, problem.getBody(), headers, problem.getStatusCode(), request);
  }

  @ExceptionHandler
  ProblemDetail unforeseen(RuntimeException e) {
    UUID number = UUID.randomUUID();
    LOG.log(System.Logger.Level.ERROR, "Unforeseen error " + number, e);
    ProblemDetail problem =
        ProblemDetail.forStatusAndDetail(
            HttpStatus.INTERNAL_SERVER_ERROR,
            "The gateway failed. Its log tells more under the number " + number + ".");
    problem.setType(URI.create("urn:scanfleet:problem:internal"));
    return problem;
  }

  private static String rootMessage(Throwable thrown) {
    Throwable root = thrown;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String message = String.valueOf(root.getMessage());
    int line = message.indexOf('\n');
    return line < 0 ? message : message.substring(0, line);
  }
}
