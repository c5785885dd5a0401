package io.scanfleet.agent.walk;

import io.scanfleet.agent.walk.LinuxCalls.Scratch;
import io.scanfleet.model.entry.EntryColumns;
import io.scanfleet.model.entry.EntryType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Reads directories with Linux's own calls: {@code openat} relative to the parent, {@code
 * getdents64}, {@code statx}.
 *
 * <p>That tells what the JDK's file API does not: the space a file takes on disk, the inode and its
 * links without a second call, mount points including bind mounts, and names as the bytes they are
 * whatever the locale. Directories are opened with {@code O_NOATIME} where the system allows it, so
 * that scanning leaves no trace.
 */
final class LinuxReader implements DirectoryReader {

  private static final int DIRENT_TYPE = 18;
  private static final int DIRENT_NAME = 19;
  private static final int DIRENT_LENGTH = 16;

  static boolean isSupported() {
    return LinuxCalls.areAvailable();
  }

  @Override
  public String name() {
    return "linux";
  }

  @Override
  public OpenDirectory open(Path root) throws DirectoryException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment path = LinuxCalls.cString(arena, RawPaths.bytes(root));
      return opened(LinuxCalls.openDirectory(LinuxCalls.AT_FDCWD, path, true));
    }
  }

  private static OpenDirectory opened(int descriptor) throws DirectoryException {
    Scratch scratch = Scratch.ofThisThread();
    int errno = LinuxCalls.statDescriptor(descriptor, scratch);
    if (errno != 0) {
      LinuxCalls.close(descriptor);
      throw Errno.asException(errno);
    }
    return new Handle(descriptor, scratch.stat.device(), scratch.stat.inode());
  }

  private static final class Handle implements OpenDirectory {

    private final int descriptor;
    private final long device;
    private final long inode;
    private final AtomicBoolean closed = new AtomicBoolean();

    Handle(int descriptor, long device, long inode) {
      this.descriptor = descriptor;
      this.device = device;
      this.inode = inode;
    }

    @Override
    public long device() {
      return device;
    }

    @Override
    public long inode() {
      return inode;
    }

    @Override
    public boolean list(EntryColumns into, NameFilter passedOver) throws DirectoryException {
      Scratch scratch = Scratch.ofThisThread();
      int length = LinuxCalls.readDirectory(descriptor, scratch);
      if (length < 0) {
        throw Errno.asException(-length);
      }
      byte[] records = scratch.records;
      for (int at = 0; at < length; ) {
        listEntry(records, at, into, passedOver);
        at += shortIn(records, at + DIRENT_LENGTH);
      }
      return length > 0;
    }

    /** Takes one record of {@code struct linux_dirent64}. */
    private static void listEntry(
        byte[] records, int at, EntryColumns into, NameFilter passedOver) {
      int name = at + DIRENT_NAME;
      int end = name;
      while (records[end] != 0) {
        end++;
      }
      int length = end - name;
      if (!isSelfOrParent(records, name, length)) {
        int i = into.add(records, name, length, typeOf(records[at + DIRENT_TYPE]));
        if (passedOver.accepts(records, name, length)) {
          into.setFlag(i, EntryColumns.EXCLUDED);
        }
      }
    }

    @Override
    public void stat(EntryColumns entries, int from, int to) {
      Scratch scratch = Scratch.ofThisThread();
      for (int i = from; i < to; i++) {
        if (entries.has(i, EntryColumns.EXCLUDED)) {
          continue;
        }
        int errno = LinuxCalls.stat(descriptor, scratch.nameAsCString(entries, i), scratch);
        if (errno == 0) {
          fill(entries, i, scratch.stat);
        } else if (Errno.meansGone(errno)) {
          entries.setFlag(i, EntryColumns.VANISHED);
        } else {
          entries.setError(i, Errno.describe(errno));
        }
      }
    }

    private static void fill(EntryColumns into, int i, LinuxStat stat) {
      int mode = stat.mode();
      into.setType(i, EntryType.ofMode(mode));
      into.setSizes(i, stat.size(), stat.allocated());
      into.setModified(i, stat.modifiedSeconds(), stat.modifiedNanos());
      into.setInode(i, stat.device(), stat.inode(), stat.links());
      into.setAccess(i, mode & 0xFFF, stat.owner(), stat.group());
      if (stat.isMountRoot() && into.isDirectory(i)) {
        into.setFlag(i, EntryColumns.OTHER_FILE_SYSTEM);
      }
    }

    @Override
    public OpenDirectory open(byte[] name) throws DirectoryException {
      return opened(
          LinuxCalls.openDirectory(descriptor, Scratch.ofThisThread().nameAsCString(name), false));
    }

    @Override
    public void close() {
      if (closed.compareAndSet(false, true)) {
        LinuxCalls.close(descriptor);
      }
    }

    /** The unsigned 16-bit number that lies there, as this machine orders bytes. */
    private static int shortIn(byte[] bytes, int at) {
      return Byte.toUnsignedInt(bytes[at]) | Byte.toUnsignedInt(bytes[at + 1]) << 8;
    }

    private static boolean isSelfOrParent(byte[] bytes, int at, int length) {
      return bytes[at] == '.' && (length == 1 || (length == 2 && bytes[at + 1] == '.'));
    }

    /** {@code d_type} uses the format bits of {@code st_mode}, shifted; 0 is unknown, as there. */
    private static EntryType typeOf(byte direntType) {
      return EntryType.ofMode(direntType << 12);
    }
  }
}
