package io.scanfleet.gateway.batch;

import io.scanfleet.gateway.batch.CurrentProgress.Moment;
import io.scanfleet.gateway.problem.ProblemException;
import io.scanfleet.model.BatchId;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/**
 * The HTTP resource of batches.
 *
 * <p>One batch may be asked for by thousands at once, who wait on virtual threads. While it runs
 * here their answers come from memory, encoded once for all; only what has ended or is not known is
 * looked for in the database.
 */
@RestController
@RequestMapping("/api/v1/scans")
class ScanController {

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
  private static final int MOST = 500;

  private final ScanService service;
  private final ScanRepository scans;
  private final CurrentProgress progress;
  private final JsonMapper json;

  ScanController(
      ScanService service, ScanRepository scans, CurrentProgress progress, JsonMapper json) {
    this.service = service;
    this.scans = scans;
    this.progress = progress;
    this.json = json;
  }

  /**
   * The answer to {@code GET /scans}.
   *
   * @param scans the newest first
   */
  record ScanList(List<ScanView> scans) {}

  /**
   * Starts a scan. It is queued until its agents tell that they have begun.
   *
   * @param request what to scan
   * @return the scan; {@code Location} says where to ask for it
   * @throws ProblemException 403 a path is outside of its agent's roots; 404 there is no such
   *     agent; 503 the broker is unreachable, or the agent is not connected
   */
  @PostMapping
  @ResponseStatus(HttpStatus.ACCEPTED)
  ResponseEntity<ScanView> start(@RequestBody ScanRequest request) {
    Scan scan = service.start(request);
    return ResponseEntity.accepted()
        .location(URI.create("/api/v1/scans/" + scan.id()))
        .body(view(scan));
  }

  /**
   * Lists the scans, the newest first.
   *
   * @param limit how many at most, from 1 to 500
   * @return the scans as they are now
   */
  @GetMapping
  ScanList list(@RequestParam(defaultValue = "100") int limit) {
    if (limit < 1 || limit > MOST) {
      throw ProblemException.badRequest("limit is 1 to " + MOST + ".", "limit");
    }
    return new ScanList(scans.newest(limit).stream().map(this::view).toList());
  }

  /**
   * Tells how a scan is, at once or when there is news.
   *
   * @param batchId the scan, a UUID
   * @param since the sequence number of the state that is known; with {@code wait} the answer comes
   *     when there is a newer one
   * @param wait how many seconds to wait for that, from 0 to 30; then the newest is told anyway
   * @param known the {@code ETag} of the state that is known; if that is still the newest, the
   *     answer is 304
   * @return the scan
   * @throws ProblemException 404 there is no such scan, or it was deleted meanwhile
   */
  @ApiResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = ScanView.class)))
  @GetMapping("/{batchId}")
  ResponseEntity<byte[]> get(
      @PathVariable String batchId,
      @RequestParam(required = false) @Nullable Long since,
      @RequestParam(defaultValue = "0") double wait,
      @RequestHeader(name = HttpHeaders.IF_NONE_MATCH, required = false) @Nullable String known)
      throws InterruptedException {
    BatchId id = parse(batchId);
    if (!(wait >= 0 && wait <= LONGEST_WAIT.toSeconds())) {
      throw ProblemException.badRequest(
          "wait is 0 to " + LONGEST_WAIT.toSeconds() + " seconds.", "wait");
    }
    Moment moment =
        (since != null && wait > 0
                ? progress.await(id, since, Duration.ofMillis(Math.round(wait * 1000)))
                : progress.now(id))
            .orElseThrow(() -> ScanService.unknown(id));
    String tag = "\"" + moment.progress().sequence() + "\"";
    if (tag.equals(known)) {
      return ResponseEntity.status(HttpStatus.NOT_MODIFIED).eTag(tag).build();
    }
    return ResponseEntity.ok()
        .eTag(tag)
        .header(HttpHeaders.CACHE_CONTROL, "no-cache")
        .contentType(MediaType.APPLICATION_JSON)
        .body(moment.encoded(one -> json.writeValueAsBytes(ScanView.of(one))));
  }

  /**
   * Cancels a scan. What was found stays and is marked partial.
   *
   * @param batchId the scan, a UUID
   * @return the scan as it is now; it ends when its agents have stopped
   * @throws ProblemException 404 there is no such scan; 409 it has ended already
   */
  @PostMapping("/{batchId}/cancel")
  @ResponseStatus(HttpStatus.ACCEPTED)
  ScanView cancel(@PathVariable String batchId) {
    return view(service.cancel(parse(batchId)));
  }

  /**
   * Deletes a scan that has ended, and its trees.
   *
   * @param batchId the scan, a UUID
   * @throws ProblemException 404 there is no such scan; 409 it runs, cancel it first
   */
  @DeleteMapping("/{batchId}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void delete(@PathVariable String batchId) {
    service.delete(parse(batchId));
  }

  private ScanView view(Scan scan) {
    return ScanView.of(new Moment(scan, progress.of(scan)));
  }

  /** Reads a batch id from a path. */
  private static BatchId parse(String text) {
    try {
      return BatchId.parse(text);
    } catch (IllegalArgumentException e) {
      throw ProblemException.badRequest("A batch id is a UUID.", "batch_id");
    }
  }
}
