package io.scanfleet.gateway.tree.compare;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.scanfleet.gateway.batch.Scan;
import io.scanfleet.gateway.batch.Target;
import io.scanfleet.gateway.problem.ProblemException;
import io.scanfleet.gateway.tree.DirectoryPaths;
import io.scanfleet.gateway.tree.DirectoryRows;
import io.scanfleet.gateway.tree.ExactText;
import io.scanfleet.gateway.tree.TreeOrder;
import io.scanfleet.gateway.tree.TreePath;
import io.scanfleet.gateway.tree.TreeTargets;
import io.scanfleet.gateway.tree.compare.ComparedEntry.Deltas;
import io.scanfleet.gateway.tree.compare.ComparedRows.Row;
import io.scanfleet.gateway.tree.compare.EntrySelection.Finding;
import io.scanfleet.gateway.tree.compare.EntrySelection.Query;
import io.scanfleet.gateway.tree.compare.TreeComparer.Comparison;
import io.scanfleet.model.BatchId;
import io.scanfleet.model.DirectoryKey;
import io.scanfleet.model.ScanStatus;
import io.scanfleet.model.Totals;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The HTTP resource of what changed between two scans of a directory. */
@RestController
@RequestMapping("/api/v1/scans/{batchId}/compare")
class CompareController {

  private static final int MOST_ENTRIES = 1000;

  private final TreeTargets targets;
  private final TreeComparer comparer;
  private final DirectoryRows rows;

  CompareController(TreeTargets targets, TreeComparer comparer, DirectoryRows rows) {
    this.targets = targets;
    this.comparer = comparer;
    this.rows = rows;
  }

  /**
   * A directory in two scans.
   *
   * @param batchId the newer scan, a UUID
   * @param target the target's index in it, from 0
   * @param with the older scan, a UUID
   * @param withTarget the target's index in the older scan, from 0
   * @param path below the target, as text; empty for the target itself
   * @param pathBytes the exact bytes in base64, if the path is not valid UTF-8
   * @param status of the newer target
   * @param withStatus of the older target
   * @param change what became of the directory
   * @param before what lay below it in the older scan; null if it was not there or not finished
   * @param after what lies below it in the newer scan; likewise
   * @param deltas by how much it grew; null if that is not known
   * @param partial whether a number is a lower bound: something was not read in one of the scans
   * @param movedFrom where it was: a path below the target, as text
   * @param movedFromBytes that path's exact bytes in base64, if it is not valid UTF-8
   * @param movedTo where it is now: a path below the target, as text
   * @param movedToBytes that path's exact bytes in base64, if it is not valid UTF-8
   * @param summary what differs in it and in all below it
   * @param summaryComplete whether everything below it was looked at; if not, the summary tells of
   *     the upper directories only
   * @param movesComplete whether all that moved was looked for; if not, it may be shown as removed
   *     and added
   * @param entries what lies in it in either scan and differs
   * @param entryCount how many such entries there are in all
   * @param nextCursor for the next page; null on the last
   */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record CompareView(
      @JsonProperty("batch_id") BatchId batchId,
      int target,
      BatchId with,
      int withTarget,
      String path,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String pathBytes,
      ScanStatus status,
      ScanStatus withStatus,
      Change change,
      @Nullable Totals before,
      @Nullable Totals after,
      @Nullable Deltas deltas,
      boolean partial,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String movedFrom,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String movedFromBytes,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String movedTo,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String movedToBytes,
      Summary summary,
      boolean summaryComplete,
      boolean movesComplete,
      List<ComparedEntry> entries,
      long entryCount,
      @Nullable String nextCursor) {}

