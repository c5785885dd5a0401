package io.scanfleet.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A temporary directory that goes with everything below it. The usual helpers of test frameworks
 * give up on names that are no text, on paths that are too long and on directories that may not be
 * read; {@code rm -rf} does not.
 */
public final class DeletingTree implements AutoCloseable {

  private final Path path;

  private DeletingTree(Path path) {
    this.path = path;
  }

  /** Makes an empty directory. */
  public static DeletingTree create() {
    try {
      return new DeletingTree(Files.createTempDirectory("scanfleet-tree-"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Path path() {
    return path;
  }

  @Override
  public void close() {
    delete(path);
  }

  /**
   * Removes a directory and everything below it, whatever it is; symbolic links are not followed.
   */
  public static void delete(Path directory) {
    String target = directory.toAbsolutePath().toString();
    // First opened up, since nobody but root removes what is in a directory of mode 000.
    Commands.run(
        "sh", "-c", "chmod -R u+rwX \"$1\" >/dev/null 2>&1; exec rm -rf \"$1\"", "sh", target);
  }
}
