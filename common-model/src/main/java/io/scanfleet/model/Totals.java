package io.scanfleet.model;

import org.jspecify.annotations.Nullable;

/**
 * What lies below one directory, itself not counted.
 *
 * @param files the number of entries that are no directories: regular files, symbolic links and
 *     special files
 * @param directories the number of directories, also of those that could not be read or were not
 *     entered
 * @param symlinks how many of the files are symbolic links
 * @param specials how many of the files are devices, pipes or sockets
 * @param bytes the files' apparent sizes, in bytes; a file with several hard links counts once per
 *     target
 * @param allocatedBytes the space the files take on disk, in bytes, counted the same way; null if
 *     the file system does not tell
 * @param errors how many things could not be read; any makes the other numbers lower bounds
 * @param partial whether the numbers are lower bounds: something was not read, or the scan stopped
 *     early
 */
public record Totals(
    long files,
    long directories,
    long symlinks,
    long specials,
    long bytes,
    @Nullable Long allocatedBytes,
    long errors,
    boolean partial) {

  /** Nothing found yet. */
  public static final Totals NONE = new Totals(0, 0, 0, 0, 0, 0L, 0, false);

  public Totals {
    if (files < 0 || directories < 0 || symlinks < 0 || specials < 0 || errors < 0) {
      throw new IllegalArgumentException("a count cannot be negative");
    }
  }

  /** The sum of two disjoint parts; a size unknown in one is unknown in the sum. */
  public Totals plus(Totals other) {
    return new Totals(
        files + other.files,
        directories + other.directories,
        symlinks + other.symlinks,
        specials + other.specials,
        bytes + other.bytes,
        allocatedBytes == null || other.allocatedBytes == null
            ? null
            : Long.valueOf(allocatedBytes + other.allocatedBytes),
        errors + other.errors,
        partial || other.partial);
  }
}
