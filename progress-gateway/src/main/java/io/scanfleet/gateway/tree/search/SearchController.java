package io.scanfleet.gateway.tree.search;

import io.scanfleet.gateway.batch.Target;
import io.scanfleet.gateway.problem.ProblemException;
import io.scanfleet.gateway.tree.DirectoryRows;
import io.scanfleet.gateway.tree.TreePath;
import io.scanfleet.gateway.tree.TreeTargets;
import io.scanfleet.model.DirectoryKey;
import io.scanfleet.model.ScanStatus;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/**
 * The HTTP resource of searches: pages as JSON, or all hits as lines. How many searches run at once
 * is bounded, those that stream apart, since a slow reader makes one last.
 */
@RestController
@RequestMapping("/api/v1/scans/{batchId}/search")
class SearchController {

  private static final System.Logger LOG = System.getLogger(SearchController.class.getName());

  static final String LINES = "application/x-ndjson";

  private static final int MOST_HITS = 1000;
  private static final int USUAL_HITS = 100;

  /** The first page is to be there at once, whatever is on it. */
  private static final long FIRST_PAGE_NANOS = 50_000_000;

  private static final long PAGE_NANOS = 500_000_000;

  private final TreeTargets targets;
  private final DirectoryRows rows;
  private final TreeSearch search;
  private final JsonMapper json;
  private final Turns pages = new Turns(4);
  private final Turns streams = new Turns(2);

  SearchController(TreeTargets targets, DirectoryRows rows, TreeSearch search, JsonMapper json) {
    this.targets = targets;
    this.rows = rows;
    this.search = search;
    this.json = json;
  }

  /** What a request asks for. */
  private record Asked(TreeSearch.Tree tree, Target target, SearchQuery query, Place from) {}

  /**
   * Searches a tree by name and attributes, also while the scan runs.
   *
   * <p>Hits come in no particular order, each entry once. With {@code Accept: application/x-ndjson}
   * they come as lines while they are found, {@code limit} may be any number or left out, and the
   * last line is an object with the {@code summary}.
   *
   * @param batchId the scan, a UUID
   * @param caseRule {@code sensitive}, or {@code insensitive}: the case of the letters A to Z does
   *     not matter
   * @param target the target's index in it, from 0
   * @param pathBytes instead of {@code path}, its bytes in base64
   * @param sequences whether the frames of an image sequence that match are one hit: a sequence of
   *     these frames
   * @param limit how many hits at most, from 1 to 1000
   * @param cursor where to go on: the {@code nextCursor} of the page before
   * @return as many hits as were asked for, or those that were found in 50 ms, on later pages in
   *     half a second
   * @throws ProblemException 404 there is no such scan, target or directory; 503 too many searches
   *     are running
   */
  @Parameter(
      name = "path",
      in = ParameterIn.QUERY,
      description =
          "the directory below which to search, such as `show/sh010`; percent-decoded as bytes, so"
              + " a name that is not valid UTF-8 has `%FF` and the like in it",
      schema = @Schema(type = "string", defaultValue = ""))
  @GetMapping
  SearchPage page(
      @PathVariable String batchId,
      @ParameterObject @ModelAttribute SearchParameters wanted,
      @RequestParam(name = "case", defaultValue = "insensitive") String caseRule,
      @RequestParam(defaultValue = "0") int target,
      @RequestParam(required = false) @Nullable String pathBytes,
      @RequestParam(defaultValue = "false") boolean sequences,
      @RequestParam(defaultValue = "" + USUAL_HITS) int limit,
      @RequestParam(required = false) @Nullable String cursor,
      HttpServletRequest request)
      throws IOException {
    if (limit < 1 || limit > MOST_HITS) {
      throw ProblemException.badRequest("limit is 1 to " + MOST_HITS + ".", "limit");
    }
    Asked asked = asked(batchId, target, wanted, caseRule, pathBytes, sequences, cursor, request);
    List<SearchHit> hits = new ArrayList<>();
    try (Turns.Turn _ = pages.take()) {
      TreeSearch.Outcome outcome =
          search.search(
              asked.tree(),
              asked.query(),
              asked.from(),
              limit,
              cursor == null ? FIRST_PAGE_NANOS : PAGE_NANOS,
              new HitSink() {
                @Override
                public void hit(SearchHit hit) {
                  hits.add(hit);
                }

                @Override
                public void pause(long directories, double progress) {}
              });
      return new SearchPage(hits, summary(asked, outcome));
    }
  }

