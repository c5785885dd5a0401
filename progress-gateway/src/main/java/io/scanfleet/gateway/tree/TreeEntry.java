package io.scanfleet.gateway.tree;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.scanfleet.gateway.tree.DirectoryRows.Finished;
import io.scanfleet.gateway.tree.sequence.Sequence;
import io.scanfleet.model.Totals;
import io.scanfleet.model.entry.EntryColumns;
import io.scanfleet.model.entry.EntryType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An entry of a directory as HTTP shows it. What is unknown is null; a mark that does not apply is
 * left out.
 *
 * @param name as text; what is not valid UTF-8 is U+FFFD
 * @param nameBytes the exact bytes in base64, if the name is not valid UTF-8
 * @param type what kind of thing it is
 * @param bytes apparent size in bytes; for a directory that of all files below, null until it is
 *     finished
 * @param allocatedBytes space taken on disk in bytes, likewise
 * @param files for a directory, the number of files below it; null until it is finished
 * @param directories for a directory, the number of directories below it; null until it is finished
 * @param errors for a directory, how many things in and below it could not be read
 * @param mtime when the content was last changed, in Unix seconds
 * @param inode the inode number
 * @param links how many names the inode has, hard links
 * @param mode the permissions in octal, such as {@code 0755}
 * @param uid the owner's number
 * @param gid the group's number
 * @param hardLink whether it is a further name of an inode that has been counted already, so its
 *     size is not counted again
 * @param excluded whether it was passed over because a pattern says so
 * @param otherFileSystem whether another file system is mounted there that was not entered
 * @param partial whether a directory's numbers are lower bounds
 * @param error why it could not be read
 * @param sequence of an image sequence, what is special about it; it stands for all its frames: its
 *     name is in fileseq's notation, and {@code files} is the number of frames
 * @param entries what lies in it, when a depth was asked for
 * @param others what lies in it besides {@code entries}, added up; left out if those are all
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record TreeEntry(
    String name,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String nameBytes,
    EntryType type,
    @Nullable Long bytes,
    @Nullable Long allocatedBytes,
    @Nullable Long files,
    @Nullable Long directories,
    @Nullable Long errors,
    @Nullable Double mtime,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long inode,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer links,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String mode,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long uid,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long gid,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean hardLink,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean excluded,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean otherFileSystem,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean partial,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String error,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable SequenceView sequence,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<TreeEntry> entries,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable FoldedEntries others) {

  /**
   * An entry as it is stored.
   *
   * @param below of a directory, what it holds; null until it is finished, and of what is none
   */
  public static TreeEntry of(EntryColumns entries, int i, @Nullable Finished below) {
    ExactText name = ExactText.of(entries.name(i));
    boolean directory = entries.isDirectory(i);
    Totals totals = below == null ? null : below.totals();
    boolean access =
        entries.modifiedNanos(i) != EntryColumns.UNKNOWN_TIME
            && entries.mode(i) != EntryColumns.UNKNOWN_MODE;
    String error = entries.error(i);
    return new TreeEntry(
        name.text(),
        name.bytes(),
        entries.type(i),
        bytes(entries, i, below),
        directory ? (totals == null ? null : totals.allocatedBytes()) : known(entries.allocated(i)),
        totals == null ? null : Long.valueOf(totals.files()),
        totals == null ? null : Long.valueOf(totals.directories()),
        totals == null ? null : Long.valueOf(totals.errors()),
        modified(entries, i),
        entries.inode(i) != 0 ? Long.valueOf(entries.inode(i)) : null,
        entries.links(i) != 0 ? Integer.valueOf(entries.links(i)) : null,
        access ? octal(entries.mode(i)) : null,
        access ? Long.valueOf(Integer.toUnsignedLong(entries.owner(i))) : null,
        access ? Long.valueOf(Integer.toUnsignedLong(entries.group(i))) : null,
        mark(entries.has(i, EntryColumns.REPEATED_LINK)),
        mark(entries.has(i, EntryColumns.EXCLUDED)),
        mark(entries.has(i, EntryColumns.OTHER_FILE_SYSTEM)),
        mark(totals != null && totals.partial()),
        error != null ? error : below == null ? null : below.error(),
        null,
        null,
        null);
  }

  /** An image sequence in the place of its frames. */
  public static TreeEntry of(Sequence sequence) {
    ExactText name = ExactText.of(sequence.notation().toBytes());
    return new TreeEntry(
        name.text(),
        name.bytes(),
        EntryType.FILE,
        sequence.bytes(),
        sequence.allocatedBytes(),
        sequence.frames(),
        null,
        null,
        sequence.newest(),
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        mark(sequence.partial()),
        null,
        SequenceView.of(sequence),
        null,
        null);
  }

  @JsonIgnore
  boolean isDirectory() {
    return type == EntryType.DIRECTORY;
  }

  static @Nullable Long bytes(EntryColumns entries, int i, @Nullable Finished below) {
    if (entries.isDirectory(i)) {
      return below == null ? null : Long.valueOf(below.totals().bytes());
    }
    return known(entries.bytes(i));
  }

  static @Nullable Double modified(EntryColumns entries, int i) {
    int nanos = entries.modifiedNanos(i);
    return nanos == EntryColumns.UNKNOWN_TIME
        ? null
        : Double.valueOf(entries.modifiedSeconds(i) + nanos / 1e9);
  }

  static @Nullable Long known(long size) {
    return size == EntryColumns.UNKNOWN_SIZE ? null : Long.valueOf(size);
  }

  private static String octal(int mode) {
    String digits = Integer.toOctalString(mode);
    return "0000".substring(Math.min(4, digits.length())) + digits;
  }

  private static @Nullable Boolean mark(boolean applies) {
    return applies ? true : null;
  }

  TreeEntry withEntries(List<TreeEntry> below, @Nullable FoldedEntries folded) {
    return new TreeEntry(
        name,
        nameBytes,
        type,
        bytes,
        allocatedBytes,
        files,
        directories,
        errors,
        mtime,
        inode,
        links,
        mode,
        uid,
        gid,
        hardLink,
        excluded,
        otherFileSystem,
        partial,
        error,
        sequence,
        below,
        folded);
  }
}
