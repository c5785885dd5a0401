package io.scanfleet.agent.walk;

import io.scanfleet.agent.walk.LinuxCalls.Scratch;
import io.scanfleet.model.entry.EntryColumns;
import io.scanfleet.model.entry.EntryType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
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

  private static final long STATX_ATTR_MOUNT_ROOT = 0x2000;

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
    return new Handle(
        descriptor,
        device(scratch.stat),
        scratch.stat.get(ValueLayout.JAVA_LONG, LinuxCalls.STATX_INO));
  }

  private static long device(MemorySegment stat) {
    return ((long) stat.get(ValueLayout.JAVA_INT, LinuxCalls.STATX_DEV_MAJOR) << 32)
        | Integer.toUnsignedLong(stat.get(ValueLayout.JAVA_INT, LinuxCalls.STATX_DEV_MINOR));
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
      long length = LinuxCalls.readDirectory(descriptor, scratch);
      if (length < 0) {
        throw Errno.asException((int) -length);
      }
      for (long at = 0; at < length; ) {
        at = listEntry(scratch, at, into, passedOver);
      }
      return length > 0;
    }

    /** Takes one record of {@code struct linux_dirent64} and returns where the next begins. */
    private static long listEntry(
        Scratch scratch, long at, EntryColumns into, NameFilter passedOver) {
      MemorySegment entries = scratch.entries;
      int record =
          Short.toUnsignedInt(entries.get(ValueLayout.JAVA_SHORT_UNALIGNED, at + DIRENT_LENGTH));
      int room = record - DIRENT_NAME;
      byte[] name = scratch.name;
      if (room > name.length) {
        throw new IllegalStateException("a name of up to " + room + " bytes");
      }
      MemorySegment.copy(entries, ValueLayout.JAVA_BYTE, at + DIRENT_NAME, name, 0, room);
      int length = 0;
      while (name[length] != 0) {
        length++;
      }
      if (!isSelfOrParent(name, length)) {
        byte type = entries.get(ValueLayout.JAVA_BYTE, at + DIRENT_TYPE);
        int i = into.add(name, 0, length, typeOf(type));
        if (passedOver.accepts(name, 0, length)) {
          into.setFlag(i, EntryColumns.EXCLUDED);
        }
      }
      return at + record;
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

    private void fill(EntryColumns into, int i, MemorySegment stat) {
      int mode = Short.toUnsignedInt(stat.get(ValueLayout.JAVA_SHORT, LinuxCalls.STATX_MODE));
      into.setType(i, EntryType.ofMode(mode));
      into.setSizes(
          i,
          stat.get(ValueLayout.JAVA_LONG, LinuxCalls.STATX_SIZE),
          stat.get(ValueLayout.JAVA_LONG, LinuxCalls.STATX_BLOCKS) * 512);
      into.setModified(
          i,
          stat.get(ValueLayout.JAVA_LONG, LinuxCalls.STATX_MTIME),
          stat.get(ValueLayout.JAVA_INT, LinuxCalls.STATX_MTIME + 8));
      into.setInode(
          i,
          LinuxReader.device(stat),
          stat.get(ValueLayout.JAVA_LONG, LinuxCalls.STATX_INO),
          stat.get(ValueLayout.JAVA_INT, LinuxCalls.STATX_NLINK));
      into.setAccess(
          i,
          mode & 0xFFF,
          stat.get(ValueLayout.JAVA_INT, LinuxCalls.STATX_UID),
          stat.get(ValueLayout.JAVA_INT, LinuxCalls.STATX_GID));
      long attributes = stat.get(ValueLayout.JAVA_LONG, LinuxCalls.STATX_ATTRIBUTES);
      if ((attributes & STATX_ATTR_MOUNT_ROOT) != 0 && into.isDirectory(i)) {
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

    private static boolean isSelfOrParent(byte[] name, int length) {
      return name[0] == '.' && (length == 1 || (length == 2 && name[1] == '.'));
    }

    /** {@code d_type} uses the format bits of {@code st_mode}, shifted; 0 is unknown, as there. */
    private static EntryType typeOf(byte direntType) {
      return EntryType.ofMode(direntType << 12);
    }
  }
}
