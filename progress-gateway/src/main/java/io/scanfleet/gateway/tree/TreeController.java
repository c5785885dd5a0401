package io.scanfleet.gateway.tree;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.scanfleet.gateway.batch.Target;
import io.scanfleet.gateway.problem.ProblemException;
import io.scanfleet.gateway.tree.TreeBrowser.Opened;
import io.scanfleet.gateway.tree.TreeOrder.Place;
import io.scanfleet.gateway.tree.sequence.SequencePattern;
import io.scanfleet.model.BatchId;
import io.scanfleet.model.ScanStatus;
import io.scanfleet.model.Totals;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The HTTP resource of trees. */
@RestController
@RequestMapping("/api/v1/scans/{batchId}/tree")
class TreeController {

  private static final int MOST_ENTRIES = 1000;
  private static final int DEEPEST = 4;
  private static final String FROM = "from";

  /** Grows whenever answers about the same tree come out differently. */
  private static final int FORM = 2;

  private final TreeTargets targets;
  private final TreeBrowser browser;

  TreeController(TreeTargets targets, TreeBrowser browser) {
    this.targets = targets;
    this.browser = browser;
  }

  /**
   * An opened directory as HTTP shows it.
   *
   * @param batchId the scan, a UUID
   * @param target the target's index in it, from 0
   * @param path below the target, as text; empty for the target itself
   * @param pathBytes the exact bytes in base64, if the path is not valid UTF-8
   * @param status of the target
   * @param complete whether the directory and all below it was read, so that the totals are final
   * @param partial whether the totals are lower bounds
   * @param error why the directory could not be read, or not to the end
   * @param totals what lies below it; as far as is known, until it is complete
   * @param entries those of this page, in the order that was asked for
   * @param others the entries behind those on this page, added up; left out if there are none
   * @param offset how many entries come before those on this page
   * @param entryCount how many entries it has in all, on all pages
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
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable FoldedEntries others,
      long offset,
      long entryCount,
      @Nullable String nextCursor) {}

  /**
   * Opens a directory, also while the scan runs.
   *
   * @param batchId the scan, a UUID
   * @param target the target's index in it, from 0
   * @param pathBytes instead of {@code path}, its bytes in base64
   * @param sort by {@code size}, {@code name}, {@code files} or {@code mtime}
   * @param order {@code asc} or {@code desc}; by default names ascend and all else descends
   * @param limit how many entries at most, from 1 to 1000
   * @param cursor where to go on: the {@code nextCursor} of the page before
   * @param offset instead of {@code cursor}: how many entries to pass over, in the order that is
   *     asked for
   * @param depth how many levels of entries, a number from 1 to 4; for one answer at most 1,000
   *     directories are opened, those of the upper levels first
   * @param sequences whether the frames of an image sequence are shown as one entry
   * @param sequence shows only the frames of one image sequence: the {@code key} of an entry's
   *     {@code sequence}, or its name in fileseq's notation
   * @param known the {@code ETag} of an answer that the client has; the tree of a scan that has
   *     ended does not change
   * @return the directory's totals and its entries
   * @throws ProblemException 404 there is no such scan, target or directory
   */
  @Parameter(
      name = "path",
      in = ParameterIn.QUERY,
      description =
          "the directory below the target, such as `show/sh010`; percent-decoded as bytes, so a"
              + " name that is not valid UTF-8 has `%FF` and the like in it",
      schema = @Schema(type = "string", defaultValue = ""))
  @Parameter(
      name = FROM,
      in = ParameterIn.QUERY,
      description =
          "instead of `cursor`: the name of the entry with which the page begins, wherever it stands in"
              + " the order; percent-decoded as bytes. If there is no such entry, it begins with"
              + " the one that would follow it by name",
      schema = @Schema(type = "string"))
  @ApiResponse(responseCode = "200", useReturnTypeSchema = true)
  @GetMapping
  ResponseEntity<TreeView> open(
      @PathVariable String batchId,
      @RequestParam(defaultValue = "0") int target,
      @RequestParam(required = false) @Nullable String pathBytes,
      @RequestParam(defaultValue = "size") String sort,
      @RequestParam(required = false) @Nullable String order,
      @RequestParam(defaultValue = "200") int limit,
      @RequestParam(required = false) @Nullable String cursor,
      @RequestParam(required = false) @Nullable Long offset,
      @RequestParam(defaultValue = "1") int depth,
      @RequestParam(defaultValue = "false") boolean sequences,
      @RequestParam(required = false) @Nullable String sequence,
      @RequestHeader(name = HttpHeaders.IF_NONE_MATCH, required = false) @Nullable String known,
      HttpServletRequest request) {
    TreeOrder.Sort by = parse("sort", "size, name, files or mtime", () -> TreeOrder.Sort.of(sort));
    boolean descending = order == null ? by != TreeOrder.Sort.NAME : parseDirection(order);
    TreePath path = TreeTargets.path(request.getQueryString(), pathBytes);
    PageStart start = start(cursor, offset, request.getQueryString());
    if (limit < 1 || limit > MOST_ENTRIES) {
      throw ProblemException.badRequest("limit is 1 to " + MOST_ENTRIES + ".", "limit");
    }
    if (depth < 1 || depth > DEEPEST) {
      throw ProblemException.badRequest("depth is 1 to " + DEEPEST + ".", "depth");
    }
    SequencePattern only = sequence == null ? null : pattern(sequence);
    Target found = targets.locate(batchId, target).target();
    String tag = found.status().isFinal() ? tag(found) : null;
    if (tag != null && tag.equals(known)) {
      return ResponseEntity.status(HttpStatus.NOT_MODIFIED).eTag(tag).build();
    }
    TreeBrowser.Query query =
        new TreeBrowser.Query(
            new TreeOrder(by, descending), start, limit, depth, sequences && only == null, only);
    Opened opened = browser.open(found.key(), path, query).orElseGet(() -> nothingYet(path, found));
    ResponseEntity.BodyBuilder answer = ResponseEntity.ok().cacheControl(CacheControl.noCache());
    if (tag != null) {
      answer.eTag(tag);
    }
    return answer.body(view(found, path, opened));
  }

