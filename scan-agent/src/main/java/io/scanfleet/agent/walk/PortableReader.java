package io.scanfleet.agent.walk;

import io.scanfleet.model.entry.EntryColumns;
import io.scanfleet.model.entry.EntryType;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads directories with the JDK's file API, on any system it runs on. It does not learn the space
 * a file takes on disk, and cannot walk paths longer than the system's limit; what it cannot reach
 * is reported as unreadable.
 */
final class PortableReader implements DirectoryReader {

  private static final int CHUNK = 1024;

  @Override
  public String name() {
    return "portable";
  }

  @Override
  public OpenDirectory open(Path root) throws DirectoryException {
    try {
      return new Handle(root.toRealPath());
    } catch (IOException e) {
      throw asException(e);
    }
  }

  private static DirectoryException asException(IOException e) {
    boolean gone = e instanceof NoSuchFileException || e instanceof NotDirectoryException;
    String reason = null;
    if (e instanceof AccessDeniedException) {
      reason = "Permission denied";
    } else if (gone) {
      reason = "No such file or directory";
    } else if (e instanceof FileSystemException fileSystem) {
      reason = fileSystem.getReason();
    }
    return new DirectoryException(reason != null ? reason : String.valueOf(e.getMessage()), gone);
  }

  @SuppressWarnings("StreamResourceLeak") // closed by close()
  private static final class Handle implements OpenDirectory {

    private final Path path;
    private final DirectoryStream<Path> stream;
    private final long device;
    private final long inode;
    private @Nullable Iterator<Path> iterator;

    Handle(Path path) throws IOException {
      BasicFileAttributes attributes =
          Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (!attributes.isDirectory()) {
        throw new NotDirectoryException(path.toString());
      }
      this.path = path;
      Attributes own = Attributes.of(path);
      this.device = own.number("dev");
      this.inode = own.number("ino");
      this.stream = Files.newDirectoryStream(path);
    }

    @Override
    public long device() {
      return device;
    }

    @Override
    public long inode() {
      return inode;
    }

    @Override
    public boolean list(EntryColumns into, NameFilter passedOver) throws DirectoryException {
      if (iterator == null) {
        iterator = stream.iterator();
      }
      int found = 0;
      try {
        while (found < CHUNK && iterator.hasNext()) {
          found++;
          byte[] name = RawPaths.nameBytes(iterator.next());
          int i = into.add(name, 0, name.length, EntryType.UNKNOWN);
          if (passedOver.accepts(name, 0, name.length)) {
            into.setFlag(i, EntryColumns.EXCLUDED);
          }
        }
      } catch (DirectoryIteratorException e) {
        throw asException(Objects.requireNonNullElseGet(e.getCause(), IOException::new));
      }
      return found > 0;
    }

    @Override
    public void stat(EntryColumns entries, int from, int to) {
      for (int i = from; i < to; i++) {
        if (entries.has(i, EntryColumns.EXCLUDED)) {
          continue;
        }
        try {
          Attributes.of(RawPaths.resolve(path, entries.name(i))).fill(entries, i);
        } catch (NoSuchFileException e) {
          entries.setFlag(i, EntryColumns.VANISHED);
        } catch (IOException e) {
          entries.setError(i, asException(e).reason());
        }
      }
    }

    @Override
    public OpenDirectory open(byte[] name) throws DirectoryException {
      try {
        return new Handle(RawPaths.resolve(path, name));
      } catch (IOException e) {
        throw asException(e);
      }
    }

    @Override
    public void close() {
      try {
        stream.close();
      } catch (IOException e) {
        // Nothing was written, so nothing can be lost.
      }
    }
  }

  /** The attributes of one file, from the Unix view where there is one. */
  private record Attributes(Map<String, Object> values) {

    private static final String UNIX = "unix:mode,ino,dev,nlink,uid,gid,size,lastModifiedTime";
    private static final String BASIC =
        "isRegularFile,isDirectory,isSymbolicLink,size,lastModifiedTime";

    static Attributes of(Path path) throws IOException {
      boolean unix = path.getFileSystem().supportedFileAttributeViews().contains("unix");
      return new Attributes(
          Files.readAttributes(path, unix ? UNIX : BASIC, LinkOption.NOFOLLOW_LINKS));
    }

    long number(String name) {
      return values.get(name) instanceof Number number ? number.longValue() : 0;
    }

    void fill(EntryColumns into, int i) {
      into.setType(i, type());
      into.setSizes(i, number("size"), EntryColumns.UNKNOWN_SIZE);
      if (values.get("lastModifiedTime") instanceof FileTime modified) {
        Instant instant = modified.toInstant();
        into.setModified(i, instant.getEpochSecond(), instant.getNano());
      }
      into.setInode(i, number("dev"), number("ino"), (int) number("nlink"));
      into.setAccess(i, (int) number("mode") & 0xFFF, (int) number("uid"), (int) number("gid"));
    }

    private EntryType type() {
      if (values.containsKey("mode")) {
        return EntryType.ofMode((int) number("mode"));
      }
      if (Boolean.TRUE.equals(values.get("isRegularFile"))) {
        return EntryType.FILE;
      } else if (Boolean.TRUE.equals(values.get("isDirectory"))) {
        return EntryType.DIRECTORY;
      } else if (Boolean.TRUE.equals(values.get("isSymbolicLink"))) {
        return EntryType.SYMLINK;
      }
      return EntryType.UNKNOWN;
    }
  }
}
