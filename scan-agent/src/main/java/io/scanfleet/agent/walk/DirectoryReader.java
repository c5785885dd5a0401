package io.scanfleet.agent.walk;

import java.nio.file.Path;

/**
 * Where directories come from. There are two: one that calls Linux directly, and a portable one on
 * the JDK's own file API. Both only read, and never follow a symbolic link below the root.
 * Thread-safe.
 */
public interface DirectoryReader {

  /** The best reader for this system. */
  static DirectoryReader forThisSystem() {
    return LinuxReader.isSupported() ? new LinuxReader() : new PortableReader();
  }

  /** The one for every system. */
  static DirectoryReader portable() {
    return new PortableReader();
  }

  /**
   * Opens the directory that a walk starts in.
   *
   * @param root an absolute path; symbolic links in it are followed
   * @throws DirectoryException if it cannot be opened
   */
  OpenDirectory open(Path root) throws DirectoryException;

  /** What messages call it. */
  String name();
}
