package io.scanfleet.agent.walk;

import io.scanfleet.model.entry.EntryColumns;

/**
 * A directory that is open for reading. One thread lists it, while others may ask for the
 * attributes of what was listed and open what lies in it. Closing it twice does nothing.
 */
public interface OpenDirectory extends AutoCloseable {

  /** The device that its file system is on, as entries name it. */
  long device();

  /** Its inode; 0 if the file system has none. */
  long inode();

  /**
   * Appends the next names, with their types where the file system tells them, and nothing else.
   * What {@code passedOver} accepts is flagged {@link EntryColumns#EXCLUDED}.
   *
   * @return false when there are no more; nothing was appended then
   * @throws DirectoryException if the directory cannot be read any further; what was appended
   *     before stays
   */
  boolean list(EntryColumns into, NameFilter passedOver) throws DirectoryException;

  /**
   * Fetches the attributes of some listed entries; not of those that are excluded. What has
   * vanished is flagged {@link EntryColumns#VANISHED}; what cannot be asked carries the reason.
   *
   * @param from the first index
   * @param to the index after the last
   */
  void stat(EntryColumns entries, int from, int to);

  /**
   * Opens a directory that lies in this one; a symbolic link is not followed.
   *
   * @throws DirectoryException if it cannot be opened
   */
  OpenDirectory open(byte[] name) throws DirectoryException;

  @Override
  void close();

  /** Decides by an entry's name. */
  @FunctionalInterface
  interface NameFilter {

    /** The name is {@code length} bytes of {@code bytes} from {@code offset} on. */
    boolean accepts(byte[] bytes, int offset, int length);
  }
}
