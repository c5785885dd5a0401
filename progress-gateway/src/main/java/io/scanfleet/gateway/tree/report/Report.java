package io.scanfleet.gateway.tree.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.scanfleet.gateway.batch.Target;
import io.scanfleet.gateway.problem.ProblemException;
import io.scanfleet.gateway.tree.DirectoryPaths;
import io.scanfleet.gateway.tree.ExactText;
import io.scanfleet.gateway.tree.SequenceView;
import io.scanfleet.gateway.tree.TreeTargets.Located;
import io.scanfleet.model.BatchId;
import io.scanfleet.model.DirectoryKey;
import io.scanfleet.model.ScanStatus;
import io.scanfleet.model.Totals;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A report on a tree.
 *
 * @param batchId the scan, a UUID
 * @param target the target's index in it, from 0
 * @param name which report it is
 * @param status of the target
 * @param partial whether numbers are lower bounds: the target has not ended, was cut short, or
 *     something in it could not be read
 * @param count how many there are in all of what the report lists; left out where the rows are all
 * @param complete whether all was looked at that could be in the rows; left out where it always is
 * @param rows the report's lines, in the order of their importance
 * @param others what is not told in rows of its own, added up; null if there is nothing
 */
record Report<T>(
    @JsonProperty("batch_id") BatchId batchId,
    int target,
    String name,
    ScanStatus status,
    boolean partial,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long count,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean complete,
    List<T> rows,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Others others) {

  private static final byte[] UNKNOWN_PLACE = "…".getBytes(StandardCharsets.UTF_8);

  /** A report whose rows are all of what they could be. */
  static <T> Report<T> of(
      Located located, String name, @Nullable Long count, List<T> rows, @Nullable Others others) {
    return of(located, name, count, null, rows, others);
  }

  /** A report that may not have looked at everything. */
  static <T> Report<T> of(Located located, String name, boolean complete, List<T> rows) {
    return of(located, name, null, complete, rows, null);
  }

  private static <T> Report<T> of(
      Located located,
      String name,
      @Nullable Long count,
      @Nullable Boolean complete,
      List<T> rows,
      @Nullable Others others) {
    Target target = located.target();
    Totals totals = target.totals();
    return new Report<>(
        located.scan().id(),
        target.id().index(),
        name,
        target.status(),
        target.status() != ScanStatus.COMPLETED || totals == null || totals.partial(),
        count,
        complete,
        rows,
        others);
  }

  /** In a tree that still grows the directories above may not be stored yet: then "…/name". */
  static ExactText path(DirectoryPaths paths, DirectoryKey in, byte[] name) {
    if (name.length == 0) {
      return ExactText.of(name);
    }
    Optional<byte[]> directory = paths.of(in);
    return ExactText.of(DirectoryPaths.join(directory.orElse(UNKNOWN_PLACE), name));
  }

  /**
   * Checks how many rows are asked for.
   *
   * @throws ProblemException if it is not 1 to {@code most}
   */
  static void requireLimit(int limit, int most) {
    if (limit < 1 || limit > most) {
      throw ProblemException.badRequest("limit is 1 to " + most + ".", "limit");
    }
  }

  /**
   * Files that are in none of the rows.
   *
   * @param files how many
   * @param bytes their apparent size, in bytes
   * @param allocatedBytes the space they take on disk, in bytes
   */
  record Others(long files, long bytes, long allocatedBytes) {

    static @Nullable Others of(Amount amount) {
      return amount.files() == 0
          ? null
          : new Others(amount.files(), amount.bytes(), amount.allocated());
    }
  }

  /**
   * One of the largest files.
   *
   * @param path below the target, as text
   * @param pathBytes the exact bytes in base64, if the path is not valid UTF-8
   * @param bytes apparent size, in bytes
   * @param allocatedBytes space taken on disk, in bytes; null if the file system does not tell
   * @param mtime when the content was last changed, in Unix seconds; null if not known
   * @param uid the owner's number; null if not known
   * @param owner the owner's name, if the agent knows it
   */
  record LargeFile(
      String path,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String pathBytes,
      long bytes,
      @Nullable Long allocatedBytes,
      @Nullable Double mtime,
      @Nullable Long uid,
      @Nullable String owner) {}

  /**
   * One of the directories with the largest content of their own, directories in it not counted.
   *
   * @param path below the target, as text; empty for the target itself
   * @param pathBytes the exact bytes in base64, if the path is not valid UTF-8
   * @param files how many files lie directly in it
   * @param bytes their apparent size, in bytes
   */
  record LargeDirectory(
      String path,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String pathBytes,
      long files,
      long bytes) {}

  /**
   * Files with the same extension.
   *
   * @param extension what follows the last dot of the name, in lower case; empty for none. Digits
   *     alone are a number, not an extension
   * @param files how many
   * @param bytes their apparent size, in bytes
   * @param allocatedBytes the space they take on disk, in bytes
   */
  record Extension(String extension, long files, long bytes, long allocatedBytes) {}

  /**
   * Files last changed as long before the scan.
   *
   * @param fromDays the age from which they are counted here, in days before the day the scan
   *     ended, by UTC; null for files whose time is not known, or lies after the scan
   * @param toDays the age up to which they are counted, a number of days, this included; null if
   *     there is no bound
   * @param label the age in words
   * @param files how many
   * @param bytes their apparent size, in bytes
   * @param allocatedBytes the space they take on disk, in bytes
   */
  record Age(
      @Nullable Long fromDays,
      @Nullable Long toDays,
      String label,
      long files,
      long bytes,
      long allocatedBytes) {}

  /**
   * Files of the same owner or group.
   *
   * @param id the number of the user or group; null for files of which it is not known
   * @param name as the agent's host calls it; null if it does not know
   * @param files how many
   * @param bytes their apparent size, in bytes
   * @param allocatedBytes the space they take on disk, in bytes
   */
  record Owner(
      @Nullable Long id, @Nullable String name, long files, long bytes, long allocatedBytes) {}

  /**
   * Files of similar size.
   *
   * @param fromBytes the smallest size counted here, in bytes
   * @param toBytes the largest, in bytes
   * @param files how many
   * @param bytes their apparent size, in bytes
   * @param allocatedBytes the space they take on disk, in bytes
   */
  record SizeClass(long fromBytes, long toBytes, long files, long bytes, long allocatedBytes) {}

  /**
   * An image sequence.
   *
   * @param path below the target, as text; its last part is the sequence in fileseq's notation
   * @param pathBytes the exact bytes in base64, if the path is not valid UTF-8
   * @param bytes apparent size of all frames, in bytes
   * @param allocatedBytes space taken on disk, in bytes; null if it is not known of every frame
   * @param partial whether the bytes are a lower bound, since a frame's size is not known; left out
   *     if they are not
   * @param mtime when the newest frame was last changed, in Unix seconds; null if not known
   * @param sequence its frames
   */
  record SequenceRow(
      String path,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String pathBytes,
      long bytes,
      @Nullable Long allocatedBytes,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean partial,
      @Nullable Double mtime,
      SequenceView sequence) {}

  /**
   * Something that could not be read.
   *
   * @param path below the target, as text; empty for the target itself
   * @param pathBytes the exact bytes in base64, if the path is not valid UTF-8
   * @param directory whether it is a directory that could not be listed, or not to the end;
   *     otherwise it is an entry whose attributes could not be read
   * @param reason what the system said
   */
  record UnreadableEntry(
      String path,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String pathBytes,
      boolean directory,
      String reason) {}
}
