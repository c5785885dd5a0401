package io.scanfleet.model.entry;

import io.scanfleet.model.RawName;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Entries of one directory, one array for each attribute.
 *
 * <p>The walker fills it, the page codec writes and reads it, the tree is served from it. Columns
 * instead of an object for every entry, because there are tens of millions of entries: a filled
 * buffer is cleared and used again, and what is alike stands together, which is what makes listings
 * small when compressed.
 *
 * <p>An entry is added with its name and then given its attributes by index. Sizes and times not
 * given are unknown. Not thread-safe.
 */
public final class EntryColumns {

  /** A size that the file system does not tell. */
  public static final long UNKNOWN_SIZE = -1;

  /** Nanoseconds of a time that is not known. */
  public static final int UNKNOWN_TIME = -1;

  /** The mode of an entry of which mode, owner and group are not known. */
  public static final int UNKNOWN_MODE = -1;

  /** The owner and the group of such an entry: as a user's number, the one that nobody can have. */
  public static final int UNKNOWN_OWNER = -1;

  /**
   * Another name of an inode that this target has already counted: its size is not counted again.
   */
  public static final int REPEATED_LINK = 1;

  /** Passed over because a pattern says so: not counted, not entered. */
  public static final int EXCLUDED = 2;

  /** A directory on which another file system is mounted: counted, not entered. */
  public static final int OTHER_FILE_SYSTEM = 4;

  /**
   * Removed between being listed and being asked for its attributes. Only a walk sees this: such
   * entries are removed before anybody else does.
   */
  public static final int VANISHED = 8;

  private static final int FIRST_CAPACITY = 64;
  private static final int FIRST_NAME_CAPACITY = 2048;

  private int size;
  private byte[] names;
  private int[] nameEnds;
  private byte[] types;
  private byte[] flags;
  private long[] bytes;
  private long[] allocated;
  private long[] modifiedSeconds;
  private int[] modifiedNanos;
  private long[] devices;
  private long[] inodes;
  private int[] links;
  private int[] modes;
  private int[] owners;
  private int[] groups;
  private final Map<Integer, String> errors = new HashMap<>();

  public EntryColumns() {
    this(FIRST_CAPACITY, FIRST_NAME_CAPACITY);
  }

  /**
   * With room for so many entries before it has to grow.
   *
   * @param nameCapacity of all names together, in bytes
   */
  EntryColumns(int capacity, int nameCapacity) {
    names = new byte[nameCapacity];
    nameEnds = new int[capacity];
    types = new byte[capacity];
    flags = new byte[capacity];
    bytes = new long[capacity];
    allocated = new long[capacity];
    modifiedSeconds = new long[capacity];
    modifiedNanos = new int[capacity];
    devices = new long[capacity];
    inodes = new long[capacity];
    links = new int[capacity];
    modes = new int[capacity];
    owners = new int[capacity];
    groups = new int[capacity];
  }

  /** How many entries there are. */
  public int size() {
    return size;
  }

  public boolean isEmpty() {
    return size == 0;
  }

  /** How many bytes the names take together. */
  public int nameBytes() {
    return size == 0 ? 0 : nameEnds[size - 1];
  }

  /** Removes all entries; the memory is kept for the next ones. */
  public void clear() {
    size = 0;
    errors.clear();
  }

  /**
   * Adds an entry of unknown attributes.
   *
   * @return its index
   */
  public int add(byte[] source, int offset, int length, EntryType type) {
    if (size == types.length) {
      grow();
    }
    int start = nameBytes();
    if (names.length - start < length) {
      names = Arrays.copyOf(names, Math.max(names.length * 2, start + length));
    }
    System.arraycopy(source, offset, names, start, length);
    int index = size++;
    nameEnds[index] = start + length;
    types[index] = (byte) type.code();
    flags[index] = 0;
    bytes[index] = UNKNOWN_SIZE;
    allocated[index] = UNKNOWN_SIZE;
    modifiedSeconds[index] = 0;
    modifiedNanos[index] = UNKNOWN_TIME;
    devices[index] = 0;
    inodes[index] = 0;
    links[index] = 0;
    modes[index] = 0;
    owners[index] = 0;
    groups[index] = 0;
    return index;
  }

  /** Adds a copy of another buffer's entry. */
  public int addFrom(EntryColumns other, int i) {
    int start = other.nameStart(i);
    int index = add(other.names, start, other.nameEnds[i] - start, other.type(i));
    flags[index] = other.flags[i];
    bytes[index] = other.bytes[i];
    allocated[index] = other.allocated[i];
    modifiedSeconds[index] = other.modifiedSeconds[i];
    modifiedNanos[index] = other.modifiedNanos[i];
    devices[index] = other.devices[i];
    inodes[index] = other.inodes[i];
    links[index] = other.links[i];
    modes[index] = other.modes[i];
    owners[index] = other.owners[i];
    groups[index] = other.groups[i];
    String error = other.error(i);
    if (error != null) {
      errors.put(index, error);
    }
    return index;
  }

  /** Keeps only the first entries. */
  public void truncate(int length) {
    while (size > length) {
      size--;
      errors.remove(size);
    }
  }

