package io.scanfleet.gateway.tree;

import com.fasterxml.jackson.annotation.JsonInclude;
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
 * @param entries what lies in it, when a depth was asked for
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record TreeEntry(
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
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<TreeEntry> entries) {

  TreeEntry withEntries(List<TreeEntry> below) {
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
        below);
  }
}
