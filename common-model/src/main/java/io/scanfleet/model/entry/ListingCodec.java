package io.scanfleet.model.entry;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.util.Arrays;

/**
 * Turns entries into a compressed listing and back.
 *
 * <p>Entries are ordered by name. Each attribute is a column: names as shared prefix and rest,
 * numbers as the difference from the entry before, in variable-length integers. Neighbours in an
 * image sequence differ little, so most columns become runs of the same byte, which zstd then
 * folds. A column of zeros costs next to nothing, so all are always there.
 *
 * <p>A listing comes from another process, and the gateway stores it as it is: {@link #decode}
 * checks every length before it allocates. Thread-safe; compression contexts are kept per thread.
 */
public final class ListingCodec {

  /** Entries that one listing holds at most; a larger directory has several. */
  public static final int MAX_ENTRIES = 8192;

  /** Bytes of names that one listing holds at most, give or take one name. */
  public static final int MAX_NAME_BYTES = 384 * 1024;

  private static final int LEVEL = 3;
  private static final int MAX_DECODED_BYTES = 4 * 1024 * 1024;

  private static final ThreadLocal<ZstdCompressCtx> COMPRESS =
      ThreadLocal.withInitial(() -> new ZstdCompressCtx().setLevel(LEVEL));
  private static final ThreadLocal<ZstdDecompressCtx> DECOMPRESS =
      ThreadLocal.withInitial(ZstdDecompressCtx::new);

  private ListingCodec() {}

  /** Whether these entries should be encoded before another is added. */
  public static boolean isFull(EntryColumns entries) {
    return entries.size() >= MAX_ENTRIES || entries.nameBytes() >= MAX_NAME_BYTES;
  }

  /** Encodes all entries, ordered by name; the buffer itself is not changed. */
  public static byte[] encode(EntryColumns entries) {
    int n = entries.size();
    if (n > MAX_ENTRIES) {
      throw new IllegalArgumentException(
          "a listing holds at most " + MAX_ENTRIES + " entries: " + n);
    }
    int[] order = orderByName(entries);
    ByteSink out = new ByteSink(64 + entries.nameBytes() + 24 * n);
    out.varint(n);
    for (int i : order) {
      out.octet(entries.type(i).code());
    }
    for (int i : order) {
      out.octet(entries.flags(i));
    }
    names(entries, order, out);
    column(order, out, entries::bytes);
    column(order, out, entries::allocated);
    column(order, out, entries::modifiedSeconds);
    for (int i : order) {
      out.varint(entries.modifiedNanos(i) + 1L);
    }
    column(order, out, entries::device);
    column(order, out, entries::inode);
    column(order, out, entries::links);
    column(order, out, entries::mode);
    column(order, out, entries::owner);
    column(order, out, entries::group);
    out.varint(entries.errorCount());
    for (int place = 0; place < n; place++) {
      String error = entries.error(order[place]);
      if (error != null) {
        out.varint(place);
        out.text(error);
      }
    }
    byte[] raw = out.toBytes();
    return COMPRESS.get().compress(raw);
  }

  /**
   * Decodes a listing.
   *
   * @throws MalformedDataException if the bytes are not a listing
   */
  public static EntryColumns decode(byte[] listing) {
    ByteSource in = new ByteSource(decompress(listing));
    int n = in.count(MAX_ENTRIES, "entries");
    byte[] types = in.bytes(n);
    byte[] flags = in.bytes(n);
    EntryColumns entries = new EntryColumns();
    readNames(in, n, types, entries);
    long[] bytes = readColumn(in, n);
    long[] allocated = readColumn(in, n);
    long[] seconds = readColumn(in, n);
    for (int i = 0; i < n; i++) {
      entries.setFlags(i, flags[i]);
      entries.setSizes(i, bytes[i], allocated[i]);
      entries.setModified(i, seconds[i], in.count(1_000_000_000, "nanoseconds") - 1);
    }
    long[] devices = readColumn(in, n);
    long[] inodes = readColumn(in, n);
    long[] links = readColumn(in, n);
    long[] modes = readColumn(in, n);
    long[] owners = readColumn(in, n);
    long[] groups = readColumn(in, n);
    for (int i = 0; i < n; i++) {
      entries.setInode(i, devices[i], inodes[i], (int) links[i]);
      entries.setAccess(i, (int) modes[i], (int) owners[i], (int) groups[i]);
    }
    int errors = in.count(n, "errors");
    for (int e = 0; e < errors; e++) {
      int place = in.count(n - 1, "place of an error");
      entries.setError(place, in.text());
    }
    in.end();
    return entries;
  }

  private static int[] orderByName(EntryColumns entries) {
    Integer[] boxed = new Integer[entries.size()];
    Arrays.setAll(boxed, i -> i);
    Arrays.sort(boxed, (a, b) -> EntryColumns.compareNames(entries, a, entries, b));
    int[] order = new int[boxed.length];
    Arrays.setAll(order, i -> boxed[i]);
    return order;
  }

  private static void names(EntryColumns entries, int[] order, ByteSink out) {
    byte[] store = entries.nameStore();
    int previous = -1;
    for (int i : order) {
      int start = entries.nameStart(i);
      int end = entries.nameEnd(i);
      int shared = 0;
      if (previous >= 0) {
        int mismatch =
            Arrays.mismatch(
                store, entries.nameStart(previous), entries.nameEnd(previous), store, start, end);
        shared = mismatch < 0 ? end - start : mismatch;
      }
      out.varint(shared);
      out.varint(end - start - shared);
      out.bytes(store, start + shared, end - start - shared);
      previous = i;
    }
  }

  private static void readNames(ByteSource in, int n, byte[] types, EntryColumns entries) {
    byte[] name = new byte[256];
    int length = 0;
    for (int i = 0; i < n; i++) {
      int shared = in.count(length, "shared prefix");
      int rest = in.count(MAX_NAME_BYTES, "name");
      if (shared + rest > name.length) {
        name = Arrays.copyOf(name, shared + rest);
      }
      in.bytes(name, shared, rest);
      length = shared + rest;
      EntryType type;
      try {
        type = EntryType.ofCode(types[i]);
      } catch (IllegalArgumentException e) {
        throw new MalformedDataException(String.valueOf(e.getMessage()));
      }
      entries.add(name, 0, length, type);
    }
  }

  private interface Column {
    long value(int i);
  }

  private static void column(int[] order, ByteSink out, Column column) {
    long previous = 0;
    for (int i : order) {
      long value = column.value(i);
      out.signed(value - previous);
      previous = value;
    }
  }

  private static long[] readColumn(ByteSource in, int n) {
    long[] values = new long[n];
    long previous = 0;
    for (int i = 0; i < n; i++) {
      previous += in.signed();
      values[i] = previous;
    }
    return values;
  }

  private static byte[] decompress(byte[] listing) {
    if (listing.length == 0) {
      throw new MalformedDataException("a listing is not empty");
    }
    long size = Zstd.getFrameContentSize(listing);
    if (size < 0 || size > MAX_DECODED_BYTES) {
      throw new MalformedDataException("a listing is a zstd frame of known, moderate size");
    }
    try {
      return DECOMPRESS.get().decompress(listing, (int) size);
    } catch (ZstdException e) {
      throw new MalformedDataException("a listing does not decompress: " + e.getMessage());
    }
  }
}
