package io.scanfleet.agent.terminal;

import io.scanfleet.agent.tree.TreeSink;
import io.scanfleet.agent.tree.UnfinishedDirectory;
import io.scanfleet.model.DirectoryKey;
import io.scanfleet.model.Totals;
import io.scanfleet.model.entry.EntryColumns;
import io.scanfleet.model.entry.EntryType;
import io.scanfleet.model.entry.ListingCodec;
import io.scanfleet.model.entry.MalformedDataException;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes a tree as the JSON that {@code ncdu -f} and {@code gdu -f} open (format 1.1 of <a
 * href="https://dev.yorhel.nl/ncdu/jsonfmt">dev.yorhel.nl/ncdu/jsonfmt</a>). Names are written as
 * the bytes they are.
 *
 * <p>The walk finds directories in any order, the format nests them. So compressed listings go to a
 * temporary file as they come, and only where they lie there is held: some 100 bytes a directory,
 * nothing a file. Taking listings is thread-safe, writing is not.
 */
final class NcduExport implements TreeSink, Closeable {

  private record Place(long offset, int length) {}

  private final FileChannel spool;
  private final Map<DirectoryKey, List<Place>> listings = new HashMap<>();
  private final Set<DirectoryKey> unreadable = new HashSet<>();
  private final TreeSink next;
  private long end;

  /**
   * @param next learns everything but listings too
   */
  NcduExport(TreeSink next) throws IOException {
    this.next = next;
    Path file = Files.createTempFile("scanfleet-", ".spool");
    spool =
        FileChannel.open(
            file,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE);
  }

  @Override
  public boolean wantsListings() {
    return true;
  }

  @Override
  public void listing(UnfinishedDirectory directory, int part, EntryColumns entries) {
    ByteBuffer bytes = ByteBuffer.wrap(ListingCodec.encode(entries));
    synchronized (this) {
      Place place = new Place(end, bytes.remaining());
      listings.computeIfAbsent(directory.key(), key -> new ArrayList<>(1)).add(place);
      try {
        while (bytes.hasRemaining()) {
          end += spool.write(bytes, end);
        }
      } catch (IOException e) {
        throw new UncheckedIOException("cannot write the temporary file of the export", e);
      }
    }
  }

  @Override
  public void finished(UnfinishedDirectory directory, Totals totals, long digest) {
    next.finished(directory, totals, digest);
  }

  @Override
  public void unreadable(UnfinishedDirectory directory, byte @Nullable [] name, String reason) {
    if (name == null) {
      synchronized (this) {
        unreadable.add(directory.key());
      }
    }
    next.unreadable(directory, name, reason);
  }

  @Override
  public void close() throws IOException {
    spool.close();
  }

  /** A directory that is being written: its listings one after the other. */
  private static final class Open {
    final DirectoryKey key;
    final long device;
    final List<Place> parts;
    int part;
    EntryColumns entries = new EntryColumns();
    int next;

    Open(DirectoryKey key, long device, List<Place> parts) {
      this.key = key;
      this.device = device;
      this.parts = parts;
    }
  }

  /**
   * Writes everything; once the walk has ended.
   *
   * @param root the path that was scanned
   * @param seconds when, in Unix time
   */
  void writeTo(OutputStream target, Path root, String version, long seconds) throws IOException {
    OutputStream out = new BufferedOutputStream(target, 1 << 16);
    write(
        out,
        "[1,1,{\"progname\":\"scanfleet\",\"progver\":\""
            + version
            + "\",\"timestamp\":"
            + seconds
            + "},\n[{\"name\":");
    writeString(out, root.toString().getBytes(StandardCharsets.UTF_8));
    Deque<Open> open = new ArrayDeque<>();
    long device = deviceOfRoot();
    write(out, ",\"dev\":" + Long.toUnsignedString(device));
    if (unreadable.contains(DirectoryKey.ROOT)) {
      write(out, ",\"read_error\":true");
    }
    write(out, "}");
    open.push(opened(DirectoryKey.ROOT, device));
    while (!open.isEmpty()) {
      Open directory = open.peek();
      if (directory.next == directory.entries.size()) {
        if (directory.part == directory.parts.size()) {
          write(out, "]");
          open.pop();
        } else {
          directory.entries = read(directory.parts.get(directory.part++));
          directory.next = 0;
        }
        continue;
      }
      int i = directory.next++;
      write(out, ",\n");
      writeEntry(out, open, directory, i);
    }
    write(out, "]\n");
    out.flush();
  }

