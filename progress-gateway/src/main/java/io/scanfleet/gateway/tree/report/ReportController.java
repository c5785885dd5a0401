package io.scanfleet.gateway.tree.report;

import io.scanfleet.gateway.problem.ProblemException;
import io.scanfleet.gateway.tree.DirectoryPaths;
import io.scanfleet.gateway.tree.DirectoryRows;
import io.scanfleet.gateway.tree.ExactText;
import io.scanfleet.gateway.tree.TreeTargets;
import io.scanfleet.gateway.tree.TreeTargets.Located;
import io.scanfleet.model.entry.EntryColumns;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The HTTP resource of reports. */
@RestController
@RequestMapping("/api/v1/scans/{batchId}/reports")
class ReportController {

  private static final int SECONDS_A_DAY = 86_400;

  private final TreeTargets targets;
  private final FindingsKeeper keeper;
  private final FindingsRows names;
  private final DirectoryRows directories;
  private final InstantSource clock;

  ReportController(
      TreeTargets targets,
      FindingsKeeper keeper,
      FindingsRows names,
      DirectoryRows directories,
      InstantSource clock) {
    this.targets = targets;
    this.keeper = keeper;
    this.names = names;
    this.directories = directories;
    this.clock = clock;
  }

  /**
   * The largest files by apparent size; of an inode with several links, the name that counted.
   *
   * @param batchId the scan, a UUID
   * @param target the target's index in it, from 0
   * @param limit how many rows at most, a number from 1 to 200
   * @return a row for each file, the largest first
   * @throws ProblemException 404 there is no such scan or target
   */
  @GetMapping("/largest-files")
  Report<Report.LargeFile> largestFiles(
      @PathVariable String batchId,
      @RequestParam(defaultValue = "0") int target,
      @RequestParam(defaultValue = "100") int limit) {
    Report.requireLimit(limit, Largest.MOST);
    Located located = targets.locate(batchId, target);
    DirectoryPaths paths = directories.paths(located.target().key());
    Map<String, String> owners = names.ownerNames(located.target().key());
    List<Report.LargeFile> rows =
        findings(located).largestFiles().largestFirst().stream()
            .limit(limit)
            .map(
                item -> {
                  ExactText path = Report.path(paths, item.in(), item.name());
                  String uid = Integer.toUnsignedString(item.owner());
                  return new Report.LargeFile(
                      path.text(),
                      path.bytes(),
                      item.bytes(),
                      item.allocated() < 0 ? null : Long.valueOf(item.allocated()),
                      item.mtime() == 0 ? null : Double.valueOf(item.mtime() / 1e9),
                      number(item.owner()),
                      owners.get(uid));
                })
            .toList();
    return Report.of(located, "largest-files", null, rows, null);
  }

  /**
   * The directories with the largest content of their own: of the files directly in them.
   *
   * @param batchId the scan, a UUID
   * @param target the target's index in it, from 0
   * @param limit how many rows at most, a number from 1 to 200
   * @return a row for each directory, the largest first
   * @throws ProblemException 404 there is no such scan or target
   */
  @GetMapping("/largest-directories")
  Report<Report.LargeDirectory> largestDirectories(
      @PathVariable String batchId,
      @RequestParam(defaultValue = "0") int target,
      @RequestParam(defaultValue = "100") int limit) {
    Report.requireLimit(limit, Largest.MOST);
    Located located = targets.locate(batchId, target);
    DirectoryPaths paths = directories.paths(located.target().key());
    List<Report.LargeDirectory> rows =
        findings(located).largestDirectories().largestFirst().stream()
            .limit(limit)
            .map(
                item -> {
                  ExactText path = Report.path(paths, item.in(), item.name());
                  return new Report.LargeDirectory(
                      path.text(), path.bytes(), item.files(), item.bytes());
                })
            .toList();
    return Report.of(located, "largest-directories", null, rows, null);
  }

  /**
   * Files by extension, those that take most first.
   *
   * @param batchId the scan, a UUID
   * @param target the target's index in it, from 0
   * @param limit how many rows at most, a number from 1 to 1000
   * @return a row for each extension; {@code others} are the files of all further ones
   * @throws ProblemException 404 there is no such scan or target
   */
  @GetMapping("/extensions")
  Report<Report.Extension> extensions(
      @PathVariable String batchId,
      @RequestParam(defaultValue = "0") int target,
      @RequestParam(defaultValue = "100") int limit) {
    Report.requireLimit(limit, 1000);
    Located located = targets.locate(batchId, target);
    Breakdown<String> extensions = findings(located).extensions();
    List<Map.Entry<String, Amount>> all = extensions.biggestFirst();
    List<Report.Extension> rows =
        all.stream()
            .limit(limit)
            .map(
                each ->
                    new Report.Extension(
                        each.getKey(),
                        each.getValue().files(),
                        each.getValue().bytes(),
                        each.getValue().allocated()))
            .toList();
    return Report.of(located, "extensions", null, rows, others(extensions, all, limit));
  }