  /**
   * Compares a directory with what it was in an older scan. Both trees are walked in lock step, and
   * only where they differ. What was not read in one of the scans is not known, and never removed.
   *
   * @param batchId the newer scan, a UUID
   * @param target the target's index in it, from 0
   * @param with the older scan, a UUID
   * @param withTarget the target's index in the older scan, from 0; by default that of the same
   *     directory on the same agent, and no other can be compared
   * @param pathBytes instead of {@code path}, its bytes in base64
   * @param sort by {@code size} or {@code files}, which are by how much they differ, whether more
   *     or less, {@code name} or {@code mtime}
   * @param order {@code asc} or {@code desc}; by default names ascend and all else descends
   * @param limit how many entries at most, from 1 to 1000
   * @param cursor where to go on: the {@code nextCursor} of the page before
   * @param unchanged whether entries that do not differ are shown too
   * @param sequences whether the frames of an image sequence are shown as one entry
   * @return what differs in the directory and in all below it, and its entries
   * @throws ProblemException 404 there is no such scan, target or directory
   */
  @Parameter(
      name = "path",
      in = ParameterIn.QUERY,
      description =
          "the directory below the target, such as `show/sh010`; percent-decoded as bytes, so a"
              + " name that is not valid UTF-8 has `%FF` and the like in it. A directory that is"
              + " gone is named by its path in the older scan",
      schema = @Schema(type = "string", defaultValue = ""))
  @GetMapping
  CompareView compare(
      @PathVariable String batchId,
      @RequestParam(defaultValue = "0") int target,
      @RequestParam(required = false) @Nullable String with,
      @RequestParam(required = false) @Nullable Integer withTarget,
      @RequestParam(required = false) @Nullable String pathBytes,
      @RequestParam(defaultValue = "size") String sort,
      @RequestParam(required = false) @Nullable String order,
      @RequestParam(defaultValue = "200") int limit,
      @RequestParam(required = false) @Nullable String cursor,
      @RequestParam(defaultValue = "false") boolean unchanged,
      @RequestParam(defaultValue = "false") boolean sequences,
      HttpServletRequest request) {
    Query query = query(sort, order, limit, cursor, unchanged, sequences);
    TreePath path = TreeTargets.path(request.getQueryString(), pathBytes);
    if (with == null) {
      throw ProblemException.badRequest("with is the id of the scan to compare with.", "with");
    }
    Target newer = targets.locate(batchId, target).target();
    Target older = older(newer, targets.scan(with, "with"), with, withTarget);
    ExactText shown = ExactText.of(path.toBytes());
    Comparison comparison =
        comparer
            .compare(ComparedTree.of(older), ComparedTree.of(newer), path, query)
            .orElseThrow(() -> TreeTargets.unknownDirectory(newer));
    DirectoryPaths olderPaths = rows.paths(older.key());
    DirectoryPaths newerPaths = rows.paths(newer.key());
    Half before = comparison.located().older();
    Half after = comparison.located().newer();
    Differences differences = comparison.differences();
    ExactText from = place(olderPaths, comparison.located().movedFrom());
    ExactText to = place(newerPaths, comparison.located().movedTo());
    Change change = change(comparison);
    TreeOrder.Place next = comparison.next();
    return new CompareView(
        newer.id().batch(),
        target,
        older.id().batch(),
        older.id().index(),
        shown.text(),
        shown.bytes(),
        newer.status(),
        older.status(),
        change,
        totals(before.row()),
        totals(after.row()),
        deltas(comparison, change),
        differences.partial,
        from == null ? null : from.text(),
        from == null ? null : from.bytes(),
        to == null ? null : to.text(),
        to == null ? null : to.bytes(),
        Summary.of(differences),
        !differences.incomplete,
        comparison.movesComplete(),
        entries(comparison, olderPaths, newerPaths),
        comparison.entryCount(),
        next == null ? null : next.toCursor());
  }

  private static Query query(
      String sort,
      @Nullable String order,
      int limit,
      @Nullable String cursor,
      boolean unchanged,
      boolean sequences) {
    TreeOrder.Sort by;
    try {
      by = TreeOrder.Sort.of(sort);
    } catch (IllegalArgumentException e) {
      throw ProblemException.badRequest("sort is size, name, files or mtime.", "sort");
    }
    if (order != null && !order.equals("asc") && !order.equals("desc")) {
      throw ProblemException.badRequest("order is asc or desc.", "order");
    }
    boolean descending = order == null ? by != TreeOrder.Sort.NAME : order.equals("desc");
    if (limit < 1 || limit > MOST_ENTRIES) {
      throw ProblemException.badRequest("limit is 1 to " + MOST_ENTRIES + ".", "limit");
    }
    try {
      return new Query(
          new TreeOrder(by, descending),
          cursor == null ? null : TreeOrder.Place.ofCursor(cursor),
          limit,
          unchanged,
          sequences);
    } catch (IllegalArgumentException e) {
      throw ProblemException.badRequest("cursor is what nextCursor was.", "cursor");
    }
  }

