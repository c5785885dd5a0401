package io.scanfleet.model.entry;

import io.scanfleet.model.Totals;

/** Adds up what lies below a directory, and its digest. Not thread-safe. */
public final class Tally {

  private long files;
  private long directories;
  private long symlinks;
  private long specials;
  private long bytes;
  private long allocated;
  private boolean allocatedKnown = true;
  private long errors;
  private boolean partial;
  private long digest;

  /** Counts one entry; what was excluded must not come here. */
  public void add(EntryColumns entries, int i) {
    EntryType type = entries.type(i);
    if (entries.error(i) != null) {
      errors++;
      partial = true;
    }
    if (type == EntryType.DIRECTORY) {
      directories++;
      return;
    }
    files++;
    if (type == EntryType.SYMLINK) {
      symlinks++;
    } else if (type.isSpecial()) {
      specials++;
    }
    if (entries.has(i, EntryColumns.REPEATED_LINK)) {
      return;
    }
    if (entries.bytes(i) != EntryColumns.UNKNOWN_SIZE) {
      bytes += entries.bytes(i);
    }
    if (entries.allocated(i) == EntryColumns.UNKNOWN_SIZE) {
      allocatedKnown = false;
    } else {
      allocated += entries.allocated(i);
    }
  }

  /** Adds what lies below a directory in this one. */
  public void add(Tally other) {
    files += other.files;
    directories += other.directories;
    symlinks += other.symlinks;
    specials += other.specials;
    bytes += other.bytes;
    allocated += other.allocated;
    allocatedKnown &= other.allocatedKnown;
    errors += other.errors;
    partial |= other.partial;
    digest += other.digest;
  }

  /** Adds a part of the digest. */
  public void digest(long more) {
    digest += more;
  }

  /** Puts another digest in the place of the one that has been added up. */
  public void replaceDigest(long whole) {
    digest = whole;
  }

  public long digest() {
    return digest;
  }

  /** Something could not be read that is no entry. */
  public void error() {
    errors++;
    partial = true;
  }

  /** Not everything was looked at. */
  public void stoppedEarly() {
    partial = true;
  }

  public long files() {
    return files;
  }

  public long directories() {
    return directories;
  }

  /** Apparent sizes of the files, in bytes; each inode once. */
  public long bytes() {
    return bytes;
  }

  public long errors() {
    return errors;
  }

  /** The sums so far. */
  public Totals toTotals() {
    return new Totals(
        files,
        directories,
        symlinks,
        specials,
        bytes,
        allocatedKnown ? Long.valueOf(allocated) : null,
        errors,
        partial);
  }
}
