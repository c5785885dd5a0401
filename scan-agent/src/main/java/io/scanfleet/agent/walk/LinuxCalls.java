package io.scanfleet.agent.walk;

import io.scanfleet.model.entry.EntryColumns;
import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.IntSupplier;

/**
 * The few functions of the C library that a walk needs, with {@code errno} captured. A call that a
 * signal interrupts is made again. Not {@code Linker.Option.critical}: a call that hangs in such
 * mode would stop the whole JVM.
 */
@SuppressWarnings("restricted")
final class LinuxCalls {

  static final int AT_FDCWD = -100;

  /** Type, mode, links, owner, group, mtime, inode, size, blocks. */
  private static final int STATX_WANTED =
      0x1 | 0x2 | 0x4 | 0x8 | 0x10 | 0x40 | 0x100 | 0x200 | 0x400;

  private static final int AT_SYMLINK_NOFOLLOW = 0x100;
  private static final int AT_NO_AUTOMOUNT = 0x800;
  private static final int AT_EMPTY_PATH = 0x1000;

  private static final int O_CLOEXEC = 0x80000;
  private static final int O_NOATIME = 0x40000;

  /** These two differ between architectures. */
  private static final boolean ARM = System.getProperty("os.arch", "").equals("aarch64");

  private static final int O_DIRECTORY = ARM ? 0x4000 : 0x10000;
  private static final int O_NOFOLLOW = ARM ? 0x8000 : 0x20000;

  private static final int ENTRIES_BYTES = 64 * 1024;
  private static final int NAME_MAX = 1024;

  private static final AddressLayout POINTER = ValueLayout.ADDRESS;
  private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
  private static final VarHandle ERRNO_VALUE =
      Linker.Option.captureStateLayout().varHandle(MemoryLayout.PathElement.groupElement("errno"));

  private static final boolean AVAILABLE;
  private static final MethodHandle OPENAT;
  private static final MethodHandle GETDENTS64;
  private static final MethodHandle STATX;
  private static final MethodHandle CLOSE;
  private static final MethodHandle STATVFS;

  /** {@code struct statvfs} of 64-bit C libraries. */
  private static final long STATVFS_BYTES = 256;

  private static final long STATVFS_FILES = 40;
  private static final long STATVFS_FREE_FILES = 48;

  static {
    ValueLayout.OfInt i = ValueLayout.JAVA_INT;
    ValueLayout.OfLong l = ValueLayout.JAVA_LONG;
    // openat's mode is a variadic argument, which is not passed here.
    Optional<MethodHandle> openat =
        find(
            "openat",
            FunctionDescriptor.of(i, i, POINTER, i),
            ERRNO,
            Linker.Option.firstVariadicArg(3));
    Optional<MethodHandle> getdents64 =
        find("getdents64", FunctionDescriptor.of(l, i, POINTER, l), ERRNO);
    Optional<MethodHandle> statx =
        find("statx", FunctionDescriptor.of(i, i, POINTER, i, i, POINTER), ERRNO);
    Optional<MethodHandle> close = find("close", FunctionDescriptor.of(i, i));
    Optional<MethodHandle> statvfs = find("statvfs", FunctionDescriptor.of(i, POINTER, POINTER));
    AVAILABLE =
        statvfs.isPresent()
            && openat.isPresent()
            && getdents64.isPresent()
            && statx.isPresent()
            && close.isPresent();
    MethodHandle none = java.lang.invoke.MethodHandles.zero(void.class);
    OPENAT = openat.orElse(none);
    GETDENTS64 = getdents64.orElse(none);
    STATX = statx.orElse(none);
    CLOSE = close.orElse(none);
    STATVFS = statvfs.orElse(none);
  }

  private LinuxCalls() {}

  /** Whether this is Linux on a known architecture with a C library that has all of them. */
  static boolean areAvailable() {
    return AVAILABLE;
  }

  private static Optional<MethodHandle> find(
      String name, FunctionDescriptor descriptor, Linker.Option... options) {
    String architecture = System.getProperty("os.arch", "");
    if (!System.getProperty("os.name", "").equals("Linux")
        || !(architecture.equals("amd64") || ARM)) {
      return Optional.empty();
    }
    Linker linker = Linker.nativeLinker();
    SymbolLookup library = linker.defaultLookup();
    return library.find(name).map(address -> linker.downcallHandle(address, descriptor, options));
  }

  /**
   * Opens a directory for reading, without touching its access time where that is allowed.
   *
   * @param follow whether a symbolic link at the end of the path is followed
   * @return the descriptor
   */
  static int openDirectory(int at, MemorySegment path, boolean follow) throws DirectoryException {
    int flags = O_DIRECTORY | O_CLOEXEC | (follow ? 0 : O_NOFOLLOW);
    int result = openat(at, path, flags | O_NOATIME);
    if (result == -Errno.EPERM) {
      // Only the owner and root may leave the access time alone.
      result = openat(at, path, flags);
    }
    if (result < 0) {
      throw Errno.asException(-result);
    }
    return result;
  }

  private static int openat(int at, MemorySegment path, int flags) {
    Scratch scratch = Scratch.ofThisThread();
    return untilAnswered(
        () -> (int) OPENAT.invokeExact(scratch.callState, at, path, flags), scratch.errno);
  }