  /** The same as lines. */
  @Operation(hidden = true)
  @GetMapping(produces = LINES)
  void lines(
      @PathVariable String batchId,
      @ParameterObject @ModelAttribute SearchParameters wanted,
      @RequestParam(name = "case", defaultValue = "insensitive") String caseRule,
      @RequestParam(defaultValue = "0") int target,
      @RequestParam(required = false) @Nullable String pathBytes,
      @RequestParam(defaultValue = "false") boolean sequences,
      @RequestParam(required = false) @Nullable Long limit,
      @RequestParam(required = false) @Nullable String cursor,
      HttpServletRequest request,
      HttpServletResponse response) {
    if (limit != null && limit < 1) {
      throw ProblemException.badRequest("limit is at least 1.", "limit");
    }
    Asked asked = asked(batchId, target, wanted, caseRule, pathBytes, sequences, cursor, request);
    try (Turns.Turn _ = streams.take()) {
      response.setContentType(LINES);
      HitStream stream = new HitStream(response.getOutputStream(), json, System::nanoTime);
      TreeSearch.Outcome outcome =
          search.search(
              asked.tree(),
              asked.query(),
              asked.from(),
              limit == null ? Long.MAX_VALUE : limit,
              null,
              stream);
      stream.end(summary(asked, outcome));
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "Whoever searched has gone", e);
    } catch (RuntimeException e) {
      if (!response.isCommitted()) {
        throw e;
      }
      // Nothing that could be said now would be taken for an error: the summary is not there.
      LOG.log(System.Logger.Level.ERROR, "A search broke off", e);
    }
  }

  private Asked asked(
      String batchId,
      int target,
      SearchParameters wanted,
      String caseRule,
      @Nullable String pathBytes,
      boolean sequences,
      @Nullable String cursor,
      HttpServletRequest request) {
    SearchQuery query = wanted.toQuery(request.getQueryString(), caseRule, sequences);
    TreePath top = TreeTargets.path(request.getQueryString(), pathBytes);
    Target found = targets.locate(batchId, target).target();
    if (!top.names().isEmpty()
        && rows.finished(found.key(), top.key()).isEmpty()
        && !rows.isListed(found.key(), top.key())) {
      throw TreeTargets.unknownDirectory(found);
    }
    boolean settled = found.status().isFinal() && found.attempt() <= 1;
    return new Asked(
        new TreeSearch.Tree(found.key(), settled, top),
        found,
        query,
        cursor == null ? Place.BEGINNING : place(cursor, found.key()));
  }

  private static Place place(String cursor, long targetKey) {
    try {
      return Place.ofCursor(cursor, targetKey);
    } catch (IllegalArgumentException e) {
      throw ProblemException.badRequest("cursor is what nextCursor was, for this tree.", "cursor");
    }
  }

  private SearchSummary summary(Asked asked, TreeSearch.Outcome outcome) {
    Place rest = outcome.rest();
    Target target = asked.target();
    boolean partial =
        target.status() != ScanStatus.COMPLETED
            || rows.finished(target.key(), DirectoryKey.ROOT)
                .map(root -> root.totals().partial())
                .orElse(true);
    return new SearchSummary(
        target.id().batch(),
        target.id().index(),
        target.status(),
        outcome.directories(),
        rest == null ? 1 : rest.progress(),
        rest == null,
        partial,
        rest == null ? null : rest.toCursor(target.key()));
  }
}
