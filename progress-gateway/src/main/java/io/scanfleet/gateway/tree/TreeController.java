package io.scanfleet.gateway.tree;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.scanfleet.gateway.batch.ScanService;
import io.scanfleet.gateway.batch.Target;
import io.scanfleet.gateway.problem.ProblemException;
import io.scanfleet.gateway.tree.TreeBrowser.Opened;
import io.scanfleet.gateway.tree.TreeOrder.Place;
import io.scanfleet.model.BatchId;
import io.scanfleet.model.RawName;
import io.scanfleet.model.ScanStatus;
import io.scanfleet.model.Totals;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The HTTP resource of trees. */
@RestController
@RequestMapping("/api/v1/scans/{batchId}/tree")
class TreeController {

  private static final int MOST_ENTRIES = 1000;
  private static final int DEEPEST = 4;

  private final ScanService scans;
  private final TreeBrowser browser;

  TreeController(ScanService scans, TreeBrowser browser) {
    this.scans = scans;
    this.browser = browser;
  }

  /**
   * An opened directory as HTTP shows it.
   *
   * @param path below the target, as text; empty for the target itself
   * @param pathBytes the exact bytes in base64, if the path is not valid UTF-8
   * @param status of the target
   * @param complete whether the directory and all below it was read, so that the totals are final
   * @param partial whether the totals are lower bounds
   * @param error why the directory could not be read, or not to the end
   * @param entryCount how many entries it has in all
   * @param nextCursor for the next page; null on the last
   */
  record TreeView(
      @JsonProperty("batch_id") BatchId batchId,
      int target,
      String path,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String pathBytes,
      ScanStatus status,
      boolean complete,
      boolean partial,
      @Nullable String error,
      Totals totals,
      List<TreeEntry> entries,
      long entryCount,
      @Nullable String nextCursor) {}

  @GetMapping
  TreeView open(
      @PathVariable String batchId,
      @RequestParam(defaultValue = "0") int target,
      @RequestParam(required = false) @Nullable String pathBytes,
      @RequestParam(defaultValue = "size") String sort,
      @RequestParam(required = false) @Nullable String order,
      @RequestParam(defaultValue = "200") int limit,
      @RequestParam(required = false) @Nullable String cursor,
      @RequestParam(defaultValue = "1") int depth,
      HttpServletRequest request) {
    TreeOrder.Sort by = parse("sort", "size, name, files or mtime", () -> TreeOrder.Sort.of(sort));
    boolean descending = order == null ? by != TreeOrder.Sort.NAME : parseDirection(order);
    Place after =
        cursor == null
            ? null
            : parse("cursor", "what nextCursor was", () -> Place.ofCursor(cursor));
    if (limit < 1 || limit > MOST_ENTRIES) {
      throw ProblemException.badRequest("limit is 1 to " + MOST_ENTRIES + ".", "limit");
    }
    if (depth < 1 || depth > DEEPEST) {
      throw ProblemException.badRequest("depth is 1 to " + DEEPEST + ".", "depth");
    }
    TreeRequest wanted =
        TreeRequest.of(scans, batchId, target, request.getQueryString(), pathBytes);
    TreePath path = wanted.path();
    Target found = wanted.target();
    TreeBrowser.Query query =
        new TreeBrowser.Query(new TreeOrder(by, descending), after, limit, depth);
    Opened opened = browser.open(found.key(), path, query).orElseGet(() -> nothingYet(wanted));
    byte[] bytes = path.toBytes();
    Place next = opened.next();
    return new TreeView(
        wanted.scan().id(),
        target,
        RawName.decode(bytes),
        RawName.isUtf8(bytes) ? null : Base64.getEncoder().encodeToString(bytes),
        found.status(),
        opened.complete(),
        opened.totals().partial() || !opened.complete(),
        opened.error(),
        opened.totals(),
        opened.entries(),
        opened.entryCount(),
        next == null ? null : next.toCursor());
  }

  /** The target itself is there before anything of it has arrived; below it, nothing is. */
  private static Opened nothingYet(TreeRequest wanted) {
    if (wanted.path().names().isEmpty()) {
      return new Opened(
          new Totals(0, 0, 0, 0, 0, 0L, 0, true),
          false,
          wanted.target().error(),
          List.of(),
          0,
          null);
    }
    throw wanted.unknownDirectory();
  }

  private interface Parser<T> {
    T parse();
  }

  private static <T> T parse(String field, String expected, Parser<T> parser) {
    try {
      return parser.parse();
    } catch (IllegalArgumentException e) {
      throw ProblemException.badRequest(field + " is " + expected + ".", field);
    }
  }

  private static boolean parseDirection(String order) {
    return switch (order) {
      case "desc" -> true;
      case "asc" -> false;
      default -> throw ProblemException.badRequest("order is asc or desc.", "order");
    };
  }
}