  /** A function that answers a negative number and sets errno if it fails. */
  interface Call {

    int make() throws Throwable;
  }

  /**
   * Makes a call, and makes it again as often as a signal interrupts it.
   *
   * @return what it answered, or the negative errno
   */
  static int untilAnswered(Call call, IntSupplier errno) {
    try {
      while (true) {
        int result = call.make();
        if (result >= 0) {
          return result;
        }
        int reason = errno.getAsInt();
        if (reason != Errno.EINTR) {
          return -reason;
        }
      }
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /**
   * Fills {@code scratch.records}.
   *
   * @return how many bytes, 0 at the end, or the negative errno
   */
  static int readDirectory(int descriptor, Scratch scratch) {
    int length =
        untilAnswered(
            () ->
                (int)
                    (long)
                        GETDENTS64.invokeExact(
                            scratch.callState, descriptor, scratch.entries, (long) ENTRIES_BYTES),
            scratch.errno);
    if (length > 0) {
      MemorySegment.copy(scratch.entries, ValueLayout.JAVA_BYTE, 0, scratch.records, 0, length);
    }
    return length;
  }

  /** Fills {@code scratch.stat} for an entry, without following a link; returns 0 or errno. */
  static int stat(int directory, MemorySegment name, Scratch scratch) {
    return statx(directory, name, AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT, scratch);
  }

  /** Fills {@code scratch.stat} for an open descriptor; returns 0 or errno. */
  static int statDescriptor(int descriptor, Scratch scratch) {
    return statx(descriptor, scratch.emptyPath, AT_EMPTY_PATH, scratch);
  }

  private static int statx(int at, MemorySegment name, int flags, Scratch scratch) {
    int result =
        untilAnswered(
            () ->
                (int)
                    STATX.invokeExact(
                        scratch.callState, at, name, flags, STATX_WANTED, scratch.stat.memory()),
            scratch.errno);
    if (result == 0) {
      scratch.stat.take();
    }
    return -result;
  }

  static void close(int descriptor) {
    try {
      // Linux frees the descriptor even when close reports an error.
      int _ = (int) CLOSE.invokeExact(descriptor);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** How many inodes the file system of a path has in use, if it counts them. */
  static OptionalLong usedInodes(MemorySegment path, Arena arena) {
    MemorySegment figures = arena.allocate(STATVFS_BYTES, 8);
    try {
      if ((int) STATVFS.invokeExact(path, figures) != 0) {
        return OptionalLong.empty();
      }
    } catch (Throwable e) {
      throw unexpected(e);
    }
    long all = figures.get(ValueLayout.JAVA_LONG, STATVFS_FILES);
    long used = all - figures.get(ValueLayout.JAVA_LONG, STATVFS_FREE_FILES);
    return all > 0 && used > 0 ? OptionalLong.of(used) : OptionalLong.empty();
  }

  static MemorySegment cString(Arena arena, byte[] bytes) {
    MemorySegment string = arena.allocate(bytes.length + 1L);
    MemorySegment.copy(bytes, 0, string, ValueLayout.JAVA_BYTE, 0, bytes.length);
    return string;
  }

  private static IllegalStateException unexpected(Throwable e) {
    return new IllegalStateException("a native call failed to be made", e);
  }

  /**
   * What one thread uses for all its calls: memory outside the heap, freed with the thread, and
   * copies of what the calls left there. Arrays are read several times faster than foreign memory
   * by code that is not yet fully compiled, which in a short scan is most of it.
   */
  static final class Scratch {

    private static final ThreadLocal<Scratch> OF_THREAD = ThreadLocal.withInitial(Scratch::new);

    /** The records of a directory, as {@code getdents64} gives them. */
    final byte[] records = new byte[ENTRIES_BYTES];

    final LinuxStat stat;
    private final MemorySegment entries;
    private final MemorySegment emptyPath;
    private final byte[] name = new byte[NAME_MAX];
    private final MemorySegment callState;
    private final MemorySegment cName;

    /** Of the call that failed last. */
    private final IntSupplier errno;

    private Scratch() {
      Arena arena = Arena.ofAuto();
      entries = arena.allocate(ENTRIES_BYTES, 8);
      stat = new LinuxStat(arena);
      emptyPath = arena.allocate(1);
      callState = arena.allocate(Linker.Option.captureStateLayout());
      cName = arena.allocate(NAME_MAX + 1L);
      errno = () -> (int) ERRNO_VALUE.get(callState, 0L);
    }

    static Scratch ofThisThread() {
      return OF_THREAD.get();
    }

    /** The name with a zero behind it, valid until the next call. */
    MemorySegment nameAsCString(byte[] bytes) {
      MemorySegment.copy(bytes, 0, cName, ValueLayout.JAVA_BYTE, 0, bytes.length);
      cName.set(ValueLayout.JAVA_BYTE, bytes.length, (byte) 0);
      return cName;
    }

    /** An entry's name with a zero behind it, valid until the next call. */
    MemorySegment nameAsCString(EntryColumns entries, int i) {
      int length = entries.copyName(i, name);
      name[length] = 0;
      MemorySegment.copy(name, 0, cName, ValueLayout.JAVA_BYTE, 0, length + 1);
      return cName;
    }
  }
}
