package io.scanfleet.gateway.tree.report;

import io.scanfleet.gateway.problem.ProblemException;
import io.scanfleet.gateway.tree.DirectoryPaths;
import io.scanfleet.gateway.tree.DirectoryRows;
import io.scanfleet.gateway.tree.ExactText;
import io.scanfleet.gateway.tree.SequenceView;
import io.scanfleet.gateway.tree.TreeTargets;
import io.scanfleet.gateway.tree.TreeTargets.Located;
import io.scanfleet.gateway.tree.report.SequenceSurvey.Placed;
import io.scanfleet.gateway.tree.report.SequenceSurvey.Surveyed;
import io.scanfleet.gateway.tree.sequence.Sequence;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * The HTTP resource of reports on image sequences. Unlike the others they are made when somebody
 * asks, which may take a second: how many are made at once is bounded.
 */
@RestController
@RequestMapping("/api/v1/scans/{batchId}/reports")
class SequenceReportController {

  static final int AT_ONCE = 2;
  private static final int MOST_ROWS = 200;

  private final TreeTargets targets;
  private final SequenceSurvey survey;
  private final DirectoryRows directories;
  private final Semaphore free = new Semaphore(AT_ONCE);

  SequenceReportController(TreeTargets targets, SequenceSurvey survey, DirectoryRows directories) {
    this.targets = targets;
    this.survey = survey;
    this.directories = directories;
  }

  /**
   * The largest image sequences by apparent size. The directories with the largest content of their
   * own are searched, as far as larger sequences can be in them, but at most 2,000.
   *
   * @param batchId the scan, a UUID
   * @param target the target's index in it, from 0
   * @param limit how many rows at most, a number from 1 to 200
   * @return a row for each sequence, the largest first; {@code complete} says whether these are the
   *     largest for certain
   * @throws ProblemException 404 there is no such scan or target; 503 as many reports on sequences
   *     are being made as the gateway takes at once
   */
  @GetMapping("/largest-sequences")
  Report<Report.SequenceRow> largestSequences(
      @PathVariable String batchId,
      @RequestParam(defaultValue = "0") int target,
      @RequestParam(defaultValue = "100") int limit) {
    Report.requireLimit(limit, MOST_ROWS);
    Located located = targets.locate(batchId, target);
    long key = located.target().key();
    return report(located, "largest-sequences", () -> survey.largest(key, limit));
  }

  /**
   * Image sequences of which frames are missing, empty or of odd size. The 2,000 directories with
   * the largest content of their own are searched.
   *
   * @param batchId the scan, a UUID
   * @param target the target's index in it, from 0
   * @param limit how many rows at most, a number from 1 to 200
   * @return a row for each sequence, those with the most missing first, then those with the most
   *     that are empty or of odd size; {@code complete} says whether all directories were searched
   * @throws ProblemException 404 there is no such scan or target; 503 as many reports on sequences
   *     are being made as the gateway takes at once
   */
  @GetMapping("/incomplete-sequences")
  Report<Report.SequenceRow> incompleteSequences(
      @PathVariable String batchId,
      @RequestParam(defaultValue = "0") int target,
      @RequestParam(defaultValue = "100") int limit) {
    Report.requireLimit(limit, MOST_ROWS);
    Located located = targets.locate(batchId, target);
    long key = located.target().key();
    return report(located, "incomplete-sequences", () -> survey.incomplete(key, limit));
  }

  private Report<Report.SequenceRow> report(
      Located located, String name, Supplier<Surveyed> search) {
    Surveyed surveyed = inTurn(search);
    DirectoryPaths paths = directories.paths(located.target().key());
    List<Report.SequenceRow> rows =
        surveyed.best().stream().map(placed -> row(paths, placed)).toList();
    return Report.of(located, name, surveyed.complete(), rows);
  }

  private static Report.SequenceRow row(DirectoryPaths paths, Placed placed) {
    Sequence sequence = placed.sequence();
    ExactText path =
        Report.path(
            paths,
            placed.directory().parent(),
            DirectoryPaths.join(placed.directory().name(), sequence.notation().toBytes()));
    return new Report.SequenceRow(
        path.text(),
        path.bytes(),
        sequence.bytes(),
        sequence.allocatedBytes(),
        sequence.partial() ? true : null,
        sequence.newest(),
        SequenceView.of(sequence));
  }

  private Surveyed inTurn(Supplier<Surveyed> search) {
    if (!free.tryAcquire()) {
      ProblemException busy =
          ProblemException.of(
              HttpStatus.SERVICE_UNAVAILABLE,
              "busy",
              "Busy",
              AT_ONCE + " reports on sequences are being made, and no more are at once. Ask again.",
              null);
      busy.getHeaders().set(HttpHeaders.RETRY_AFTER, "1");
      throw busy;
    }
    try {
      return search.get();
    } finally {
      free.release();
    }
  }
}
