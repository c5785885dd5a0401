package io.scanfleet.agent.terminal;

import io.scanfleet.agent.tree.TreeSink;
import io.scanfleet.agent.tree.UnfinishedDirectory;
import io.scanfleet.model.DirectoryKey;
import io.scanfleet.model.Totals;
import io.scanfleet.model.entry.EntryColumns;
import io.scanfleet.model.entry.ListingCodec;
import io.scanfleet.model.entry.MalformedDataException;
import io.scanfleet.model.ncdu.NcduWriter;
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
 * Writes a tree as {@code ncdu -f} and {@code gdu -f} open it.
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
    final List<Place> parts;
    int part;
    EntryColumns entries = new EntryColumns();
    int next;

    Open(DirectoryKey key, List<Place> parts) {
      this.key = key;
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
    NcduWriter writer = new NcduWriter(out);
    writer.begin(
        version,
        seconds,
        false,
        root.toString().getBytes(StandardCharsets.UTF_8),
        deviceOfRoot(),
        unreadable.contains(DirectoryKey.ROOT));
    Deque<Open> open = new ArrayDeque<>();
    open.push(opened(DirectoryKey.ROOT));
    while (!open.isEmpty()) {
      Open directory = open.peek();
      if (directory.next < directory.entries.size()) {
        write(writer, open, directory, directory.next++);
      } else if (directory.part < directory.parts.size()) {
        directory.entries = read(directory.parts.get(directory.part++));
        directory.next = 0;
      } else {
        writer.leave();
        open.pop();
      }
    }
    writer.end();
    out.flush();
  }

  private void write(NcduWriter writer, Deque<Open> open, Open directory, int i)
      throws IOException {
    EntryColumns entries = directory.entries;
    if (!entries.isDirectory(i)
        || entries.has(i, EntryColumns.EXCLUDED | EntryColumns.OTHER_FILE_SYSTEM)) {
      writer.entry(entries, i);
      return;
    }
    DirectoryKey key = directory.key.child(entries.name(i));
    writer.enter(entries, i, entries.error(i) != null || unreadable.contains(key));
    open.push(opened(key));
  }

  private Open opened(DirectoryKey key) {
    return new Open(key, listings.getOrDefault(key, List.of()));
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
}
