package io.scanfleet.gateway.tree.search;

import io.scanfleet.model.DirectoryKey;
import io.scanfleet.model.entry.ListingCodec;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.zip.CRC32C;

/**
 * Where a search goes on: an entry that has not been looked at yet. Trees are searched in the order
 * they are stored in: first the directories that have their entries in their own row, by their key,
 * then the listings of the others, by the directory's key and part.
 *
 * @param table where the entry is stored
 * @param key of the directory
 * @param part of the directory's listings, from 0; what stands in its own row counts as part 0
 * @param index of the entry in its listing, from 0
 */
record Place(Table table, DirectoryKey key, int part, int index) {

  /** What is searched, in this order. */
  enum Table {
    DIRECTORIES,
    LISTINGS
  }

  static final Place BEGINNING = beginning(Table.DIRECTORIES);

  /** How much of a tree mostly lies in the directories' own rows. */
  private static final double IN_DIRECTORIES = 0.97;

  private static final int PLAIN = 1 + DirectoryKey.BYTES + 2 * Integer.BYTES;

  Place {
    if (part < 0 || index < 0 || index > ListingCodec.MAX_ENTRIES) {
      throw new IllegalArgumentException("no place: " + part + ", " + index);
    }
  }

  static Place beginning(Table table) {
    return at(table, DirectoryKey.ROOT);
  }

  /** The first entry with this key. */
  static Place at(Table table, DirectoryKey key) {
    return new Place(table, key, 0, 0);
  }

  /** An entry of a stored listing. */
  static Place in(ListingRow row, int index) {
    return new Place(table(row), row.key(), row.part(), index);
  }

  /** The first entry behind a stored listing. */
  static Place after(ListingRow row) {
    return new Place(table(row), row.key(), row.part() + 1, 0);
  }

  private static Table table(ListingRow row) {
    return row.isOwn() ? Table.DIRECTORIES : Table.LISTINGS;
  }

  /** How much of all keys comes before it, from 0 to 1: they are evenly spread. */
  double fractionOfKeys() {
    return (double) (key.high() >>> 11) * 0x1p-53;
  }

  /** How much of the tree comes before it, from 0 to 1; an estimate. */
  double progress() {
    return table == Table.DIRECTORIES
        ? IN_DIRECTORIES * fractionOfKeys()
        : IN_DIRECTORIES + (1 - IN_DIRECTORIES) * fractionOfKeys();
  }

  /** For whoever asks for the next page of this tree. */
  String toCursor(long targetKey) {
    ByteBuffer bytes = ByteBuffer.allocate(PLAIN + Integer.BYTES);
    bytes.put((byte) (table == Table.DIRECTORIES ? 0 : 1)).put(key.toBytes());
    bytes.putInt(part).putInt(index);
    bytes.putInt(checksum(bytes.array(), targetKey));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
  }

  /**
   * Reads a cursor.
   *
   * @throws IllegalArgumentException if it is none of this tree
   */
  static Place ofCursor(String cursor, long targetKey) {
    byte[] bytes = Base64.getUrlDecoder().decode(cursor);
    if (bytes.length != PLAIN + Integer.BYTES) {
      throw new IllegalArgumentException("not a cursor");
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    if (buffer.getInt(PLAIN) != checksum(bytes, targetKey)) {
      throw new IllegalArgumentException("not a cursor of this tree");
    }
    Table table = buffer.get() == 0 ? Table.DIRECTORIES : Table.LISTINGS;
    return new Place(table, key(buffer), buffer.getInt(), buffer.getInt());
  }

  private static DirectoryKey key(ByteBuffer buffer) {
    return new DirectoryKey(buffer.getLong(), buffer.getLong());
  }

  private static int checksum(byte[] cursor, long targetKey) {
    CRC32C sum = new CRC32C();
    sum.update(cursor, 0, PLAIN);
    sum.update(ByteBuffer.allocate(Long.BYTES).putLong(targetKey).flip());
    return (int) sum.getValue();
  }
}