  /** Removes the entries that carry a flag; the others keep their order. */
  public void removeFlagged(int flag) {
    int first = 0;
    while (first < size && !has(first, flag)) {
      first++;
    }
    if (first == size) {
      return;
    }
    EntryColumns kept = new EntryColumns();
    for (int i = 0; i < size; i++) {
      if (!has(i, flag)) {
        kept.addFrom(this, i);
      }
    }
    clear();
    for (int i = 0; i < kept.size; i++) {
      addFrom(kept, i);
    }
  }

  /** Adds all entries to another buffer and is empty then. */
  public void moveTo(EntryColumns other) {
    for (int i = 0; i < size; i++) {
      other.addFrom(this, i);
    }
    clear();
  }

  public void setType(int i, EntryType type) {
    types[i] = (byte) type.code();
  }

  public void setFlag(int i, int flag) {
    flags[i] |= (byte) flag;
  }

  public void clearFlag(int i, int flag) {
    flags[i] &= (byte) ~flag;
  }

  /** Sets all flags at once. */
  public void setFlags(int i, int value) {
    flags[i] = (byte) value;
  }

  /** Apparent size and allocated space, in bytes. */
  public void setSizes(int i, long apparent, long onDisk) {
    bytes[i] = apparent;
    allocated[i] = onDisk;
  }

  /**
   * When the content was last changed: seconds since 1970, which may be negative, and 0 to
   * 999,999,999 nanoseconds.
   */
  public void setModified(int i, long seconds, int nanos) {
    modifiedSeconds[i] = seconds;
    modifiedNanos[i] = nanos;
  }

  public void setInode(int i, long device, long inode, int linkCount) {
    devices[i] = device;
    inodes[i] = inode;
    links[i] = linkCount;
  }

  /**
   * The permission bits (without the type), the owner's and the group's number; {@link
   * #UNKNOWN_MODE} if none of them is known.
   */
  public void setAccess(int i, int mode, int owner, int group) {
    modes[i] = mode;
    owners[i] = owner;
    groups[i] = group;
  }

  /** Why this entry's attributes could not be read. */
  public void setError(int i, String reason) {
    errors.put(i, reason);
  }

  public byte[] name(int i) {
    return Arrays.copyOfRange(names, nameStart(i), nameEnds[i]);
  }

  /**
   * Copies a name to the start of a buffer.
   *
   * @return its length
   */
  public int copyName(int i, byte[] into) {
    int length = nameEnds[i] - nameStart(i);
    System.arraycopy(names, nameStart(i), into, 0, length);
    return length;
  }

  /** The name as text for people; see {@link RawName#decode}. */
  public String displayName(int i) {
    return RawName.decode(name(i));
  }

  int nameStart(int i) {
    return i == 0 ? 0 : nameEnds[i - 1];
  }

  int nameEnd(int i) {
    return nameEnds[i];
  }

  byte[] nameStore() {
    return names;
  }

  /** Orders two entries, possibly of different buffers, by the unsigned bytes of their names. */
  public static int compareNames(EntryColumns a, int i, EntryColumns b, int j) {
    return Arrays.compareUnsigned(
        a.names, a.nameStart(i), a.nameEnds[i], b.names, b.nameStart(j), b.nameEnds[j]);
  }

  public EntryType type(int i) {
    return EntryType.ofCode(types[i]);
  }

  public boolean isDirectory(int i) {
    return types[i] == EntryType.DIRECTORY.code();
  }

  public boolean has(int i, int flag) {
    return (flags[i] & flag) != 0;
  }

  public int flags(int i) {
    return flags[i];
  }

  /** Apparent size in bytes, or {@link #UNKNOWN_SIZE}. */
  public long bytes(int i) {
    return bytes[i];
  }

  /** Allocated space in bytes, or {@link #UNKNOWN_SIZE}. */
  public long allocated(int i) {
    return allocated[i];
  }

  public long modifiedSeconds(int i) {
    return modifiedSeconds[i];
  }

  /** Nanoseconds within the second, or {@link #UNKNOWN_TIME}. */
  public int modifiedNanos(int i) {
    return modifiedNanos[i];
  }

  public long device(int i) {
    return devices[i];
  }

  public long inode(int i) {
    return inodes[i];
  }

  /** How many names the inode has; 0 if not known. */
  public int links(int i) {
    return links[i];
  }

  public int mode(int i) {
    return modes[i];
  }

  public int owner(int i) {
    return owners[i];
  }

  public int group(int i) {
    return groups[i];
  }

  public @Nullable String error(int i) {
    return errors.isEmpty() ? null : errors.get(i);
  }

  int errorCount() {
    return errors.size();
  }

  private void grow() {
    int capacity = Math.max(FIRST_CAPACITY, types.length * 2);
    nameEnds = Arrays.copyOf(nameEnds, capacity);
    types = Arrays.copyOf(types, capacity);
    flags = Arrays.copyOf(flags, capacity);
    bytes = Arrays.copyOf(bytes, capacity);
    allocated = Arrays.copyOf(allocated, capacity);
    modifiedSeconds = Arrays.copyOf(modifiedSeconds, capacity);
    modifiedNanos = Arrays.copyOf(modifiedNanos, capacity);
    devices = Arrays.copyOf(devices, capacity);
    inodes = Arrays.copyOf(inodes, capacity);
    links = Arrays.copyOf(links, capacity);
    modes = Arrays.copyOf(modes, capacity);
    owners = Arrays.copyOf(owners, capacity);
    groups = Arrays.copyOf(groups, capacity);
  }
}
