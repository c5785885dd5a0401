package io.scanfleet.gateway.tree.report;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import io.scanfleet.gateway.tree.DirectoryPaths;
import io.scanfleet.model.entry.ByteSink;
import io.scanfleet.model.entry.ByteSource;
import io.scanfleet.model.entry.EntryColumns;
import io.scanfleet.model.entry.ListingReader;
import io.scanfleet.model.entry.MalformedDataException;
import io.scanfleet.model.page.PageRecord.FinishedDirectory;
import io.scanfleet.model.page.PageRecord.ListingPart;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What some entries and directories add up to, for the reports on a tree.
 *
 * <p>Each page's findings are stored with it, in its transaction, so that they count once however
 * often the page arrives and whichever gateway takes it; those of all pages are put together when
 * the target has ended, or when somebody asks before. Everything in them can be added in any order
 * and has a bounded size, so neither a page nor a tree of any kind makes them large. Not
 * thread-safe.
 */
public final class Findings {

  /** Distinct extensions, owners or groups that are told apart. */
  private static final int MOST_KINDS = 2_000;

  /** Distinct days that are told apart: more than there are between 1970 and 2100. */
  private static final int MOST_DAYS = 50_000;

  private static final int LONGEST_EXTENSION = 16;
  private static final long SECONDS_A_DAY = 86_400;
  private static final int FORMAT = 1;
  private static final int COMPRESSION = 3;
  private static final int MAX_DECODED_BYTES = 64 * 1024 * 1024;

  /** The day of files whose time is not known. */
  static final long UNKNOWN_DAY = Long.MIN_VALUE;

  private long files;
  private final Largest largestFiles = new Largest();
  private final Largest largestDirectories = new Largest();
  private final Breakdown<String> extensions = new Breakdown<>(MOST_KINDS);
  private final Breakdown<Integer> owners = new Breakdown<>(MOST_KINDS);
  private final Breakdown<Integer> groups = new Breakdown<>(MOST_KINDS);
  private final Breakdown<Long> days = new Breakdown<>(MOST_DAYS);
  private final Breakdown<Integer> sizes = new Breakdown<>(Long.SIZE + 2);
  private final Unreadable unreadable = new Unreadable();

  private @Nullable ListingReader reader;
  private byte[] lastExtensionBytes = new byte[0];
  private String lastExtension = "";

  /**
   * Takes part of what lies directly in a directory. All of it is read, so what is no listing is
   * found here.
   *
   * @throws MalformedDataException if it is none
   */
  public void add(ListingPart part) {
    ListingReader entries = reader;
    if (entries == null) {
      entries = new ListingReader();
      reader = entries;
    }
    entries.open(part.listing());
    entries.readToTheEnd();
    for (int i = 0; i < entries.size(); i++) {
      if (entries.has(i, EntryColumns.EXCLUDED)) {
        continue;
      }
      String error = entries.error(i);
      if (error != null) {
        unreadable.add(new Unreadable.Item(part.parent(), place(part, entries, i), false, error));
      }
      if (!entries.isDirectory(i)) {
        addFile(part, entries, i);
      }
    }
  }

  /** The name below the directory that the entry's directory lies in. */
  private static byte[] place(ListingPart part, ListingReader entries, int i) {
    byte[] name = entries.name(i);
    return DirectoryPaths.join(part.name(), name);
  }

  private void addFile(ListingPart part, ListingReader entries, int i) {
    boolean counts = !entries.has(i, EntryColumns.REPEATED_LINK);
    long bytes = counts ? Math.max(0, entries.bytes(i)) : 0;
    long allocated = counts ? Math.max(0, entries.allocated(i)) : 0;
    boolean timeKnown = entries.modifiedNanos(i) != EntryColumns.UNKNOWN_TIME;
    files++;
    extensions.add(extension(entries, i), bytes, allocated);
    owners.add(entries.owner(i), bytes, allocated);
    groups.add(entries.group(i), bytes, allocated);
    days.add(
        timeKnown ? Math.floorDiv(entries.modifiedSeconds(i), SECONDS_A_DAY) : UNKNOWN_DAY,
        bytes,
        allocated);
    if (entries.bytes(i) != EntryColumns.UNKNOWN_SIZE) {
      sizes.add(sizeClass(entries.bytes(i)), bytes, allocated);
    }
    if (counts && bytes > 0 && largestFiles.wants(bytes)) {
      largestFiles.add(
          new Largest.Item(
              part.parent(),
              place(part, entries, i),
              bytes,
              entries.allocated(i),
              1,
              timeKnown ? nanoseconds(entries, i) : 0,
              entries.owner(i)));
    }
  }

  private static long nanoseconds(ListingReader entries, int i) {
    return entries.modifiedSeconds(i) * 1_000_000_000L + entries.modifiedNanos(i);
  }

