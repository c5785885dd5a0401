package io.scanfleet.model.entry;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads of a listing what is asked for, and no more: who looks for a name in ten million entries
 * needs neither their sizes nor an object for each.
 *
 * <p>{@link #open} decompresses a listing and reads types, flags and names; names stand one after
 * the other in one array, so that they can be searched as one text. The columns of numbers follow
 * each other in the listing, so asking for one reads those before it too; what has been read is
 * kept until the next listing is opened. Everything is checked before it is used, as in {@link
 * ListingCodec}. Buffers are used again for the next listing. Not thread-safe.
 */
public final class ListingReader {

  private static final int MAX_DECODED_BYTES = 4 * 1024 * 1024;

  private static final int BYTES = 0;
  private static final int ALLOCATED = 1;
  private static final int SECONDS = 2;
  private static final int NANOS = 3;
  private static final int DEVICE = 4;
  private static final int INODE = 5;
  private static final int LINKS = 6;
  private static final int MODE = 7;
  private static final int OWNER = 8;
  private static final int GROUP = 9;
  private static final int COLUMNS = 10;

  private static final Lent<ZstdDecompressCtx> DECOMPRESS =
      new Lent<>(() -> new ZstdDecompressCtx().setMagicless(true), ZstdDecompressCtx::close);

  private static final Lent<ZstdDecompressCtx> DECOMPRESS_SHORT =
      new Lent<>(
          () -> new ZstdDecompressCtx().setMagicless(true).loadDict(ListingDictionary.DECOMPRESS),
          ZstdDecompressCtx::close);

  private static final Lent<ZstdDecompressCtx> DECOMPRESS_FIRST_FORMAT =
      new Lent<>(ZstdDecompressCtx::new, ZstdDecompressCtx::close);

  private ByteSource in = new ByteSource(new byte[0]);
  private ByteSource noise = in;
  private boolean firstFormat;
  private int size;
  private long[] types = {};
  private long[] flags = {};
  private byte[] names = new byte[4096];
  private byte[] folded = {};
  private boolean foldedIsRead;
  private int[] nameEnds = new int[128];
  private long[] heads = {};
  private long[] tails = {};
  private long[] middles = {};
  private final long[][] columns = new long[COLUMNS][];
  private int columnsRead;
  private final Map<Integer, String> errors = new HashMap<>();
  private boolean ended;
  private @Nullable EntryColumns entries;

  /**
   * Opens a listing; what was read of the one before is gone.
   *
   * @throws MalformedDataException if the bytes are not a listing
   */
  public void open(byte[] listing) {
    unpack(listing);
    size = in.count(ListingCodec.MAX_ENTRIES, "entries");
    types = fitting(types);
    flags = fitting(flags);
    foldedIsRead = false;
    columnsRead = 0;
    errors.clear();
    ended = false;
    entries = null;
    if (firstFormat) {
      Arrays.fill(types, 0, size, 0);
      Arrays.fill(flags, 0, size, 0);
      in.plane(types, size, 0);
      in.plane(flags, size, 0);
    } else {
      NumberColumn.read(in, noise, size, types);
      NumberColumn.read(in, noise, size, flags);
    }
    for (int i = 0; i < size; i++) {
      if (types[i] != (int) types[i] || !EntryType.isCode((int) types[i])) {
        throw new MalformedDataException("no entry type has the code " + types[i]);
      }
    }
    if (firstFormat) {
      readNamesOfFirstFormat();
    } else {
      readNames();
    }
  }

  /** How many entries there are. */
  public int size() {
    return size;
  }

  public EntryType type(int i) {
    return EntryType.ofCode((int) types[i]);
  }

  public boolean isDirectory(int i) {
    return types[i] == EntryType.DIRECTORY.code();
  }

  /** Whether an entry carries a flag. */
  public boolean has(int i, int flag) {
    return (flags[i] & flag) != 0;
  }

  /** All names, one after the other; bytes behind the last mean nothing. Not to be changed. */
  public byte[] names() {
    return names;
  }

  /** The same with the letters A to Z made small. */
  public byte[] foldedNames() {
    if (!foldedIsRead) {
      int length = nameStart(size);
      if (folded.length < length) {
        folded = new byte[names.length];
      }
      for (int i = 0; i < length; i++) {
        byte b = names[i];
        folded[i] = b >= 'A' && b <= 'Z' ? (byte) (b | 0x20) : b;
      }
      foldedIsRead = true;
    }
    return folded;
  }

  /** Where a name begins in {@link #names}; of the entry after the last, where the names end. */
  public int nameStart(int i) {
    return i == 0 ? 0 : nameEnds[i - 1];
  }

  /** Where a name ends in {@link #names}. */
  public int nameEnd(int i) {
    return nameEnds[i];
  }

  /** A copy of a name. */
  public byte[] name(int i) {
    return Arrays.copyOfRange(names, nameStart(i), nameEnds[i]);
  }

  /** Apparent size in bytes, or {@link EntryColumns#UNKNOWN_SIZE}. */
  public long bytes(int i) {
    return column(BYTES)[i];
  }

  /** When the content was last changed, in Unix seconds, if {@link #modifiedNanos} is known. */
  public long modifiedSeconds(int i) {
    return column(SECONDS)[i];
  }

  /** Nanoseconds within the second, or {@link EntryColumns#UNKNOWN_TIME}. */
  public int modifiedNanos(int i) {
    return (int) column(NANOS)[i];
  }

  /** The owner's number. */
  public int owner(int i) {
    return (int) column(OWNER)[i];
  }

  /** The group's number. */
  public int group(int i) {
    return (int) column(GROUP)[i];
  }

  /** Space taken on disk in bytes, or {@link EntryColumns#UNKNOWN_SIZE}. */
  public long allocated(int i) {
    return column(ALLOCATED)[i];
  }

  /** Why an entry's attributes could not be read. */
  public @Nullable String error(int i) {
    readToTheEnd();
    return errors.isEmpty() ? null : errors.get(i);
  }

  /**
   * Reads whatever has not been read yet.
   *
   * @throws MalformedDataException if something in it is not as it should be
   */
  public void readToTheEnd() {
    if (ended) {
      return;
    }
    column(GROUP);
    int count = in.count(size, "errors");
    for (int e = 0; e < count; e++) {
      int place = in.count(size - 1, "place of an error");
      errors.put(place, in.text());
    }
    in.end();
    noise.end();
    ended = true;
  }

  /** Everything. The entries are the caller's. */
  public EntryColumns entries() {
    EntryColumns all = entries;
    if (all == null) {
      all = readEntries();
      entries = all;
    }
    return all;
  }

  private EntryColumns readEntries() {
    readToTheEnd();
    long[] groups = column(GROUP);
    EntryColumns all = new EntryColumns(size, nameStart(size));
    for (int i = 0; i < size; i++) {
      all.add(names, nameStart(i), nameEnds[i] - nameStart(i), EntryType.ofCode((int) types[i]));
      all.setFlags(i, (int) flags[i]);
      all.setSizes(i, columns[BYTES][i], columns[ALLOCATED][i]);
      all.setModified(i, columns[SECONDS][i], (int) columns[NANOS][i]);
      all.setInode(i, columns[DEVICE][i], columns[INODE][i], (int) columns[LINKS][i]);
      all.setAccess(i, (int) columns[MODE][i], (int) columns[OWNER][i], (int) groups[i]);
    }
    errors.forEach(all::setError);
    return all;
  }

  private void readNames() {
    heads = fitting(heads);
    tails = fitting(tails);
    middles = fitting(middles);
    NumberColumn.read(in, noise, size, heads);
    NumberColumn.read(in, noise, size, tails);
    NumberColumn.read(in, noise, size, middles);
    beginNames();
    int start = 0;
    int end = 0;
    for (int i = 0; i < size; i++) {
      int before = end - start;
      long head = heads[i];
      long tail = tails[i];
      long middle = middles[i];
      if (head < 0 || head > before || tail < 0 || tail > before - head) {
        throw new MalformedDataException("a name shares more than there is");
      }
      int next = roomForName(end, head + tail, middle);
      System.arraycopy(names, start, names, end, (int) head);
      in.bytes(names, end + (int) head, (int) middle);
      System.arraycopy(names, end - (int) tail, names, next - (int) tail, (int) tail);
      start = end;
      end = next;
      nameEnds[i] = next;
    }
  }

  private void readNamesOfFirstFormat() {
    beginNames();
    int start = 0;
    int end = 0;
    for (int i = 0; i < size; i++) {
      int head = in.count(end - start, "shared prefix");
      int rest = in.count(ListingCodec.MAX_NAME_BYTES, "name");
      int next = roomForName(end, head, rest);
      System.arraycopy(names, start, names, end, head);
      in.bytes(names, end + head, rest);
      start = end;
      end = next;
      nameEnds[i] = next;
    }
  }

  private void beginNames() {
    if (nameEnds.length < size) {
      nameEnds = new int[Math.max(size, nameEnds.length * 2)];
    }
  }

  /** Where the next name will end, with room for it made. */
  private int roomForName(int end, long shared, long more) {
    if (more < 0 || more > ListingCodec.MAX_NAME_BYTES || shared > MAX_DECODED_BYTES) {
      throw new MalformedDataException("a name is too long");
    }
    long next = end + shared + more;
    if (next > MAX_DECODED_BYTES) {
      throw new MalformedDataException("the names are too long together");
    }
    if (next > names.length) {
      names = Arrays.copyOf(names, (int) Math.max(next, names.length * 2L));
    }
    return (int) next;
  }

  private long[] column(int wanted) {
    while (columnsRead <= wanted) {
      long[] values = columns[columnsRead];
      values = fitting(values == null ? new long[0] : values);
      columns[columnsRead] = values;
      if (!firstFormat) {
        NumberColumn.read(in, noise, size, values);
        if (columnsRead == ALLOCATED) {
          for (int i = 0; i < size; i++) {
            values[i] += ListingCodec.usualAllocated(columns[BYTES][i]);
          }
        } else if (columnsRead == NANOS) {
          checkNanos(values);
        }
      } else if (columnsRead == NANOS) {
        for (int i = 0; i < size; i++) {
          values[i] = in.count(1_000_000_000, "nanoseconds") - 1L;
        }
      } else {
        NumberColumn.readDifferences(in, size, values);
      }
      columnsRead++;
    }
    return columns[wanted];
  }

  private void checkNanos(long[] values) {
    for (int i = 0; i < size; i++) {
      if (values[i] < EntryColumns.UNKNOWN_TIME || values[i] > 999_999_999) {
        throw new MalformedDataException("nanoseconds: " + values[i] + " are more than a second");
      }
    }
  }

  private long[] fitting(long[] values) {
    return values.length < size ? new long[Math.max(size, 128)] : values;
  }

  private void unpack(byte[] listing) {
    if (listing.length == 0) {
      throw new MalformedDataException("a listing is not empty");
    }
    int format = listing[0];
    firstFormat = format < ListingCodec.COMPRESSED || format > ListingCodec.WITH_DICTIONARY;
    if (firstFormat) {
      long length = Zstd.getFrameContentSize(listing);
      if (length < 0 || length > MAX_DECODED_BYTES) {
        throw new MalformedDataException("a listing is a zstd frame of known, moderate size");
      }
      in =
          new ByteSource(
              decompress(DECOMPRESS_FIRST_FORMAT, listing, 0, listing.length, (int) length));
      noise = new ByteSource(new byte[0]);
      return;
    }
    ByteSource packed = new ByteSource(listing);
    packed.octet();
    int length = packed.count(MAX_DECODED_BYTES, "length of a listing");
    int bodyLength = packed.count(listing.length, "length of what is compressed");
    if (bodyLength > packed.left()) {
      throw new MalformedDataException("a listing is shorter than what is compressed in it");
    }
    int body = listing.length - packed.left();
    if (format == ListingCodec.AS_IT_IS) {
      if (bodyLength != length) {
        throw new MalformedDataException("a listing has two lengths");
      }
      in = new ByteSource(packed.bytes(length));
    } else {
      Lent<ZstdDecompressCtx> contexts =
          format == ListingCodec.WITH_DICTIONARY ? DECOMPRESS_SHORT : DECOMPRESS;
      in = new ByteSource(decompress(contexts, listing, body, bodyLength, length));
      packed.bytes(bodyLength);
    }
    noise = new ByteSource(packed.bytes(packed.left()));
  }

  private static byte[] decompress(
      Lent<ZstdDecompressCtx> contexts, byte[] source, int offset, int length, int decodedLength) {
    byte[] decoded = new byte[decodedLength];
    int size;
    try {
      size =
          contexts.use(
              context ->
                  context.decompressByteArray(decoded, 0, decodedLength, source, offset, length));
    } catch (ZstdException e) {
      throw new MalformedDataException("a listing does not decompress: " + e.getMessage());
    }
    if (size != decodedLength) {
      throw new MalformedDataException("a listing is shorter than it says");
    }
    return decoded;
  }
}
