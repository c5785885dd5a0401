package io.scanfleet.gateway.tree.export;

import io.scanfleet.gateway.batch.Target;
import io.scanfleet.gateway.problem.ProblemException;
import io.scanfleet.gateway.tree.StoredTrees;
import io.scanfleet.gateway.tree.StoredWalk;
import io.scanfleet.gateway.tree.TreePath;
import io.scanfleet.gateway.tree.TreeTargets;
import io.scanfleet.gateway.tree.TreeTargets.Located;
import io.scanfleet.model.ScanStatus;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/**
 * The HTTP resource of exports. Written on the request's own thread, so a client that reads slowly
 * slows the walk down and nothing piles up. An export that fails after its first bytes breaks the
 * connection: ended in good order, it would look whole.
 */
@RestController
@RequestMapping("/api/v1/scans/{batchId}/export")
class ExportController {

  /** Each takes up to a core and some tens of megabytes. */
  static final int AT_ONCE = 4;

  private static final System.Logger LOG = System.getLogger(ExportController.class.getName());
  private static final String RETRY_SECONDS = "10";
  private static final int BUFFER = 1 << 16;
  private static final int LONGEST_NAME = 60;
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

  private final TreeTargets targets;
  private final StoredTrees trees;
  private final JsonMapper json;
  private final InstantSource clock;
  private final Semaphore slots = new Semaphore(AT_ONCE);

  ExportController(TreeTargets targets, StoredTrees trees, JsonMapper json, InstantSource clock) {
    this.targets = targets;
    this.trees = trees;
    this.json = json;
    this.clock = clock;
  }

  /** An export that cannot go on. Has no cause: an error handler would answer with a body. */
  private static final class BrokenOffException extends IOException {
    private static final long serialVersionUID = 1L;

    BrokenOffException() {
      super("an export was broken off");
    }
  }

  /**
   * A tree, or a part of it, as a file: streamed, and compressed with zstd or gzip as {@code
   * Accept-Encoding} says. A scan that runs is exported as far as it is stored. An export that
   * cannot be finished breaks the connection.
   *
   * @param batchId the scan, a UUID
   * @param target the target's index in it, from 0
   * @param format {@code ndjson}, {@code csv}, {@code ncdu} or {@code parquet}
   * @param pathBytes instead of {@code path}, its bytes in base64
   * @throws ProblemException 404 there is no such scan, target or directory; 406 neither zstd nor
   *     gzip nor what is not compressed is accepted; 503 as many exports are running as the gateway
   *     takes at once
   */
  @Parameter(
      name = "path",
      in = ParameterIn.QUERY,
      description =
          "the directory to export, below the target, such as `show/sh010`; percent-decoded as"
              + " bytes, so a name that is not valid UTF-8 has `%FF` and the like in it",
      schema = @Schema(type = "string", defaultValue = ""))
  @ApiResponse(
      responseCode = "200",
      description = "the file; that of ncdu is `application/json`",
      content = {
        @Content(mediaType = "application/x-ndjson", schema = @Schema(type = "string")),
        @Content(mediaType = "text/csv", schema = @Schema(type = "string")),
        @Content(
            mediaType = "application/vnd.apache.parquet",
            schema = @Schema(type = "string", format = "binary"))
      })
  @GetMapping
  void export(
      @PathVariable String batchId,
      @RequestParam(defaultValue = "0") int target,
      @RequestParam(defaultValue = "ndjson") String format,
      @RequestParam(required = false) @Nullable String pathBytes,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    ExportFormat wanted = parse(format);
    TreePath path = TreeTargets.path(request.getQueryString(), pathBytes);
    Located of = targets.locate(batchId, target);
    ContentCoding coding = wanted.isCompressible() ? coding(request) : ContentCoding.IDENTITY;
    if (!slots.tryAcquire()) {
      throw busy();
    }
    try {
      StoredWalk walk =
          trees
              .find(of.target().key(), path, of.target().status() == ScanStatus.COMPLETED)
              .orElseThrow(() -> TreeTargets.unknownDirectory(of.target()));
      ExportHeader header = header(of, path, walk);
      answer(response, wanted, coding, header);
      if (!request.getMethod().equals("HEAD")) {
        stream(response, wanted, coding, header, walk);
      }
    } finally {
      slots.release();
    }
  }