  /** Takes a directory that is finished. */
  public void add(FinishedDirectory directory) {
    String error = directory.error();
    if (error != null && directory.totals().errors() > 0) {
      unreadable.add(new Unreadable.Item(directory.parent(), directory.name(), true, error));
    }
    if (directory.ownBytes() > 0 && largestDirectories.wants(directory.ownBytes())) {
      largestDirectories.add(
          new Largest.Item(
              directory.parent(),
              directory.name(),
              directory.ownBytes(),
              -1,
              directory.ownFiles(),
              0,
              0));
    }
  }

  /** Takes all of another's. */
  public void add(Findings other) {
    files += other.files;
    largestFiles.add(other.largestFiles);
    largestDirectories.add(other.largestDirectories);
    extensions.add(other.extensions);
    owners.add(other.owners);
    groups.add(other.groups);
    days.add(other.days);
    sizes.add(other.sizes);
    unreadable.add(other.unreadable);
  }

  /** How many files were found; those left out by a pattern are not among them. */
  public long files() {
    return files;
  }

  Largest largestFiles() {
    return largestFiles;
  }

  Largest largestDirectories() {
    return largestDirectories;
  }

  /** By what follows the last dot of the name, in lower case; empty for none. */
  Breakdown<String> extensions() {
    return extensions;
  }

  Breakdown<Integer> owners() {
    return owners;
  }

  Breakdown<Integer> groups() {
    return groups;
  }

  /** By the day of the last change, in days since 1970, UTC; or {@link #UNKNOWN_DAY}. */
  Breakdown<Long> days() {
    return days;
  }

  /** By size class: 0 for empty files, n for 2<sup>n-1</sup> to 2<sup>n</sup>-1 bytes. */
  Breakdown<Integer> sizes() {
    return sizes;
  }

  Unreadable unreadable() {
    return unreadable;
  }

  static int sizeClass(long bytes) {
    return bytes <= 0 ? 0 : Long.SIZE - Long.numberOfLeadingZeros(bytes);
  }

  /**
   * What follows the last dot, unless that is all, too long, nothing but digits, or something that
   * nobody would call an extension.
   */
  private String extension(ListingReader entries, int i) {
    byte[] name = entries.names();
    int begin = entries.nameStart(i);
    int end = entries.nameEnd(i);
    int dot = end - 1;
    int first = Math.max(begin + 1, end - 1 - LONGEST_EXTENSION);
    boolean letters = false;
    while (dot >= first && name[dot] != '.') {
      byte b = name[dot];
      if (b <= ' ') {
        return "";
      }
      letters |= b < '0' || b > '9';
      dot--;
    }
    if (dot < first || !letters) {
      return "";
    }
    int from = dot + 1;
    if (Arrays.equals(name, from, end, lastExtensionBytes, 0, lastExtensionBytes.length)) {
      return lastExtension;
    }
    lastExtensionBytes = Arrays.copyOfRange(name, from, end);
    byte[] lower = lastExtensionBytes.clone();
    for (int at = 0; at < lower.length; at++) {
      if (lower[at] >= 'A' && lower[at] <= 'Z') {
        lower[at] = (byte) (lower[at] + ('a' - 'A'));
      }
    }
    lastExtension = new String(lower, StandardCharsets.US_ASCII);
    return lastExtension;
  }

  /** As bytes that {@link #decode} reads. */
  public byte[] encode() {
    ByteSink out = new ByteSink(4096);
    out.octet(FORMAT);
    out.varint(files);
    largestFiles.write(out);
    largestDirectories.write(out);
    extensions.write(out, ByteSink::text);
    owners.write(out, ByteSink::signed);
    groups.write(out, ByteSink::signed);
    days.write(out, ByteSink::signed);
    sizes.write(out, ByteSink::signed);
    unreadable.write(out);
    return Zstd.compress(out.toBytes(), COMPRESSION);
  }

  /**
   * Reads what {@link #encode} made.
   *
   * @throws MalformedDataException if it is something else
   */
  public static Findings decode(byte[] bytes) {
    long size = bytes.length == 0 ? -1 : Zstd.getFrameContentSize(bytes);
    if (size < 0 || size > MAX_DECODED_BYTES) {
      throw new MalformedDataException("findings are a zstd frame of moderate size");
    }
    ByteSource in;
    try {
      in = new ByteSource(Zstd.decompress(bytes, (int) size));
    } catch (ZstdException e) {
      throw new MalformedDataException("findings do not decompress: " + e.getMessage());
    }
    if (in.octet() != FORMAT) {
      throw new MalformedDataException("findings of an unknown format");
    }
    Findings findings = new Findings();
    findings.files = in.count("files");
    findings.largestFiles.read(in);
    findings.largestDirectories.read(in);
    findings.extensions.read(in, ByteSource::text);
    findings.owners.read(in, source -> (int) source.signed());
    findings.groups.read(in, source -> (int) source.signed());
    findings.days.read(in, ByteSource::signed);
    findings.sizes.read(in, source -> (int) source.signed());
    findings.unreadable.read(in);
    in.end();
    return findings;
  }
}
