package io.scanfleet.agent.walk;

import io.scanfleet.model.entry.EntryColumns;

/**
 * A directory that is open for reading. One thread reads it, while others may open what lies in it.
 * Closing it twice does nothing.
 */
public interface OpenDirectory extends AutoCloseable {

  /** The device that its file system is on, as entries name it. */
  long device();

  /**
   * Appends the next entries with their attributes. What vanishes before its attributes are read is
   * left out; what cannot be asked for its attributes carries the reason. What {@code passedOver}
   * accepts is flagged {@link EntryColumns#EXCLUDED} and not asked for any.
   *
   * @return false when there are no more; nothing was appended then
   * @throws DirectoryException if the directory cannot be read any further; what was appended
   *     before stays
   */
  boolean read(EntryColumns into, NameFilter passedOver) throws DirectoryException;

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
    boolean accepts(byte[] name);
  }
}
