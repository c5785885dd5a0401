package io.scanfleet.model.entry;

import com.github.luben.zstd.ZstdCompressCtx;
import java.util.Arrays;

/**
 * Turns entries into a compressed listing and back.
 *
 * <p>Entries are ordered by name. Each attribute is a column ({@link NumberColumn}), which brings
 * together what is alike: in most directories most columns are one number. A name is what it shares
 * with the name before at its beginning and at its end, and what is different between. The space on
 * disk is written as what it differs from the size rounded up to {@value #BLOCK} bytes, which on
 * most file systems is nothing.
 *
 * <p>The result is a byte that tells the format, the length of the columns, how many bytes of them
 * are compressed, those as a zstd frame without its magic number or as they are if that is shorter,
 * and the rest, which does not compress. Short columns are compressed with {@link
 * ListingDictionary}, since they have nothing of their own yet to refer to.
 *
 * <p>A listing comes from another process, and the gateway stores it as it is: {@link
 * ListingReader}, which also reads parts of one, checks every length before it allocates.
 * Thread-safe.
 */
public final class ListingCodec {

  /** Entries that one listing holds at most; a larger directory has several. */
  public static final int MAX_ENTRIES = 8192;

  /** Bytes of names that one listing holds at most, give or take one name. */
  public static final int MAX_NAME_BYTES = 384 * 1024;

  /** The formats; a listing that begins otherwise is the zstd frame that it was at first. */
  static final int COMPRESSED = 2;

  static final int AS_IT_IS = 3;

  static final int WITH_DICTIONARY = 4;

  /** What file systems mostly hand out, in bytes. */
  private static final long BLOCK = 4096;

  /** Longer columns, in bytes, gain nothing by the dictionary. */
  private static final int SHORT_COLUMNS = 1024;

  private static final Lent<ZstdCompressCtx> COMPRESS =
      new Lent<>(ListingCodec::compression, ZstdCompressCtx::close);

  private static final Lent<ZstdCompressCtx> COMPRESS_SHORT =
      new Lent<>(() -> compression().loadDict(ListingDictionary.COMPRESS), ZstdCompressCtx::close);

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
    ByteSink columns = new ByteSink(64 + entries.nameBytes() + 8 * n);
    ByteSink noise = new ByteSink(16);
    columns.varint(n);
    Columns out = new Columns(order, columns, noise);
    out.add(i -> entries.type(i).code());
    out.add(entries::flags);
    names(entries, order, columns, out);
    out.add(entries::bytes);
    out.add(i -> entries.allocated(i) - usualAllocated(entries.bytes(i)));
    out.add(entries::modifiedSeconds);
    out.add(entries::modifiedNanos);
    out.add(entries::device);
    out.add(entries::inode);
    out.add(entries::links);
    out.add(entries::mode);
    out.add(entries::owner);
    out.add(entries::group);
    columns.varint(entries.errorCount());
    for (int place = 0; place < n && entries.errorCount() > 0; place++) {
      String error = entries.error(order[place]);
      if (error != null) {
        columns.varint(place);
        columns.text(error);
      }
    }
    return assemble(columns.toBytes(), noise.toBytes());
  }

  /** The space that a file of this size mostly takes, in bytes. */
  static long usualAllocated(long bytes) {
    return bytes < 0 ? bytes : (bytes + BLOCK - 1) & -BLOCK;
  }

  private static ZstdCompressCtx compression() {
    return new ZstdCompressCtx()
        .setLevel(ListingDictionary.LEVEL)
        .setMagicless(true)
        .setContentSize(false)
        .setDictID(false);
  }

  private static byte[] assemble(byte[] columns, byte[] noise) {
    boolean isShort = columns.length <= SHORT_COLUMNS;
    byte[] compressed =
        (isShort ? COMPRESS_SHORT : COMPRESS).use(context -> context.compress(columns));
    boolean smaller = compressed.length < columns.length;
    byte[] body = smaller ? compressed : columns;
    ByteSink listing = new ByteSink(body.length + noise.length + 10);
    listing.octet(!smaller ? AS_IT_IS : isShort ? WITH_DICTIONARY : COMPRESSED);
    listing.varint(columns.length);
    listing.varint(body.length);
    listing.bytes(body, 0, body.length);
    listing.bytes(noise, 0, noise.length);
    return listing.toBytes();
  }

  /**
   * Decodes a listing.
   *
   * @throws MalformedDataException if the bytes are not a listing
   */
  public static EntryColumns decode(byte[] listing) {
    ListingReader reader = new ListingReader();
    reader.open(listing);
    return reader.entries();
  }

  private static int[] orderByName(EntryColumns entries) {
    int n = entries.size();
    int[] order = new int[n];
    boolean inOrder = true;
    for (int i = 0; i < n; i++) {
      order[i] = i;
      inOrder &= i == 0 || EntryColumns.compareNames(entries, i - 1, entries, i) < 0;
    }
    if (inOrder) {
      return order;
    }
    Integer[] boxed = new Integer[n];
    Arrays.setAll(boxed, i -> i);
    Arrays.sort(boxed, (a, b) -> EntryColumns.compareNames(entries, a, entries, b));
    Arrays.setAll(order, i -> boxed[i]);
    return order;
  }

  private static void names(EntryColumns entries, int[] order, ByteSink columns, Columns out) {
    byte[] store = entries.nameStore();
    int n = order.length;
    long[] heads = new long[n];
    long[] tails = new long[n];
    long[] middles = new long[n];
    int previousStart = 0;
    int previousEnd = 0;
    for (int place = 0; place < n; place++) {
      int start = entries.nameStart(order[place]);
      int end = entries.nameEnd(order[place]);
      int most = Math.min(end - start, previousEnd - previousStart);
      int mismatch = Arrays.mismatch(store, previousStart, previousEnd, store, start, end);
      int head = mismatch < 0 ? most : mismatch;
      int tail = 0;
      while (tail < most - head && store[end - 1 - tail] == store[previousEnd - 1 - tail]) {
        tail++;
      }
      heads[place] = head;
      tails[place] = tail;
      int middle = end - start - head - tail;
      middles[place] = middle;
      previousStart = start;
      previousEnd = end;
    }
    out.add(heads);
    out.add(tails);
    out.add(middles);
    for (int place = 0; place < n; place++) {
      int start = entries.nameStart(order[place]) + (int) heads[place];
      columns.bytes(store, start, (int) middles[place]);
    }
  }

  private interface Column {
    long value(int i);
  }

  /** Writes columns in the order of the names. */
  private static final class Columns {

    private final int[] order;
    private final ByteSink out;
    private final ByteSink noise;
    private final long[] values;

    Columns(int[] order, ByteSink out, ByteSink noise) {
      this.order = order;
      this.out = out;
      this.noise = noise;
      this.values = new long[order.length];
    }

    void add(Column column) {
      for (int place = 0; place < order.length; place++) {
        values[place] = column.value(order[place]);
      }
      add(values);
    }

    void add(long[] inOrder) {
      NumberColumn.write(inOrder, order.length, out, noise);
    }
  }
}