  /**
   * Files by the time since they were last changed, the newest first.
   *
   * @param batchId the scan, a UUID
   * @param target the target's index in it, from 0
   * @return a row for each age in which there are files
   * @throws ProblemException 404 there is no such scan or target
   */
  @GetMapping("/ages")
  Report<Report.Age> ages(
      @PathVariable String batchId, @RequestParam(defaultValue = "0") int target) {
    Located located = targets.locate(batchId, target);
    Double end = located.scan().finishedAt();
    long today =
        Math.floorDiv(end == null ? clock.millis() / 1000 : end.longValue(), SECONDS_A_DAY);
    return Report.of(located, "ages", null, AgeClasses.of(findings(located).days(), today), null);
  }

  /**
   * Files by owner, those who take most first; or by group.
   *
   * @param batchId the scan, a UUID
   * @param target the target's index in it, from 0
   * @param by {@code user} or {@code group}
   * @param limit how many rows at most, a number from 1 to 1000
   * @return a row for each owner; {@code others} are the files of all further ones
   * @throws ProblemException 404 there is no such scan or target
   */
  @GetMapping("/owners")
  Report<Report.Owner> owners(
      @PathVariable String batchId,
      @RequestParam(defaultValue = "0") int target,
      @RequestParam(defaultValue = "user") String by,
      @RequestParam(defaultValue = "100") int limit) {
    Report.requireLimit(limit, 1000);
    if (!by.equals("user") && !by.equals("group")) {
      throw ProblemException.badRequest("by is user or group.", "by");
    }
    Located located = targets.locate(batchId, target);
    long key = located.target().key();
    Findings findings = findings(located);
    Breakdown<Integer> owners = by.equals("user") ? findings.owners() : findings.groups();
    Map<String, String> known = by.equals("user") ? names.ownerNames(key) : names.groupNames(key);
    List<Map.Entry<Integer, Amount>> all = owners.biggestFirst();
    List<Report.Owner> rows =
        all.stream()
            .limit(limit)
            .map(
                each ->
                    new Report.Owner(
                        number(each.getKey()),
                        known.get(Integer.toUnsignedString(each.getKey())),
                        each.getValue().files(),
                        each.getValue().bytes(),
                        each.getValue().allocated()))
            .toList();
    return Report.of(located, "owners", null, rows, others(owners, all, limit));
  }

  /**
   * Files by size, from empty ones to the largest; each class is twice the one before.
   *
   * @param batchId the scan, a UUID
   * @param target the target's index in it, from 0
   * @return a row for each size in which there are files
   * @throws ProblemException 404 there is no such scan or target
   */
  @GetMapping("/sizes")
  Report<Report.SizeClass> sizes(
      @PathVariable String batchId, @RequestParam(defaultValue = "0") int target) {
    Located located = targets.locate(batchId, target);
    List<Report.SizeClass> rows =
        findings(located).sizes().all().entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(
                each -> {
                  int n = each.getKey();
                  return new Report.SizeClass(
                      n == 0 ? 0 : 1L << (n - 1),
                      n == 0 ? 0 : (1L << (n - 1)) * 2 - 1,
                      each.getValue().files(),
                      each.getValue().bytes(),
                      each.getValue().allocated());
                })
            .toList();
    return Report.of(located, "sizes", null, rows, null);
  }

  /**
   * What could not be read, and why.
   *
   * @param batchId the scan, a UUID
   * @param target the target's index in it, from 0
   * @param limit how many rows at most, a number from 1 to 1000
   * @return a row for each entry; {@code count} says how many there are in all
   * @throws ProblemException 404 there is no such scan or target
   */
  @GetMapping("/unreadable")
  Report<Report.UnreadableEntry> unreadable(
      @PathVariable String batchId,
      @RequestParam(defaultValue = "0") int target,
      @RequestParam(defaultValue = "100") int limit) {
    Report.requireLimit(limit, Unreadable.MOST);
    Located located = targets.locate(batchId, target);
    DirectoryPaths paths = directories.paths(located.target().key());
    Unreadable unreadable = findings(located).unreadable();
    List<Report.UnreadableEntry> rows =
        unreadable.items().stream()
            .limit(limit)
            .map(
                item -> {
                  ExactText path = Report.path(paths, item.in(), item.name());
                  return new Report.UnreadableEntry(
                      path.text(), path.bytes(), item.directory(), item.reason());
                })
            .toList();
    return Report.of(located, "unreadable", unreadable.count(), rows, null);
  }

  private Findings findings(Located located) {
    return keeper.of(located.target().key());
  }

  private static <K> Report.@Nullable Others others(
      Breakdown<K> breakdown, List<Map.Entry<K, Amount>> all, int limit) {
    Amount others = new Amount();
    others.add(breakdown.others());
    all.stream().skip(limit).forEach(each -> others.add(each.getValue()));
    return Report.Others.of(others);
  }

  /** The number of a user or group; null if it is not known, as in some imports. */
  private static @Nullable Long number(int id) {
    return id == EntryColumns.UNKNOWN_OWNER ? null : Long.valueOf(Integer.toUnsignedLong(id));
  }
}
