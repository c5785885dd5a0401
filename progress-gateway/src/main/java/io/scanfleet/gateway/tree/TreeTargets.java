package io.scanfleet.gateway.tree;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.scanfleet.gateway.batch.BatchChanged;
import io.scanfleet.gateway.batch.Scan;
import io.scanfleet.gateway.batch.ScanService;
import io.scanfleet.gateway.batch.Target;
import io.scanfleet.gateway.problem.ProblemException;
import io.scanfleet.model.BatchId;
import java.time.Duration;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * Finds the tree, and the place in it, that a request speaks of; what it cannot find is a problem
 * that says which part of the request is at fault.
 *
 * <p>Whoever looks into a tree asks again and again; a batch that has ended is remembered for
 * {@link #REMEMBERED}, or until this gateway hears that something has become of it. Thread-safe.
 */
@Component
public class TreeTargets {

  /** As long as another gateway's deletion may go unnoticed. */
  private static final Duration REMEMBERED = Duration.ofSeconds(2);

  private final ScanService scans;
  private final Cache<BatchId, Scan> ended =
      Caffeine.newBuilder().maximumSize(1000).expireAfterWrite(REMEMBERED).build();

  TreeTargets(ScanService scans) {
    this.scans = scans;
  }

  @EventListener
  void batchChanged(BatchChanged event) {
    ended.invalidate(event.batch());
  }

  private Scan existing(BatchId id, String field) {
    Scan known = ended.getIfPresent(id);
    if (known != null) {
      return known;
    }
    Scan found = scans.existing(id, field);
    if (found.status().isFinal()) {
      ended.put(id, found);
    }
    return found;
  }

  /** A target with its batch. */
  public record Located(Scan scan, Target target) {}

  /**
   * The target of a batch.
   *
   * @throws ProblemException if there is none
   */
  public Located locate(String batchId, int target) {
    return locate(batchId, "batch_id", target, "target");
  }

  /**
   * The target of a batch that two fields of a request name.
   *
   * @throws ProblemException if there is none
   */
  public Located locate(String batchId, String batchField, int target, String targetField) {
    Scan scan = scan(batchId, batchField);
    if (target < 0 || target >= scan.targets().size()) {
      throw ProblemException.of(
          HttpStatus.NOT_FOUND,
          "unknown-target",
          "Unknown target",
          "This scan has the targets 0 to " + (scan.targets().size() - 1) + ".",
          targetField);
    }
    return new Located(scan, scan.targets().get(target));
  }

  /**
   * The batch that a field of a request names.
   *
   * @throws ProblemException if there is none
   */
  public Scan scan(String batchId, String field) {
    BatchId id;
    try {
      id = BatchId.parse(batchId);
    } catch (IllegalArgumentException e) {
      throw ProblemException.badRequest("A batch id is a UUID.", field);
    }
    return existing(id, field);
  }

  /**
   * The directory that a request names by {@code path}, or exactly by {@code pathBytes}.
   *
   * @param rawQuery as it came, since names need not be text
   * @throws ProblemException if it is no path
   */
  public static TreePath path(@Nullable String rawQuery, @Nullable String pathBytes) {
    try {
      return pathBytes == null
          ? TreePath.ofQuery(rawQuery)
          : TreePath.ofBytes(Base64.getDecoder().decode(pathBytes));
    } catch (IllegalArgumentException e) {
      throw ProblemException.badRequest(
          pathBytes == null
              ? "path is a path below the target, percent-encoded byte by byte."
              : "pathBytes is the base64 of a path below the target.",
          pathBytes == null ? "path" : "pathBytes");
    }
  }

  /** What to say of a directory that is not in a tree. */
  public static ProblemException unknownDirectory(Target target) {
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
