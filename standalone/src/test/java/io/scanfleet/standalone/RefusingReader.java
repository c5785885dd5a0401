package io.scanfleet.standalone;

import io.scanfleet.agent.walk.DirectoryException;
import io.scanfleet.agent.walk.DirectoryReader;
import io.scanfleet.agent.walk.OpenDirectory;
import io.scanfleet.model.entry.EntryColumns;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;

/**
 * Storage that refuses some directories by their names, as it does to whoever is not root: the real
 * reader for all else. The set may change between scans.
 */
record RefusingReader(DirectoryReader reader, Set<String> refused) implements DirectoryReader {

  @Override
  public String name() {
    return "refusing " + reader.name();
  }

  @Override
  public OpenDirectory open(Path root) throws DirectoryException {
    return new RefusingDirectory(reader.open(root), refused);
  }

  private record RefusingDirectory(OpenDirectory directory, Set<String> refused)
      implements OpenDirectory {

    @Override
    public long device() {
      return directory.device();
    }

    @Override
    public long inode() {
      return directory.inode();
    }

    @Override
    public boolean list(EntryColumns into, NameFilter passedOver) throws DirectoryException {
      return directory.list(into, passedOver);
    }

    @Override
    public void stat(EntryColumns entries, int from, int to) {
      directory.stat(entries, from, to);
    }

    @Override
    public OpenDirectory open(byte[] name) throws DirectoryException {
      if (refused.contains(new String(name, StandardCharsets.UTF_8))) {
        throw new DirectoryException("Permission denied", false);
      }
      return new RefusingDirectory(directory.open(name), refused);
    }

    @Override
    public void close() {
      directory.close();
    }
  }
}