  private static ExportFormat parse(String format) {
    try {
      return ExportFormat.of(format);
    } catch (IllegalArgumentException e) {
      throw ProblemException.badRequest("format is ndjson, csv, ncdu or parquet.", "format");
    }
  }

  private static ContentCoding coding(HttpServletRequest request) {
    List<String> accepted = Collections.list(request.getHeaders(HttpHeaders.ACCEPT_ENCODING));
    return ContentCoding.negotiate(accepted)
        .orElseThrow(
            () ->
                ProblemException.of(
                    HttpStatus.NOT_ACCEPTABLE,
                    "not-acceptable",
                    "Not acceptable",
                    "Exports are sent with zstd, with gzip, or as they are; accept one of these.",
                    "Accept-Encoding"));
  }

  private static ProblemException busy() {
    ProblemException busy =
        ProblemException.of(
            HttpStatus.SERVICE_UNAVAILABLE,
            "too-many-exports",
            "Too many exports",
            AT_ONCE + " exports are running, and no more do at once. Ask again later.",
            null);
    busy.getHeaders().set(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
    return busy;
  }

  private ExportHeader header(Located of, TreePath path, StoredWalk walk) {
    Target target = of.target();
    Double finishedAt = of.scan().finishedAt();
    String error = walk.error();
    return new ExportHeader(
        of.scan().id(),
        target.id().index(),
        target.agent(),
        absolute(target.path(), path.toBytes()),
        target.status(),
        of.scan().label(),
        walk.totals(),
        error == null ? target.error() : error,
        of.scan().startedAt(),
        finishedAt,
        finishedAt == null ? clock.millis() / 1000.0 : finishedAt,
        Objects.requireNonNullElse(
            ExportController.class.getPackage().getImplementationVersion(), "development"));
  }

  private static byte[] absolute(String root, byte[] below) {
    ByteArrayOutputStream path = new ByteArrayOutputStream();
    path.writeBytes(root.getBytes(StandardCharsets.UTF_8));
    if (below.length > 0) {
      if (!root.endsWith("/")) {
        path.write('/');
      }
      path.writeBytes(below);
    }
    return path.toByteArray();
  }

  private static void answer(
      HttpServletResponse response,
      ExportFormat format,
      ContentCoding coding,
      ExportHeader header) {
    response.setContentType(format.contentType());
    response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    response.setHeader(
        HttpHeaders.CONTENT_DISPOSITION,
        "attachment; filename=\"" + fileName(header) + "." + format.extension() + "\"");
    if (format.isCompressible()) {
      response.addHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
    }
    if (coding != ContentCoding.IDENTITY) {
      response.setHeader(HttpHeaders.CONTENT_ENCODING, coding.token());
    }
  }

  /** Of letters, digits and little else: some system stumbles over anything more. */
  static String fileName(ExportHeader header) {
    String path = new String(header.path(), StandardCharsets.UTF_8);
    String last =
        path.substring(path.lastIndexOf('/') + 1)
            .replaceAll("[^A-Za-z0-9._-]+", "_")
            .replaceAll("^[._-]+", "");
    String name = header.agent() + (last.isEmpty() ? "" : "-" + last);
    return name.substring(0, Math.min(LONGEST_NAME, name.length()))
        + "-"
        + DATE.format(Instant.ofEpochSecond((long) header.madeAt()));
  }

  private void stream(
      HttpServletResponse response,
      ExportFormat format,
      ContentCoding coding,
      ExportHeader header,
      StoredWalk walk)
      throws IOException {
    ClientStream client = new ClientStream(response.getOutputStream());
    try (OutputStream out = new BufferedOutputStream(coding.over(client), BUFFER);
        ExportWriter writer = format.writer(header, out, json)) {
      boolean whole = false;
      try {
        writer.begin();
        walk.walk(writer);
        writer.end();
        whole = true;
      } finally {
        if (!whole) {
          client.cut();
        }
      }
    } catch (IOException | RuntimeException e) {
      if (client.isGone()) {
        LOG.log(System.Logger.Level.DEBUG, "The client of an export has gone");
        return;
      }
      if (!response.isCommitted()) {
        response.reset();
        throw e;
      }
      LOG.log(System.Logger.Level.ERROR, "An export was broken off", e);
      throw new BrokenOffException();
    }
  }
}
