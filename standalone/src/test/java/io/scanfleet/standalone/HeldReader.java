package io.scanfleet.standalone;

import io.scanfleet.agent.walk.DirectoryException;
import io.scanfleet.agent.walk.DirectoryReader;
import io.scanfleet.agent.walk.OpenDirectory;
import io.scanfleet.model.entry.EntryColumns;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/**
 * Storage on which directories of one name open only once they are let go: another reader for all
 * else.
 */
record HeldReader(DirectoryReader reader, String held, CountDownLatch letGo)
    implements DirectoryReader {

  @Override
  public String name() {
    return "holding " + reader.name();
  }

  @Override
  public OpenDirectory open(Path root) throws DirectoryException {
    return new HeldDirectory(reader.open(root), this);
  }

  private record HeldDirectory(OpenDirectory directory, HeldReader reader)
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
      if (new String(name, StandardCharsets.UTF_8).equals(reader.held)) {
        try {
          reader.letGo.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new DirectoryException("interrupted", false);
        }
      }
      return new HeldDirectory(directory.open(name), reader);
    }

    @Override
    public void close() {
      directory.close();
    }
  }
}