  /** The target to compare with: that of the same directory, unless one is named. */
  private Target older(Target newer, Scan scan, String with, @Nullable Integer withTarget) {
    Target older =
        withTarget == null
            ? scan.targets().stream()
                .filter(each -> isOfSameDirectory(each, newer) && each.key() != newer.key())
                .findFirst()
                .orElse(null)
            : targets.locate(with, "with", withTarget, "withTarget").target();
    if (older == null || !isOfSameDirectory(older, newer)) {
      throw ProblemException.badRequest(
          "Scans of the same directory can be compared; that one has no other target "
              + newer.path()
              + " on "
              + newer.agent().value()
              + ".",
          withTarget == null ? "with" : "withTarget");
    }
    if (older.key() == newer.key()) {
      throw ProblemException.of(
          HttpStatus.BAD_REQUEST,
          "same-scan",
          "Same scan",
          "A scan is compared with another one.",
          "withTarget");
    }
    return older;
  }

  private static boolean isOfSameDirectory(Target one, Target other) {
    return one.agent().equals(other.agent()) && one.path().equals(other.path());
  }

  private static Change change(Comparison comparison) {
    Half before = comparison.located().older();
    Half after = comparison.located().newer();
    if (before.isPresent() && after.isPresent()) {
      boolean moved =
          comparison.located().movedFrom() != null || comparison.located().movedTo() != null;
      return moved ? Change.MOVED : whole(comparison).change();
    }
    if (!before.isPresent()) {
      return before.isWhole() ? Change.ADDED : Change.NOT_KNOWN;
    }
    return after.isWhole() ? Change.REMOVED : Change.NOT_KNOWN;
  }

  private static @Nullable Deltas deltas(Comparison comparison, Change change) {
    Differences differences = comparison.differences();
    if (comparison.located().older().isPresent() && comparison.located().newer().isPresent()) {
      return whole(comparison).deltas();
    }
    return change == Change.NOT_KNOWN
        ? null
        : new Deltas(differences.bytesGrown, differences.filesGrown);
  }

  /** What became of a directory that both have. */
  private static Finding whole(Comparison comparison) {
    return Finding.of(
        comparison.differences(),
        comparison.located().older().row(),
        comparison.located().newer().row());
  }

  private static @Nullable Totals totals(@Nullable Row row) {
    return row == null ? null : row.totals();
  }

  private static List<ComparedEntry> entries(
      Comparison comparison, DirectoryPaths olderPaths, DirectoryPaths newerPaths) {
    List<ComparedEntry> entries = new ArrayList<>();
    for (EntrySelection.Selected selected : comparison.entries()) {
      Move came = selected.from();
      Move went = selected.to();
      ExactText from =
          came == null ? null : path(olderPaths, came.olderDirectory(), came.olderName());
      ExactText to =
          went == null ? null : path(newerPaths, went.newerDirectory(), went.newerName());
      entries.add(
          from == null && to == null
              ? selected.entry()
              : selected
                  .entry()
                  .moved(
                      from == null ? null : from.text(),
                      from == null ? null : from.bytes(),
                      to == null ? null : to.text(),
                      to == null ? null : to.bytes()));
    }
    return entries;
  }

  private static @Nullable ExactText place(DirectoryPaths paths, @Nullable DirectoryPlace place) {
    return place == null ? null : ExactText.of(path(paths, place));
  }

  private static ExactText path(DirectoryPaths paths, DirectoryPlace directory, byte[] name) {
    return ExactText.of(DirectoryPaths.join(path(paths, directory), name));
  }

  /** A path; what lies in a directory whose path cannot be told is named alone. */
  private static byte[] path(DirectoryPaths paths, DirectoryPlace directory) {
    return directory.key().equals(DirectoryKey.ROOT)
        ? new byte[0]
        : paths
            .of(directory.parent())
            .map(above -> DirectoryPaths.join(above, directory.name()))
            .orElse(directory.name());
  }
}
