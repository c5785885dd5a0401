package io.scanfleet.gateway.tree.importing;

import com.github.luben.zstd.ZstdInputStream;
import io.scanfleet.gateway.batch.CurrentProgress;
import io.scanfleet.gateway.batch.Scan;
import io.scanfleet.gateway.batch.ScanService;
import io.scanfleet.gateway.batch.ScanView;
import io.scanfleet.gateway.problem.ProblemException;
import io.scanfleet.gateway.tree.importing.TreeImports.Request;
import io.scanfleet.model.AgentId;
import io.swagger.v3.oas.annotations.Hidden;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The HTTP resource of imports: its body is the export, of any length. */
@RestController
@RequestMapping("/api/v1/scans/import")
class ImportController {

  private static final String FORM = MediaType.APPLICATION_FORM_URLENCODED_VALUE;

  /** Each takes some 30 MB while it runs. */
  private static final int AT_ONCE = 4;

  private static final int LONGEST_PATH = 64 * 1024;

  private final TreeImports imports;
  private final ScanService scans;
  private final CurrentProgress progress;
  private final Semaphore free = new Semaphore(AT_ONCE);

  ImportController(TreeImports imports, ScanService scans, CurrentProgress progress) {
    this.imports = imports;
    this.scans = scans;
    this.progress = progress;
  }

  /**
   * Imports an export of ncdu, gdu or Scanfleet as a finished scan. The body is the export, of any
   * length, as it is or compressed as {@code Content-Encoding} tells. If it is not whole, nothing
   * of it stays.
   *
   * @param agent whose directory it shows; the gateway need not know this agent
   * @param path of the directory, absolute; by default the one that the export names
   * @param label what to call the scan
   * @param encoding how the body is compressed: {@code gzip} or {@code zstd}; left out if it is not
   * @return the scan, which has ended; {@code Location} says where to ask for it
   * @throws ProblemException 408 nothing more of the body came for too long; 413 it has too many
   *     files with several hard links of which others lie elsewhere; 415 its encoding is not known,
   *     or its type is that of a form; 503 the gateway is busy with other imports
   */
  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  @RequestBody(
      description = "The export, in ncdu's JSON format",
      required = true,
      content =
          @Content(
              mediaType = MediaType.APPLICATION_OCTET_STREAM_VALUE,
              schema = @Schema(type = "string", format = "binary")))
  @Nullable ResponseEntity<ScanView> run(
      @RequestParam(required = false) @Nullable String agent,
      @RequestParam(required = false) @Nullable String path,
      @RequestParam(required = false) @Nullable String label,
      @RequestHeader(name = HttpHeaders.CONTENT_ENCODING, required = false)
          @Nullable String encoding,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    Request wanted =
        new Request(
            agentOf(agent),
            path == null ? null : pathOf(path),
            label == null || label.isBlank() ? null : label.strip());
    if (!free.tryAcquire()) {
      throw ProblemException.of(
          HttpStatus.SERVICE_UNAVAILABLE,
          "too-many-imports",
          "Too many imports",
          "This gateway is busy with " + AT_ONCE + " other imports. Send it again later.",
          null);
    }
    try (SentBody body = new SentBody(request.getInputStream())) {
      Scan scan = read(body, encoding, wanted);
      Scan stored = scans.existing(scan.id());
      return ResponseEntity.created(URI.create("/api/v1/scans/" + scan.id()))
          .body(ScanView.of(new CurrentProgress.Moment(stored, progress.of(stored))));
    } catch (ProblemException e) {
      if (response.isCommitted()) {
        // There is nobody to tell it to.
        return null;
      }
      throw e;
    } finally {
      free.release();
    }
  }

  /**
   * What {@code curl --data-binary} says unless told otherwise; servlets would read it as fields.
   */
  @Hidden
  @PostMapping(consumes = FORM)
  void refuseForm() {
    throw ProblemException.of(
        HttpStatus.UNSUPPORTED_MEDIA_TYPE,
        "not-an-export",
        "Not an export",
        "Send the export with Content-Type: application/json, as curl -H 'Content-Type:"
            + " application/json' --data-binary @FILE does.",
        HttpHeaders.CONTENT_TYPE);
  }

  private Scan read(SentBody body, @Nullable String encoding, Request wanted) throws IOException {
    try {
      return imports.run(decoded(body, encoding), wanted);
    } catch (BrokenExportException e) {
      body.drain();
      throw broken(String.valueOf(e.getMessage()));
    } catch (ProblemException e) {
      body.drain();
      throw e;
    } catch (SentBody.LostException e) {
      throw e.isTimeout() ? stoppedSending() : broken("It was not sent to its end.");
    } catch (IOException e) {
      body.drain();
      throw broken("It cannot be decompressed: " + e.getMessage() + ".");
    }
  }

  private static InputStream decoded(InputStream body, @Nullable String encoding)
      throws IOException {
    return switch (encoding == null ? "identity" : encoding.strip().toLowerCase(Locale.ROOT)) {
      case "", "identity" -> body;
      case "gzip", "x-gzip" -> new GZIPInputStream(body, 1 << 16);
      case "zstd" -> new ZstdInputStream(body);
      default ->
          throw ProblemException.of(
              HttpStatus.UNSUPPORTED_MEDIA_TYPE,
              "unknown-encoding",
              "Unknown encoding",
              "Send the export as it is, or with Content-Encoding gzip or zstd.",
              HttpHeaders.CONTENT_ENCODING);
    };
  }

  private static ProblemException broken(String what) {
    return ProblemException.of(
        HttpStatus.BAD_REQUEST,
        "broken-export",
        "Broken export",
        "This is not a whole export of ncdu's format, and nothing of it was kept. " + what,
        "body");
  }

  private static ProblemException stoppedSending() {
    return ProblemException.of(
        HttpStatus.REQUEST_TIMEOUT,
        "stopped-sending",
        "Stopped sending",
        "Nothing more of the export came for too long, and nothing of it was kept. Send it again.",
        "body");
  }

  private static AgentId agentOf(@Nullable String agent) {
    if (agent == null || agent.isBlank()) {
      throw ProblemException.badRequest("Say of which agent's directory it is.", "agent");
    }
    try {
      return new AgentId(agent);
    } catch (IllegalArgumentException e) {
      throw ProblemException.badRequest(
          "An agent's id is 1 to 63 letters, digits, '-' or '_', and begins with a letter or digit.",
          "agent");
    }
  }

  private static String pathOf(String path) {
    if (!path.startsWith("/") || path.indexOf('\0') >= 0 || path.length() > LONGEST_PATH) {
      throw ProblemException.badRequest("Give an absolute path.", "path");
    }
    return Path.of(path).normalize().toString();
  }
}
