package io.scanfleet.gateway.tree.search;

import io.scanfleet.gateway.batch.Target;
import io.scanfleet.gateway.problem.ProblemException;
import io.scanfleet.gateway.tree.DirectoryRows;
import io.scanfleet.gateway.tree.TreePath;
import io.scanfleet.gateway.tree.TreeTargets;
import io.scanfleet.model.DirectoryKey;
import io.scanfleet.model.ScanStatus;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
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

  @GetMapping
  SearchPage page(
      @PathVariable String batchId,
      @ModelAttribute SearchParameters wanted,
      @RequestParam(defaultValue = "0") int target,
      @RequestParam(required = false) @Nullable String pathBytes,
      @RequestParam(defaultValue = "" + USUAL_HITS) int limit,
      @RequestParam(required = false) @Nullable String cursor,
      HttpServletRequest request)
      throws IOException {
    if (limit < 1 || limit > MOST_HITS) {
      throw ProblemException.badRequest("limit is 1 to " + MOST_HITS + ".", "limit");
    }
    Asked asked = asked(batchId, target, wanted, pathBytes, cursor, request);
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

  @GetMapping(produces = LINES)
  void lines(
      @PathVariable String batchId,
      @ModelAttribute SearchParameters wanted,
      @RequestParam(defaultValue = "0") int target,
      @RequestParam(required = false) @Nullable String pathBytes,
      @RequestParam(required = false) @Nullable Long limit,
      @RequestParam(required = false) @Nullable String cursor,
      HttpServletRequest request,
      HttpServletResponse response) {
    if (limit != null && limit < 1) {
      throw ProblemException.badRequest("limit is at least 1.", "limit");
    }
    Asked asked = asked(batchId, target, wanted, pathBytes, cursor, request);
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
      @Nullable String pathBytes,
      @Nullable String cursor,
      HttpServletRequest request) {
    SearchQuery query = wanted.toQuery(request.getQueryString());
    TreePath top = TreeTargets.path(request.getQueryString(), pathBytes);
    Target found = targets.locate(batchId, target).target();
    if (!top.names().isEmpty()
        && rows.finished(found.key(), top.parentKey(), top.key()).isEmpty()
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
            || rows.finished(target.key(), DirectoryKey.ROOT, DirectoryKey.ROOT)
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
