package io.scanfleet.gateway.tree.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.scanfleet.model.BatchId;
import io.scanfleet.model.ScanStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A report on a tree.
 *
 * @param target the index of the target
 * @param name which report it is
 * @param status of the target
 * @param partial whether numbers are lower bounds: the target has not ended, was cut short, or
 *     something in it could not be read
 * @param count of what the report is about there is this much in all; null where the rows are all
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
    List<T> rows,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Others others) {

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
   * @param toDays the age up to which they are, this included; null if there is no bound
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
