package io.scanfleet.gateway.tree;

import io.scanfleet.gateway.batch.Scan;
import io.scanfleet.gateway.batch.ScanService;
import io.scanfleet.gateway.batch.Target;
import io.scanfleet.gateway.problem.ProblemException;
import io.scanfleet.model.BatchId;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * Which directory of which stored tree a request is about.
 *
 * @param path below the target
 */
public record TreeRequest(Scan scan, Target target, TreePath path) {

  /**
   * Reads one; the path is the query's {@code path}, or {@code pathBytes} in base64 if that is
   * there.
   *
   * @param rawQuery the query as it came, still encoded
   * @throws ProblemException if it is not well formed, or there is no such scan or target
   */
  public static TreeRequest of(
      ScanService scans,
      String batchId,
      int target,
      @Nullable String rawQuery,
      @Nullable String pathBytes) {
    TreePath path;
    try {
      path =
          pathBytes == null
              ? TreePath.ofQuery(rawQuery)
              : TreePath.ofBytes(Base64.getDecoder().decode(pathBytes));
    } catch (IllegalArgumentException e) {
      throw ProblemException.badRequest(
          "path is a path below the target, percent-encoded byte by byte.", "path");
    }
    BatchId id;
    try {
      id = BatchId.parse(batchId);
    } catch (IllegalArgumentException e) {
      throw ProblemException.badRequest("batch_id is a UUID.", "batch_id");
    }
    Scan scan = scans.existing(id);
    if (target < 0 || target >= scan.targets().size()) {
      throw ProblemException.of(
          HttpStatus.NOT_FOUND,
          "unknown-target",
          "Unknown target",
          "This scan has the targets 0 to " + (scan.targets().size() - 1) + ".",
          "target");
    }
    return new TreeRequest(scan, scan.targets().get(target), path);
  }

  /** What to say if there is no directory at the path. */
  public ProblemException unknownDirectory() {
    return ProblemException.of(
        HttpStatus.NOT_FOUND,
        "unknown-directory",
        "Unknown directory",
        target.status().isFinal()
            ? "The scan found no directory at this path."
            : "No directory has been found at this path yet; the scan is still running.",
        "path");
  }
}
