package io.scanfleet.agent.walk;

import io.scanfleet.model.entry.EntryColumns;
import io.scanfleet.model.entry.EntryType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Storage that does what no real disk can be made to do at will: mounts, loops of mounts, calls
 * that hang, errors in the middle. Directories are named by their inode number.
 */
final class ScriptedReader implements DirectoryReader {

  static final String VANISHES = "vanishes";
  static final String BECOMES_A_FILE = "becomes-a-file";
  static final String STALE = "stale";
  private static final int ENOTDIR = 20;
  private static final int ESTALE = 116;

  /** What happens before an entry's attributes are told. */
  interface Trouble {
    void before(String name);
  }

  /**
   * A directory.
   *
   * @param chunks what each listing call brings
   * @param failsAfter whether the call after the last chunk fails instead of ending
   */
  record Directory(long device, List<List<Entry>> chunks, boolean failsAfter) {}

  /** An entry; of a directory the number is its inode, of others 0. */
  record Entry(String name, long directory, boolean mountRoot, boolean typeKnown) {}

  private final Map<Long, Directory> directories = new ConcurrentHashMap<>();
  private final Trouble trouble;

  ScriptedReader(Trouble trouble) {
    this.trouble = trouble;
  }

  static Entry file(String name) {
    return new Entry(name, 0, false, true);
  }

  static Entry directory(String name, long inode) {
    return new Entry(name, inode, false, true);
  }

  static Entry mount(String name, long inode) {
    return new Entry(name, inode, true, true);
  }

  ScriptedReader with(long inode, long device, Entry... entries) {
    return withChunks(inode, device, false, List.of(List.of(entries)));
  }

  ScriptedReader withChunks(long inode, long device, boolean failsAfter, List<List<Entry>> chunks) {
    directories.put(inode, new Directory(device, chunks, failsAfter));
    return this;
  }

  @Override
  public String name() {
    return "scripted";
  }

  @Override
  public OpenDirectory open(Path root) throws DirectoryException {
    return opened(1);
  }

  private OpenDirectory opened(long inode) throws DirectoryException {
    Directory directory = directories.get(inode);
    if (directory == null) {
      throw new DirectoryException("No such file or directory", true);
    }
    return new Handle(inode, directory);
  }

  private final class Handle implements OpenDirectory {

    private final long inode;
    private final Directory directory;
    private final List<Entry> listed = new ArrayList<>();
    private int chunk;

    Handle(long inode, Directory directory) {
      this.inode = inode;
      this.directory = directory;
    }

    @Override
    public long device() {
      return directory.device();
    }

    @Override
    public long inode() {
      return inode;
    }

    @Override
    public boolean list(EntryColumns into, NameFilter passedOver) throws DirectoryException {
      if (chunk == directory.chunks().size()) {
        if (directory.failsAfter()) {
          throw new DirectoryException("Input/output error", false);
        }
        return false;
      }
      for (Entry entry : directory.chunks().get(chunk++)) {
        synchronized (listed) {
          listed.add(entry);
        }
        byte[] name = entry.name().getBytes(StandardCharsets.UTF_8);
        into.add(name, 0, name.length, entry.typeKnown() ? type(entry) : EntryType.UNKNOWN);
      }
      return true;
    }

    private static EntryType type(Entry entry) {
      return entry.directory() == 0 ? EntryType.FILE : EntryType.DIRECTORY;
    }

    private Entry find(String name) {
      synchronized (listed) {
        return listed.stream().filter(e -> e.name().equals(name)).findFirst().orElseThrow();
      }
    }

    @Override
    public void stat(EntryColumns entries, int from, int to) {
      for (int i = from; i < to; i++) {
        trouble.before(entries.displayName(i));
        Entry entry = find(entries.displayName(i));
        if (entry.name().equals(VANISHES)) {
          entries.setFlag(i, EntryColumns.VANISHED);
          continue;
        }
        entries.setType(i, type(entry));
        entries.setSizes(i, 1, 512);
        Directory target = directories.get(entry.directory());
        entries.setInode(
            i, target == null ? directory.device() : target.device(), entry.directory(), 1);
        if (entry.mountRoot()) {
          entries.setFlag(i, EntryColumns.OTHER_FILE_SYSTEM);
        }
      }
    }

    @Override
    public OpenDirectory open(byte[] name) throws DirectoryException {
      String text = new String(name, StandardCharsets.UTF_8);
      trouble.before("open " + text);
      if (text.equals(BECOMES_A_FILE)) {
        throw Errno.asException(ENOTDIR);
      } else if (text.equals(STALE)) {
        throw Errno.asException(ESTALE);
      }
      return opened(find(text).directory());
    }

    @Override
    public void close() {}
  }
}
