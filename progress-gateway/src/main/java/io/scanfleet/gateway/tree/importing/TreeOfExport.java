package io.scanfleet.gateway.tree.importing;

import io.scanfleet.gateway.problem.ProblemException;
import io.scanfleet.model.DirectoryKey;
import io.scanfleet.model.Totals;
import io.scanfleet.model.entry.EntryColumns;
import io.scanfleet.model.entry.EntryDigest;
import io.scanfleet.model.entry.HardLinks;
import io.scanfleet.model.entry.ListingCodec;
import io.scanfleet.model.entry.Tally;
import io.scanfleet.model.page.PageRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * Turns an export into the records of a tree, the same as an agent would make of the directory.
 *
 * <p>A directory's entries are gathered until it is left, or until there are enough for a listing.
 * Since directories lie in each other, what is gathered of all that are open is bounded together:
 * when it becomes too much, it leaves as listings, the outermost first. What is held of an open
 * directory then is its name and its sums. Not thread-safe.
 */
final class TreeOfExport implements NcduReader.Visitor {

  /** What is said of everything that the program could not read: exports do not tell why. */
  static final String UNREAD = "It could not be read when the export was made";

  private static final long MOST_GATHERED = 16 * 1024 * 1024;
  private static final int BYTES_OF_ENTRY = 80;
  private static final int BYTES_OF_BUFFER = 6 * 1024;

  /** Some 50 MB. */
  static final int MOST_LINKED = 500_000;

  /** Takes records as they are made. */
  interface Sink {

    /**
     * Takes a part of what lies directly in a directory.
     *
     * @param entries what the part holds; not to be kept
     */
    void listing(PageRecord.ListingPart part, EntryColumns entries);

    /** Takes a directory of which all parts, and all directories below it, have come. */
    void directory(PageRecord.FinishedDirectory directory);
  }

  /** A directory that has been entered and not left. */
  private static final class Open {
    final DirectoryKey key;
    final DirectoryKey parent;
    final byte[] name;
    final long device;
    final boolean unread;
    final Tally own = new Tally();
    final Tally below = new Tally();
    @Nullable EntryColumns gathered;
    int parts;

    Open(DirectoryKey key, DirectoryKey parent, byte[] name, long device, boolean unread) {
      this.key = key;
      this.parent = parent;
      this.name = name;
      this.device = device;
      this.unread = unread;
    }
  }

  private final Sink sink;
  private final boolean partial;
  private final HardLinks hardLinks = new HardLinks();
  private final List<Open> open = new ArrayList<>();
  private long gathered;
  private Totals totals = Totals.NONE;

  /**
   * @param partial whether the export says that it is not whole
   */
  TreeOfExport(Sink sink, boolean partial) {
    this.sink = sink;
    this.partial = partial;
  }

  /** The totals of the tree, once it has been left. */
  Totals totals() {
    return totals;
  }

  @Override
  public void enter(ExportedItem item) {
    if (open.isEmpty()) {
      DirectoryKey root = DirectoryKey.ROOT;
      open.add(new Open(root, root, new byte[0], item.device, item.unread));
      return;
    }
    Open parent = open.getLast();
    add(parent, item);
    byte[] name = Arrays.copyOf(item.name, item.nameLength);
    long device = item.hasDevice ? item.device : parent.device;
    open.add(new Open(parent.key.child(name), parent.key, name, device, item.unread));
  }

  @Override
  public void entry(ExportedItem item) {
    add(open.getLast(), item);
  }

  @Override
  public void leave() {
    Open directory = open.removeLast();
    publish(directory);
    if (directory.unread) {
      directory.own.error();
    }
    if (partial && open.isEmpty()) {
      directory.own.stoppedEarly();
    }
    Tally below = directory.below;
    below.add(directory.own);
    totals = below.toTotals();
    sink.directory(
        new PageRecord.FinishedDirectory(
            directory.key,
            directory.parent,
            directory.name,
            directory.parts,
            totals,
            directory.own.files(),
            directory.own.bytes(),
            below.digest(),
            directory.unread ? UNREAD : null));
    if (!open.isEmpty()) {
      below.replaceDigest(EntryDigest.ofDirectory(directory.name, below.digest()));
      open.getLast().below.add(below);
    }
  }

  private void add(Open directory, ExportedItem item) {
    EntryColumns entries = directory.gathered;
    if (entries == null) {
      entries = new EntryColumns();
      directory.gathered = entries;
      gathered += BYTES_OF_BUFFER;
    }
    int i = item.addTo(entries, directory.device);
    gathered += BYTES_OF_ENTRY + item.nameLength;
    if (!entries.has(i, EntryColumns.EXCLUDED)) {
      if (!entries.isDirectory(i) && item.hardLinked && item.inode != 0) {
        noteHardLink(entries, i);
      }
      directory.own.add(entries, i);
    }
    directory.own.digest(EntryDigest.of(entries, i));
    if (ListingCodec.isFull(entries)) {
      publish(directory);
    } else if (gathered > MOST_GATHERED) {
      publishOutermost();
    }
  }

  private void noteHardLink(EntryColumns entries, int i) {
    // Without the number of links none is ever known to be the last.
    int links = entries.links(i) > 1 ? entries.links(i) : Integer.MAX_VALUE;
    if (!hardLinks.isFirst(entries.device(i), entries.inode(i), links)) {
      entries.setFlag(i, EntryColumns.REPEATED_LINK);
    } else if (hardLinks.size() > MOST_LINKED) {
      throw ProblemException.of(
          HttpStatus.CONTENT_TOO_LARGE,
          "too-many-links",
          "Too many links",
          "The export has more than "
              + MOST_LINKED
              + " files with several hard links of which some lie elsewhere, or of which it does not"
              + " tell how many there are, as ncdu does from 1.16 on. Nothing of it was kept.",
          "body");
    }
  }

  private void publishOutermost() {
    for (Open directory : open) {
      publish(directory);
      if (gathered <= MOST_GATHERED / 2) {
        return;
      }
    }
  }

  private void publish(Open directory) {
    EntryColumns entries = directory.gathered;
    if (entries == null) {
      return;
    }
    sink.listing(
        new PageRecord.ListingPart(
            directory.key,
            directory.parent,
            directory.name,
            directory.parts++,
            ListingCodec.encode(entries)),
        entries);
    gathered -= BYTES_OF_BUFFER + (long) entries.size() * BYTES_OF_ENTRY + entries.nameBytes();
    directory.gathered = null;
  }
}
