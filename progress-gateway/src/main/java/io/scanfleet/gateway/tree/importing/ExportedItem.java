package io.scanfleet.gateway.tree.importing;

import io.scanfleet.model.entry.EntryColumns;
import io.scanfleet.model.entry.EntryType;
import org.jspecify.annotations.Nullable;

/** What an export tells of one file or directory; used again for the next. Not thread-safe. */
final class ExportedItem {

  byte[] name = new byte[256];
  int nameLength;
  boolean directory;
  long bytes;
  long allocated;
  boolean hasBytes;
  boolean hasDevice;
  long device;
  long inode;
  boolean hardLinked;
  int links;
  boolean notRegular;
  boolean unread;
  @Nullable String excluded;
  boolean hasTime;
  long seconds;
  int nanos;
  int mode;
  long owner;
  long group;

  void clear() {
    nameLength = 0;
    directory = false;
    bytes = 0;
    allocated = 0;
    hasBytes = false;
    hasDevice = false;
    device = 0;
    inode = 0;
    hardLinked = false;
    links = 0;
    notRegular = false;
    unread = false;
    excluded = null;
    hasTime = false;
    mode = -1;
    owner = -1;
    group = -1;
  }

  void setName(byte[] source, int length) {
    if (name.length < length) {
      name = new byte[length * 2];
    }
    System.arraycopy(source, 0, name, 0, length);
    nameLength = length;
  }

  /** What it is, as far as the export tells. */
  EntryType type() {
    if (directory || isOtherFileSystem()) {
      return EntryType.DIRECTORY;
    }
    if (mode >= 0) {
      return EntryType.ofMode(mode);
    }
    return notRegular || unread || excluded != null ? EntryType.UNKNOWN : EntryType.FILE;
  }

  boolean isDirectory() {
    return type() == EntryType.DIRECTORY;
  }

  /** Only directories are passed over for these reasons. */
  private boolean isOtherFileSystem() {
    return "otherfs".equals(excluded) || "othfs".equals(excluded) || "kernfs".equals(excluded);
  }

  /** Adds it to the entries of the directory in which it lies. */
  int addTo(EntryColumns entries, long deviceOfParent) {
    int i = entries.add(name, 0, nameLength, type());
    boolean told = hasBytes || !(unread || excluded != null);
    if (told) {
      entries.setSizes(i, bytes, allocated);
    }
    if (hasTime) {
      entries.setModified(i, seconds, nanos);
    }
    entries.setInode(i, hasDevice ? device : deviceOfParent, inode, hardLinked ? links : 0);
    boolean access = mode >= 0 && owner >= 0 && group >= 0;
    entries.setAccess(
        i,
        access ? mode & 07777 : EntryColumns.UNKNOWN_MODE,
        access ? (int) owner : EntryColumns.UNKNOWN_OWNER,
        access ? (int) group : EntryColumns.UNKNOWN_OWNER);
    if (excluded != null) {
      entries.setFlag(
          i, isOtherFileSystem() ? EntryColumns.OTHER_FILE_SYSTEM : EntryColumns.EXCLUDED);
    }
    if (unread && !directory) {
      entries.setError(i, TreeOfExport.UNREAD);
    }
    return i;
  }
}
