package io.scanfleet.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Where Scanfleet keeps its own files unless told otherwise. */
public final class DataDirectory {

  private DataDirectory() {}

  /**
   * The user's data directory by the XDG Base Directory Specification: {@code
   * $XDG_DATA_HOME/scanfleet}, or {@code ~/.local/share/scanfleet} if that is unset, empty or not
   * absolute.
   */
  public static Path ofUser(Map<String, String> environment, String userHome) {
    String xdg = environment.getOrDefault("XDG_DATA_HOME", "");
    Path base =
        !xdg.isEmpty() && Path.of(xdg).isAbsolute()
            ? Path.of(xdg)
            : Path.of(userHome, ".local", "share");
    return base.resolve("scanfleet");
  }

  /** The same for this process. */
  public static Path ofUser() {
    return ofUser(System.getenv(), System.getProperty("user.home"));
  }

  /**
   * Creates a data directory unless it is there.
   *
   * @return the directory
   * @throws IOException if it cannot be created; the message says what to do
   */
  public static Path create(Path directory) throws IOException {
    try {
      return Files.createDirectories(directory);
    } catch (IOException e) {
      throw new IOException(
          "the data directory " + directory + " cannot be created. Choose another with --data.", e);
    }
  }
}
