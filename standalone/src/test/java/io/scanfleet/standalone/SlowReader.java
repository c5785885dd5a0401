package io.scanfleet.standalone;

import io.scanfleet.agent.walk.DirectoryException;
import io.scanfleet.agent.walk.DirectoryReader;
import io.scanfleet.agent.walk.OpenDirectory;
import io.scanfleet.model.entry.EntryColumns;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Storage that takes its time: the real reader, with every opening of a directory made slower. */
record SlowReader(DirectoryReader reader, Duration delay) implements DirectoryReader {

  static SlowReader by(Duration delay) {
    return new SlowReader(DirectoryReader.forThisSystem(), delay);
  }

  @Override
  public String name() {
    return "slow " + reader.name();
  }

  @Override
  public OpenDirectory open(Path root) throws DirectoryException {
    return new SlowDirectory(reader.open(root), delay);
  }

  private record SlowDirectory(OpenDirectory directory, Duration delay) implements OpenDirectory {

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
      LockSupport.parkNanos(delay.toNanos());
      return new SlowDirectory(directory.open(name), delay);
    }

    @Override
    public void close() {
      directory.close();
    }
  }
}
