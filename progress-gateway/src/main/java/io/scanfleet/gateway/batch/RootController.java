package io.scanfleet.gateway.batch;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.scanfleet.gateway.batch.RootHistory.Place;
import io.scanfleet.gateway.batch.RootHistory.Placed;
import io.scanfleet.gateway.problem.ProblemException;
import io.scanfleet.model.AgentId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The HTTP resource of directories that were scanned, and of what was found over time. */
@RestController
@RequestMapping("/api/v1/roots")
class RootController {

  private static final int MOST = 1000;

  private final RootHistory history;

  RootController(RootHistory history) {
    this.history = history;
  }

  /**
   * The answer to {@code GET /roots}.
   *
   * @param roots those scanned last first
   */
  record RootList(List<ScannedRoot> roots) {}

  /**
   * What was found in a directory over time.
   *
   * @param agent the agent that scanned it
   * @param path its absolute path there
   * @param scans those that have ended, oldest first
   * @param nextBefore for the page before this one; null if this is the first
   */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record HistoryView(
      String agent, String path, List<RootScan> scans, @Nullable String nextBefore) {}

  /**
   * Lists the directories that were scanned, those scanned last first, each with its newest scan.
   *
   * @param limit how many at most, from 1 to 1000
   * @return the directories
   */
  @GetMapping
  RootList roots(@RequestParam(defaultValue = "100") int limit) {
    return new RootList(history.roots(checked(limit)));
  }

  /**
   * Tells what was found in a directory over time: the totals of every scan of it that has ended,
   * also of those that were cancelled or failed.
   *
   * @param agent the id of the agent that scanned it
   * @param path its absolute path there, as it was asked for
   * @param limit how many scans at most, from 1 to 1000: the last ones before {@code before}
   * @param before what {@code nextBefore} was, or a time in Unix seconds; by default now
   * @return the scans, oldest first
   * @throws ProblemException 404 nothing was ever scanned there
   */
  @GetMapping("/history")
  HistoryView history(
      @RequestParam(required = false) @Nullable String agent,
      @RequestParam(required = false) @Nullable String path,
      @RequestParam(defaultValue = "100") int limit,
      @RequestParam(required = false) @Nullable String before) {
    AgentId id = agent(agent);
    if (path == null || path.isEmpty()) {
      throw ProblemException.badRequest(
          "path is the absolute path of a directory that was scanned.", "path");
    }
    int most = checked(limit);
    List<Placed> newestFirst =
        history.last(id, path, before == null ? null : place(before), most + 1);
    if (newestFirst.isEmpty() && !history.knows(id, path)) {
      throw ProblemException.of(
          HttpStatus.NOT_FOUND,
          "unknown-root",
          "Unknown directory",
          "Nothing was ever scanned at " + path + " on " + id.value() + ".",
          "path");
    }
    boolean more = newestFirst.size() > most;
    List<Placed> shown = more ? newestFirst.subList(0, most) : newestFirst;
    return new HistoryView(
        id.value(),
        path,
        shown.reversed().stream().map(Placed::scan).toList(),
        more ? text(shown.getLast().place()) : null);
  }

  private static AgentId agent(@Nullable String agent) {
    try {
      if (agent != null) {
        return new AgentId(agent);
      }
    } catch (IllegalArgumentException e) {
      // Said below.
    }
    throw ProblemException.badRequest("agent is the id of an agent.", "agent");
  }

  private static int checked(int limit) {
    if (limit < 1 || limit > MOST) {
      throw ProblemException.badRequest("limit is 1 to " + MOST + ".", "limit");
    }
    return limit;
  }

  private static String text(Place place) {
    return place.moment() + "_" + place.targetKey();
  }

  /** Reads what {@link #text} writes, or a time alone. */
  private static Place place(String text) {
    int end = text.indexOf('_');
    try {
      return end < 0
          ? new Place(Double.parseDouble(text), Long.MIN_VALUE)
          : new Place(
              Double.parseDouble(text.substring(0, end)), Long.parseLong(text.substring(end + 1)));
    } catch (NumberFormatException e) {
      throw ProblemException.badRequest(
          "before is what nextBefore was, or a time in Unix seconds.", "before");
    }
  }
}
