package io.scanfleet.gateway.tree.sequence;

import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * Finds the frame number in a name.
 *
 * <p>It is the run of digits directly before the extension, as in {@code name.1001.exr}, {@code
 * name_1001.exr}, {@code name1001.tif} and {@code 1001.exr}, or at the end of a name that has no
 * dot. An extension has ASCII letters, digits, underscores and dashes, one of them a letter. There
 * may be two where the second says how the file is packed ({@code name_1001.bgeo.sc}), or where the
 * number stands between dots ({@code name.1001.left.exr}).
 *
 * <p>A dash before the number is a minus sign at the start of the name and after a dot or an
 * underscore; elsewhere, as in {@code shot-1001.exr}, it separates. There is no frame number
 *
 * <ul>
 *   <li>of more than {@value #MAX_DIGITS} digits,
 *   <li>after a {@code v} that is not the end of a word: {@code comp_v001.nk} is a version, and
 *       where some of them are, the others are not missing,
 *   <li>in a name of nothing else, and in one longer than a file system takes.
 * </ul>
 *
 * One object reads name after name and holds what the last one was. Not thread-safe.
 */
final class FrameName {

  static final int MAX_DIGITS = 18;

  /** Characters of a frame number with its sign. */
  static final int MAX_WIDTH = MAX_DIGITS + 1;

  static final int MAX_NAME = 255;

  private static final int MAX_EXTENSION = 16;

  private static final Set<String> PACKED = Set.of("sc", "gz", "bz2", "xz", "zst", "lz4");

  /** Where the number with its sign begins, which is how long the prefix is. */
  int prefixEnd;

  /** Where the extension begins. */
  int suffixStart;

  /** Where the name ends. */
  int length;

  long frame;

  /** Characters of the number with its sign. */
  int width;

  /** Whether it begins with a zero that is not all of it. */
  boolean zeroPadded;

  /** Reads the name in the first bytes of a buffer; whether it has a frame number. */
  boolean read(byte[] name, int nameLength) {
    length = nameLength;
    if (nameLength == 0 || nameLength > MAX_NAME) {
      return false;
    }
    int dot = lastDot(name, nameLength);
    if (dot < 0) {
      return isDigit(name[nameLength - 1]) && number(name, nameLength) && prefixEnd > 0;
    }
    if (!isExtension(name, dot + 1, nameLength)) {
      return false;
    }
    int inner = lastDot(name, dot);
    if (inner > 0 && isDigit(name[inner - 1]) && isExtension(name, inner + 1, dot)) {
      if (isPacked(name, dot + 1)) {
        return number(name, inner);
      }
      if (!isDigit(name[dot - 1])) {
        return number(name, inner) && (prefixEnd == 0 || name[prefixEnd - 1] == '.');
      }
    }
    return dot > 0 && isDigit(name[dot - 1]) && number(name, dot);
  }

  /** Reads the number that ends before {@code end}, where a digit stands. */
  private boolean number(byte[] name, int end) {
    int start = end;
    while (start > 0 && isDigit(name[start - 1])) {
      start--;
    }
    int digits = end - start;
    if (digits > MAX_DIGITS || isVersion(name, start)) {
      return false;
    }
    long value = 0;
    for (int i = start; i < end; i++) {
      value = value * 10 + (name[i] - '0');
    }
    boolean negative = value != 0 && isSign(name, start - 1);
    frame = negative ? -value : value;
    prefixEnd = negative ? start - 1 : start;
    suffixStart = end;
    width = end - prefixEnd;
    zeroPadded = digits > 1 && name[start] == '0';
    return true;
  }

  private static boolean isSign(byte[] name, int at) {
    return at >= 0 && name[at] == '-' && (at == 0 || name[at - 1] == '.' || name[at - 1] == '_');
  }

  private static boolean isVersion(byte[] name, int start) {
    return start > 0
        && (name[start - 1] == 'v' || name[start - 1] == 'V')
        && (start == 1 || !(isLetter(name[start - 2]) || name[start - 2] < 0));
  }

  private boolean isPacked(byte[] name, int start) {
    return PACKED.contains(new String(name, start, length - start, StandardCharsets.ISO_8859_1));
  }

  private static boolean isExtension(byte[] name, int start, int end) {
    boolean letter = false;
    for (int i = start; i < end; i++) {
      if (isLetter(name[i])) {
        letter = true;
      } else if (!isDigit(name[i]) && name[i] != '_' && name[i] != '-') {
        return false;
      }
    }
    return letter && end - start <= MAX_EXTENSION;
  }

  private static int lastDot(byte[] name, int end) {
    int i = end - 1;
    while (i >= 0 && name[i] != '.') {
      i--;
    }
    return i;
  }

  static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  private static boolean isLetter(byte b) {
    return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z');
  }
}
