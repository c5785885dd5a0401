package io.scanfleet.gateway.problem;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/**
 * A request that cannot be served, as the client will read it: what kind of problem, a sentence
 * that says what to do, and the field at fault.
 */
public final class ProblemException extends ErrorResponseException {

  private static final long serialVersionUID = 1L;
  private static final String TYPES = "urn:scanfleet:problem:";

  private ProblemException(HttpStatus status, ProblemDetail problem) {
    super(status, problem, null);
  }

  /**
   * Makes one.
   *
   * @param kind names the kind of problem for programs, in words joined by hyphens
   * @param title names it for people
   * @param detail says what is wrong and what to do
   * @param field the part of the request at fault; null if it is none
   */
  public static ProblemException of(
      HttpStatus status, String kind, String title, String detail, @Nullable String field) {
    ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
    problem.setType(URI.create(TYPES + kind));
    problem.setTitle(title);
    if (field != null) {
      problem.setProperty("field", field);
    }
    return new ProblemException(status, problem);
  }

  /** A request that is not well formed. */
  public static ProblemException badRequest(String detail, @Nullable String field) {
    return of(HttpStatus.BAD_REQUEST, "bad-request", "Bad request", detail, field);
  }
}
