package io.scanfleet.agent.tree;

import io.scanfleet.model.Totals;
import io.scanfleet.model.entry.EntryColumns;
import io.scanfleet.model.entry.EntryType;

/** Adds up what lies below a directory, and its digest. Not thread-safe. */
final class Tally {

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
  void add(EntryColumns entries, int i) {
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

  void add(Tally other) {
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
  void digest(long more) {
    digest += more;
  }

  /** Puts another digest in the place of the one that has been added up. */
  void replaceDigest(long whole) {
    digest = whole;
  }

  long digest() {
    return digest;
  }

  void error() {
    errors++;
    partial = true;
  }

  void stoppedEarly() {
    partial = true;
  }

  long files() {
    return files;
  }

  long directories() {
    return directories;
  }

  long bytes() {
    return bytes;
  }

  long errors() {
    return errors;
  }

  Totals toTotals() {
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