  private void writeEntry(OutputStream out, Deque<Open> open, Open directory, int i)
      throws IOException {
    EntryColumns entries = directory.entries;
    boolean entered =
        entries.isDirectory(i)
            && !entries.has(i, EntryColumns.EXCLUDED | EntryColumns.OTHER_FILE_SYSTEM);
    byte[] name = entries.name(i);
    write(out, entered ? "[{\"name\":" : "{\"name\":");
    writeString(out, name);
    if (entries.bytes(i) > 0) {
      write(out, ",\"asize\":" + entries.bytes(i));
    }
    if (entries.allocated(i) > 0) {
      write(out, ",\"dsize\":" + entries.allocated(i));
    }
    if (entries.inode(i) != 0) {
      write(out, ",\"ino\":" + Long.toUnsignedString(entries.inode(i)));
      if (entries.device(i) != directory.device) {
        write(out, ",\"dev\":" + Long.toUnsignedString(entries.device(i)));
      }
    }
    if (!entries.isDirectory(i) && entries.links(i) > 1) {
      write(out, ",\"hlnkc\":true,\"nlink\":" + entries.links(i));
    }
    if (!entries.isDirectory(i) && entries.type(i) != EntryType.FILE) {
      write(out, ",\"notreg\":true");
    }
    if (entries.has(i, EntryColumns.EXCLUDED)) {
      write(out, ",\"excluded\":\"pattern\"");
    } else if (entries.has(i, EntryColumns.OTHER_FILE_SYSTEM)) {
      write(out, ",\"excluded\":\"otherfs\"");
    }
    if (!entered) {
      write(out, entries.error(i) == null ? "}" : ",\"read_error\":true}");
      return;
    }
    DirectoryKey key = directory.key.child(name);
    boolean failed = entries.error(i) != null || unreadable.contains(key);
    write(out, failed ? ",\"read_error\":true}" : "}");
    open.push(opened(key, entries.device(i)));
  }

  private Open opened(DirectoryKey key, long device) {
    return new Open(key, device, listings.getOrDefault(key, List.of()));
  }

  private long deviceOfRoot() throws IOException {
    for (Place place : listings.getOrDefault(DirectoryKey.ROOT, List.of())) {
      EntryColumns entries = read(place);
      for (int i = 0; i < entries.size(); i++) {
        if (entries.inode(i) != 0 && !entries.has(i, EntryColumns.OTHER_FILE_SYSTEM)) {
          return entries.device(i);
        }
      }
    }
    return 0;
  }

  private EntryColumns read(Place place) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(place.length());
    while (bytes.hasRemaining()) {
      if (spool.read(bytes, place.offset() + bytes.position()) < 0) {
        throw new IOException("the temporary file of the export was cut short");
      }
    }
    try {
      return ListingCodec.decode(bytes.array());
    } catch (MalformedDataException e) {
      throw new IOException("the temporary file of the export was changed", e);
    }
  }

  private static void write(OutputStream out, String ascii) throws IOException {
    out.write(ascii.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static void writeString(OutputStream out, byte[] bytes) throws IOException {
    out.write('"');
    for (byte b : bytes) {
      if (b == '"' || b == '\\') {
        out.write('\\');
        out.write(b);
      } else if ((b >= 0 && b < ' ') || b == 0x7F) {
        write(out, String.format("\\u%04x", b));
      } else {
        out.write(b);
      }
    }
    out.write('"');
  }
}
