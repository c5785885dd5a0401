package io.scanfleet.gateway.tree.search;

import io.scanfleet.model.DirectoryKey;
import io.scanfleet.model.entry.ListingCodec;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.zip.CRC32C;

/**
 * Where a search goes on: an entry that has not been looked at yet. Trees are searched in the order
 * they are stored in, by directory key, part and name.
 *
 * @param part of the directory's listings, from 0
 * @param index of the entry in that listing, from 0
 */
record Place(DirectoryKey key, int part, int index) {

  static final Place BEGINNING = new Place(DirectoryKey.ROOT, 0, 0);

  private static final int PLAIN = DirectoryKey.BYTES + 2 * Integer.BYTES;

  Place {
    if (part < 0 || index < 0 || index > ListingCodec.MAX_ENTRIES) {
      throw new IllegalArgumentException("no place: " + part + ", " + index);
    }
  }

  /** Behind a whole listing. */
  static Place after(DirectoryKey key, int part) {
    return new Place(key, part + 1, 0);
  }

  /** How much of all keys comes before it, from 0 to 1: they are evenly spread. */
  double fraction() {
    return (double) (key.high() >>> 11) * 0x1p-53;
  }

  /** For whoever asks for the next page of this tree. */
  String toCursor(long targetKey) {
    ByteBuffer bytes = ByteBuffer.allocate(PLAIN + Integer.BYTES);
    bytes.put(key.toBytes()).putInt(part).putInt(index);
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
    ByteBuffer buffer =
        ByteBuffer.wrap(bytes, DirectoryKey.BYTES, bytes.length - DirectoryKey.BYTES);
    Place place = new Place(DirectoryKey.fromBytes(bytes), buffer.getInt(), buffer.getInt());
    if (buffer.getInt() != checksum(bytes, targetKey)) {
      throw new IllegalArgumentException("not a cursor of this tree");
    }
    return place;
  }

  private static int checksum(byte[] cursor, long targetKey) {
    CRC32C sum = new CRC32C();
    sum.update(cursor, 0, PLAIN);
    sum.update(ByteBuffer.allocate(Long.BYTES).putLong(targetKey).flip());
    return (int) sum.getValue();
  }
}