  private static PageStart start(
      @Nullable String cursor, @Nullable Long offset, @Nullable String rawQuery) {
    byte[] from = parse(FROM, "a name, percent-encoded", () -> RawQuery.parameter(rawQuery, FROM));
    if ((cursor == null ? 0 : 1) + (offset == null ? 0 : 1) + (from == null ? 0 : 1) > 1) {
      throw ProblemException.badRequest(
          "A page begins by one of cursor, offset and from.", from == null ? "offset" : FROM);
    }
    if (offset != null) {
      return parse("offset", "0 or more", () -> new PageStart.Offset(offset));
    }
    if (from != null) {
      return new PageStart.Named(from);
    }
    return cursor == null
        ? new PageStart.First()
        : new PageStart.After(parse("cursor", "what nextCursor was", () -> Place.ofCursor(cursor)));
  }

  /** What a target's tree is known by once it has ended; another form of answer is another tree. */
  private static String tag(Target target) {
    return "\"" + FORM + "-" + target.key() + "-" + target.sequence() + "\"";
  }

  private static SequencePattern pattern(String sequence) {
    try {
      return SequencePattern.ofKey(sequence);
    } catch (IllegalArgumentException e) {
      return parse(
          "sequence",
          "the key of an image sequence, or its name such as shot.1001-1100#.exr",
          () -> SequencePattern.ofNotation(sequence.getBytes(StandardCharsets.UTF_8)));
    }
  }

  private static TreeView view(Target found, TreePath path, Opened opened) {
    ExactText shown = ExactText.of(path.toBytes());
    Place next = opened.next();
    return new TreeView(
        found.id().batch(),
        found.id().index(),
        shown.text(),
        shown.bytes(),
        found.status(),
        opened.complete(),
        opened.totals().partial() || !opened.complete(),
        opened.error(),
        opened.totals(),
        opened.entries(),
        opened.others(),
        opened.offset(),
        opened.entryCount(),
        next == null ? null : next.toCursor());
  }

  /** The target itself is there before anything of it has arrived; below it, nothing is. */
  private static Opened nothingYet(TreePath path, Target target) {
    if (path.names().isEmpty()) {
      return new Opened(
          new Totals(0, 0, 0, 0, 0, 0L, 0, true),
          false,
          target.error(),
          List.of(),
          null,
          0,
          0,
          null);
    }
    throw TreeTargets.unknownDirectory(target);
  }

  private interface Parser<T extends @Nullable Object> {
    T parse();
  }

  private static <T extends @Nullable Object> T parse(
      String field, String expected, Parser<T> parser) {
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
