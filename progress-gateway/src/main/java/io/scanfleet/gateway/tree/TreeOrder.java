package io.scanfleet.gateway.tree;

import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How entries are ordered, and where a page of them begins. Entries that lack the value come last
 * whichever the direction; equal ones are ordered by name, so the order is total and a cursor,
 * which holds the last entry's value and name, means the same place however the tree has grown.
 */
public record TreeOrder(Sort sort, boolean descending) {

  /** What entries are ordered by. */
  public enum Sort {
    NAME,
    SIZE,
    FILES,
    MTIME;

    public static Sort of(String text) {
      return valueOf(text.toUpperCase(Locale.ROOT));
    }
  }

  /**
   * A place in the order.
   *
   * @param value what it is ordered by; null if unknown, or if ordered by name
   */
  public record Place(@Nullable Double value, byte[] name) {

    public String toCursor() {
      String text = (value == null ? "" : value.toString()) + "/";
      byte[] head = text.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
      byte[] whole = Arrays.copyOf(head, head.length + name.length);
      System.arraycopy(name, 0, whole, head.length, name.length);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(whole);
    }

    /**
     * Reads a cursor.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static Place ofCursor(String cursor) {
      byte[] whole = Base64.getUrlDecoder().decode(cursor);
      int slash = 0;
      while (slash < whole.length && whole[slash] != '/') {
        slash++;
      }
      if (slash == whole.length) {
        throw new IllegalArgumentException("not a cursor");
      }
      String value = new String(whole, 0, slash, java.nio.charset.StandardCharsets.US_ASCII);
      return new Place(
          value.isEmpty() ? null : Double.valueOf(value),
          Arrays.copyOfRange(whole, slash + 1, whole.length));
    }
  }

  public Comparator<Place> comparator() {
    Comparator<byte[]> names = Arrays::compareUnsigned;
    if (sort == Sort.NAME) {
      Comparator<byte[]> ordered = descending ? names.reversed() : names;
      return (a, b) -> ordered.compare(a.name(), b.name());
    }
    return (a, b) -> {
      Double x = a.value();
      Double y = b.value();
      int byValue;
      if (x == null || y == null) {
        byValue = x == null ? (y == null ? 0 : 1) : -1;
      } else {
        byValue = descending ? y.compareTo(x) : x.compareTo(y);
      }
      return byValue != 0 ? byValue : names.compare(a.name(), b.name());
    };
  }
}
