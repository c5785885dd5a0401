package io.scanfleet.testing;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Builds directories and files under a root, and counts what it makes. Parent directories come by
 * themselves.
 */
public final class TestTree {

  /**
   * What was made below the root.
   *
   * @param files everything that is not a directory
   * @param directories the root not counted
   */
  public record Made(long files, long directories) {}

  private final Path root;
  private final Set<Path> directories = new HashSet<>();
  private long files;

  private TestTree(Path root) {
    this.root = root;
  }

  /** Builds under this directory, which is made if it is missing. */
  public static TestTree in(Path root) {
    try {
      Files.createDirectories(root);
      return new TestTree(root);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public TestTree directory(String path) {
    makeDirectory(root.resolve(path));
    return this;
  }

  /** A file of this size that takes no space, where the file system can do so. */
  public TestTree file(String path, long size) {
    try (RandomAccessFile file = new RandomAccessFile(newFile(path).toFile(), "rw")) {
      file.setLength(size);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  public TestTree file(String path, String text) {
    try {
      Files.write(newFile(path), text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** A symbolic link to a target that need not exist. */
  public TestTree symbolicLink(String path, String target) {
    try {
      Files.createSymbolicLink(newFile(path), Path.of(target));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** One more name of a file that was made before. */
  public TestTree hardLink(String path, String existing) {
    try {
      Files.createLink(newFile(path), root.resolve(existing));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  public Made made() {
    return new Made(files, directories.size());
  }

  private Path newFile(String path) {
    Path file = root.resolve(path);
    makeDirectory(file.getParent());
    files++;
    return file;
  }

  private void makeDirectory(@Nullable Path directory) {
    if (directory == null || directory.equals(root) || directories.contains(directory)) {
      return;
    }
    makeDirectory(directory.getParent());
    try {
      Files.createDirectory(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    directories.add(directory);
  }
}
