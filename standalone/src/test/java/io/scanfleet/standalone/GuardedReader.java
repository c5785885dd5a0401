package io.scanfleet.standalone;

import io.scanfleet.agent.walk.DirectoryException;
import io.scanfleet.agent.walk.DirectoryReader;
import io.scanfleet.agent.walk.OpenDirectory;
import io.scanfleet.model.entry.EntryColumns;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/** The real storage, with a guard before every directory below the root: slow, closed or held. */
final class GuardedReader implements DirectoryReader {

  /** What happens before a directory is opened; it may take its time, and refuse. */
  @FunctionalInterface
  interface Guard {

    void pass(String name) throws DirectoryException;

    /** Asks another guard after this one. */
    default Guard then(Guard next) {
      return name -> {
        pass(name);
        next.pass(name);
      };
    }
  }

  private final DirectoryReader reader = DirectoryReader.forThisSystem();
  private final Guard guard;

  GuardedReader(Guard guard) {
    this.guard = guard;
  }

  /** Every directory takes this long to open. */
  static Guard slow(Duration delay) {
    return name -> LockSupport.parkNanos(delay.toNanos());
  }

  /**
   * Directories of these names are refused, as they are to whoever is not root. The set may change
   * between scans.
   */
  static Guard refusing(Set<String> refused) {
    return name -> {
      if (refused.contains(name)) {
        throw new DirectoryException("Permission denied", false);
      }
    };
  }

  /** Directories of this name open only once they are let go. */
  static Guard holding(String held, CountDownLatch letGo) {
    return name -> {
      if (!name.equals(held)) {
        return;
      }
      try {
        letGo.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new DirectoryException("interrupted", false);
      }
    };
  }

  @Override
  public String name() {
    return "guarded " + reader.name();
  }

  @Override
  public OpenDirectory open(Path root) throws DirectoryException {
    return new GuardedDirectory(reader.open(root), guard);
  }

  private record GuardedDirectory(OpenDirectory directory, Guard guard) implements OpenDirectory {

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
      guard.pass(new String(name, StandardCharsets.UTF_8));
      return new GuardedDirectory(directory.open(name), guard);
    }

    @Override
    public void close() {
      directory.close();
    }
  }
}
