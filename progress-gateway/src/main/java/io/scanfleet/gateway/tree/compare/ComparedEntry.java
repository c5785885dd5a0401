package io.scanfleet.gateway.tree.compare;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.scanfleet.model.entry.EntryType;
import org.jspecify.annotations.Nullable;

/**
 * What two scans have under one name. What is unknown is null; a mark that does not apply is left
 * out.
 *
 * @param name as text; what is not valid UTF-8 is U+FFFD; of an image sequence its notation, with
 *     the frames of the newer scan if there are any
 * @param nameBytes the exact bytes in base64, if the name is not valid UTF-8
 * @param type what it is now; what it was, if it is gone
 * @param change what became of it
 * @param before how it was in the older scan; null if it was not there, or not seen
 * @param after how it is in the newer scan; null if it is not there, or was not seen
 * @param deltas by how much it grew; null if that is not known
 * @param partial whether a number is a lower bound
 * @param sequence of an image sequence, what became of its frames
 * @param movedFrom where it was: a path below the target, as text; of a sequence, where one of its
 *     frames was
 * @param movedFromBytes that path's exact bytes in base64, if it is not valid UTF-8
 * @param movedTo where it is now: a path below the target, as text; of a sequence, where one of its
 *     frames is
 * @param movedToBytes that path's exact bytes in base64, if it is not valid UTF-8
 */
record ComparedEntry(
    String name,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String nameBytes,
    EntryType type,
    Change change,
    @Nullable Side before,
    @Nullable Side after,
    @Nullable Deltas deltas,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean partial,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable ComparedSequence sequence,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String movedFrom,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String movedFromBytes,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String movedTo,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String movedToBytes) {

  /**
   * An entry in one scan. What is unknown is null; a mark that does not apply is left out.
   *
   * @param type what it was
   * @param bytes apparent size, in bytes; for a directory that of all files below, null if it was
   *     not finished
   * @param allocatedBytes space taken on disk, in bytes, likewise
   * @param files for a directory, how many files lie below it, null if it was not finished; for an
   *     image sequence, how many frames there were
   * @param directories for a directory, how many directories lie below it, likewise
   * @param mtime when the content was last changed, in Unix seconds; of a sequence, when any was
   * @param hardLink whether it was a further name of an inode that had been counted already
   * @param excluded whether it was passed over because a pattern says so
   * @param otherFileSystem whether another file system was mounted there that was not entered
   * @param partial whether a directory's numbers are lower bounds
   * @param error why it could not be read
   */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Side(
      EntryType type,
      @Nullable Long bytes,
      @Nullable Long allocatedBytes,
      @Nullable Long files,
      @Nullable Long directories,
      @Nullable Double mtime,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean hardLink,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean excluded,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean otherFileSystem,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean partial,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String error) {}

  /**
   * By how much something grew; negative if it shrank. Of a directory, what is known in both scans
   * counts, and each file where the newer scan counts it.
   *
   * @param bytes by how much in apparent size, in bytes
   * @param files by how many entries that are no directories
   */
  record Deltas(long bytes, long files) {

    static final Deltas NONE = new Deltas(0, 0);
  }

  /** With where it came from and went to. */
  ComparedEntry moved(
      @Nullable String from,
      @Nullable String fromBytes,
      @Nullable String to,
      @Nullable String toBytes) {
    return new ComparedEntry(
        name, nameBytes, type, change, before, after, deltas, partial, sequence, from, fromBytes,
        to, toBytes);
  }
}
