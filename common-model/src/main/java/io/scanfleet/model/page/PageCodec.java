package io.scanfleet.model.page;

import io.scanfleet.model.DirectoryKey;
import io.scanfleet.model.Totals;
import io.scanfleet.model.entry.ByteSink;
import io.scanfleet.model.entry.ByteSource;
import io.scanfleet.model.entry.MalformedDataException;
import io.scanfleet.model.page.PageRecord.FinishedDirectory;
import io.scanfleet.model.page.PageRecord.ListingPart;
import java.util.ArrayList;
import java.util.List;

/**
 * The body of a page: four bytes that say what it is, then record after record. Listings inside are
 * zstd frames, each on its own, because each becomes a row of its own and is stored as it came.
 */
public final class PageCodec {

  /** A page is sent when it has grown beyond this many bytes. */
  public static final int FULL_BYTES = 256 * 1024;

  /** No page is longer. */
  public static final int MAX_BYTES = 1024 * 1024;

  private static final byte[] MAGIC = {'S', 'F', 'P', 2};
  private static final int LISTING = 1;
  private static final int DIRECTORY = 2;

  private static final int HAS_ALLOCATED = 1;
  private static final int HAS_ERROR = 2;
  private static final int PARTIAL = 4;

  private PageCodec() {}

  /** Begins a page. */
  public static ByteSink begin() {
    ByteSink out = new ByteSink(8192);
    out.bytes(MAGIC, 0, MAGIC.length);
    return out;
  }

  /** Appends a record. */
  public static void append(ByteSink out, PageRecord record) {
    switch (record) {
      case ListingPart listing -> {
        out.octet(LISTING);
        key(out, listing.key());
        key(out, listing.parent());
        out.block(listing.name());
        out.varint(listing.part());
        out.block(listing.listing());
      }
      case FinishedDirectory directory -> directory(out, directory);
    }
  }

  /**
   * Reads a page.
   *
   * @throws MalformedDataException if it is none
   */
  public static List<PageRecord> read(byte[] page) {
    ByteSource in = new ByteSource(page);
    for (byte expected : MAGIC) {
      if (in.octet() != expected) {
        throw new MalformedDataException("it does not begin as a page does");
      }
    }
    List<PageRecord> records = new ArrayList<>();
    while (in.hasMore()) {
      records.add(
          switch (in.octet()) {
            case LISTING ->
                new ListingPart(
                    key(in), key(in), in.block(), in.count(Integer.MAX_VALUE, "part"), in.block());
            case DIRECTORY -> directory(in);
            default -> throw new MalformedDataException("it holds a record of an unknown kind");
          });
    }
    return records;
  }

  private static void directory(ByteSink out, FinishedDirectory directory) {
    Totals totals = directory.totals();
    Long allocated = totals.allocatedBytes();
    String error = directory.error();
    out.octet(DIRECTORY);
    key(out, directory.key());
    key(out, directory.parent());
    out.block(directory.name());
    out.varint(directory.parts());
    out.octet(
        (allocated != null ? HAS_ALLOCATED : 0)
            | (error != null ? HAS_ERROR : 0)
            | (totals.partial() ? PARTIAL : 0));
    out.varint(totals.files());
    out.varint(totals.directories());
    out.varint(totals.symlinks());
    out.varint(totals.specials());
    out.signed(totals.bytes());
    out.varint(totals.errors());
    out.varint(directory.ownFiles());
    out.signed(directory.ownBytes());
    out.fixed(directory.digest());
    if (allocated != null) {
      out.signed(allocated);
    }
    if (error != null) {
      out.text(error);
    }
  }

  private static FinishedDirectory directory(ByteSource in) {
    DirectoryKey key = key(in);
    DirectoryKey parent = key(in);
    byte[] name = in.block();
    int parts = in.count(Integer.MAX_VALUE, "parts");
    int flags = in.octet();
    long files = in.count("files");
    long directories = in.count("directories");
    long symlinks = in.count("symlinks");
    long specials = in.count("specials");
    long bytes = in.signed();
    long errors = in.count("errors");
    long ownFiles = in.count("own files");
    long ownBytes = in.signed();
    long digest = in.fixed();
    Long allocated = (flags & HAS_ALLOCATED) != 0 ? in.signed() : null;
    String error = (flags & HAS_ERROR) != 0 ? in.text() : null;
    Totals totals =
        new Totals(
            files,
            directories,
            symlinks,
            specials,
            bytes,
            allocated,
            errors,
            (flags & PARTIAL) != 0);
    return new FinishedDirectory(
        key, parent, name, parts, totals, ownFiles, ownBytes, digest, error);
  }

  private static void key(ByteSink out, DirectoryKey key) {
    out.bytes(key.toBytes(), 0, DirectoryKey.BYTES);
  }

  private static DirectoryKey key(ByteSource in) {
    return DirectoryKey.fromBytes(in.bytes(DirectoryKey.BYTES));
  }
}
