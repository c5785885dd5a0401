package io.scanfleet.agent.task;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/**
 * The directories that the agent's operator has allowed it to scan. A request is resolved to where
 * it really leads before it is compared, so neither {@code ..} nor a symbolic link leads out.
 * Immutable.
 */
public final class Roots {

  private final List<Path> roots;

  /**
   * @param roots existing directories; at least one
   * @throws IllegalArgumentException if one does not exist or is no directory; the message says
   *     which
   */
  public Roots(List<Path> roots) {
    this.roots = roots.stream().map(Roots::real).toList();
  }

  private static Path real(Path root) {
    try {
      Path real = root.toRealPath();
      if (!Files.isDirectory(real)) {
        throw new IllegalArgumentException("not a directory: " + root);
      }
      return real;
    } catch (IOException e) {
      throw new IllegalArgumentException("no such directory: " + root, e);
    }
  }

  /** Absolute, without symbolic links. */
  public List<Path> paths() {
    return roots;
  }

  /**
   * A directory that may be scanned.
   *
   * @param root the root that allows it
   * @param path the directory, without symbolic links
   */
  record Allowed(Path root, Path path) {}

  /**
   * Finds the root that allows a request.
   *
   * @throws RefusedException if none does, or there is no such directory
   */
  Allowed resolve(String requested) throws RefusedException {
    Path real;
    try {
      Path path = Path.of(requested);
      if (!path.isAbsolute()) {
        throw new RefusedException("The path is not absolute: " + requested);
      }
      real = path.toRealPath();
    } catch (InvalidPathException e) {
      throw new RefusedException("Not a path: " + requested);
    } catch (IOException e) {
      throw new RefusedException(
          "There is no such directory, or it cannot be reached: " + requested);
    }
    if (!Files.isDirectory(real)) {
      throw new RefusedException("Not a directory: " + requested);
    }
    for (Path root : roots) {
      if (real.startsWith(root)) {
        return new Allowed(root, real);
      }
    }
    throw new RefusedException("The path lies outside this agent's roots: " + requested);
  }

  /** A directory may not be, or cannot be, scanned. The message is for people. */
  static final class RefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
      super(message, null, false, false);
    }

    String reason() {
      return String.valueOf(getMessage());
    }
  }
}
