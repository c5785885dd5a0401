package io.scanfleet.gateway.tree.sequence;

import io.scanfleet.model.RawName;
import io.scanfleet.model.entry.ByteSink;
import io.scanfleet.model.entry.ByteSource;
import io.scanfleet.model.entry.MalformedDataException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.OptionalLong;

/**
 * Which names belong to a sequence: those of a prefix, a suffix and a padding. That is what a
 * sequence is known by, in the next scan too: two patterns are equal if these three are.
 *
 * <p>The padding is the least number of characters of a frame number, its sign included; a shorter
 * one has zeros before it, a longer one is as long as it is. So every frame has one name. Where a
 * directory has sequences that differ in padding only, an unpadded number could belong to several;
 * which lengths of them are this one's is part of the pattern, and of its {@link #toKey key}, but
 * not of its notation.
 */
public final class SequencePattern implements Comparable<SequencePattern> {

  /** The length of the longest notation that is read. */
  private static final int MAX_NOTATION = 8192;

  private static final int ALL_WIDTHS = (1 << (FrameName.MAX_WIDTH + 1)) - 2;

  private final byte[] prefix;
  private final byte[] suffix;
  private final int padding;

  /** Bit n: whether unpadded numbers of n characters are its own. */
  private final int unpadded;

  private SequencePattern(byte[] prefix, byte[] suffix, int padding, int unpadded) {
    this.prefix = prefix;
    this.suffix = suffix;
    this.padding = padding;
    this.unpadded = unpadded;
  }

  /** A pattern of what was found in names, which need not be looked at again. */
  static SequencePattern found(byte[] prefix, byte[] suffix, int padding, int unpadded) {
    return new SequencePattern(prefix, suffix, padding, unpadded);
  }

  /**
   * A pattern of its three parts.
   *
   * @param padding 1 to 19
   * @throws IllegalArgumentException if no such sequence is ever found
   */
  public static SequencePattern of(byte[] prefix, byte[] suffix, int padding) {
    return checked(prefix.clone(), suffix.clone(), padding, unpaddedFrom(padding), 1);
  }

  /**
   * Reads a notation such as {@code name.1001-1240#.exr}, or {@code name.#.exr}. Its frames do not
   * matter. If the prefix ends in what could be frames, as in {@code take1,5-8#.exr}, they are
   * taken for frames; a key says which is meant.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static SequencePattern ofNotation(byte[] notation) {
    int end = notation.length;
    while (end > 0 && !isPadding(notation[end - 1])) {
      end--;
    }
    int start = end;
    long padding = 0;
    while (start > 0 && isPadding(notation[start - 1])) {
      start--;
      padding += notation[start] == '#' ? 4 : 1;
    }
    if (padding == 0 || padding > FrameName.MAX_WIDTH || notation.length > MAX_NOTATION) {
      throw new IllegalArgumentException(
          "a sequence is written like name.1001-1240#.exr, with a # for four digits or a @ for"
              + " each");
    }
    byte[] suffix = Arrays.copyOfRange(notation, end, notation.length);
    int unpadded = unpaddedFrom((int) padding);
    int from = start;
    while (from > 0 && FrameText.isPart(notation[from - 1])) {
      from--;
    }
    for (; from < start; from++) {
      OptionalLong first = FrameText.first(notation, from, start);
      if (first.isPresent()) {
        var pattern =
            new SequencePattern(Arrays.copyOf(notation, from), suffix, (int) padding, unpadded);
        if (pattern.isNaturally(first.getAsLong())) {
          return pattern;
        }
      }
    }
    return checked(Arrays.copyOf(notation, start), suffix, (int) padding, unpadded, 1);
  }

  /**
   * Reads what {@link #toKey} wrote.
   *
   * @throws IllegalArgumentException if it is no key
   */
  public static SequencePattern ofKey(String key) {
    try {
      ByteSource in = new ByteSource(Base64.getUrlDecoder().decode(key));
      int padding = in.count(FrameName.MAX_WIDTH, "padding");
      int unpadded = in.count(ALL_WIDTHS, "widths");
      byte[] prefix = in.block();
      byte[] suffix = in.block();
      in.end();
      return checked(prefix, suffix, padding, unpadded & unpaddedFrom(padding), 1);
    } catch (MalformedDataException e) {
      throw new IllegalArgumentException("not the key of a sequence", e);
    }
  }

  private static SequencePattern checked(
      byte[] prefix, byte[] suffix, int padding, int unpadded, long frame) {
    var pattern = new SequencePattern(prefix, suffix, padding, unpadded);
    boolean signed = padding == FrameName.MAX_WIDTH;
    if (padding < 1
        || padding > FrameName.MAX_WIDTH
        || !pattern.isNaturally(signed ? -frame : frame)) {
      throw new IllegalArgumentException(
          "files '"
              + RawName.decode(prefix)
              + "', a number of "
              + padding
              + " digits, '"
              + RawName.decode(suffix)
              + "' are no sequence");
    }
    return pattern;
  }

  /** Whether in the name of this frame the number is found where this pattern has it. */
  private boolean isNaturally(long frame) {
    byte[] name = nameOf(frame);
    FrameName read = new FrameName();
    return read.read(name, name.length) && isAround(name, read) && read.frame == frame;
  }

  private static int unpaddedFrom(int padding) {
    return ALL_WIDTHS & -(1 << padding);
  }

  private static boolean isPadding(byte b) {
    return b == '#' || b == '@';
  }

  public byte[] prefix() {
    return prefix.clone();
  }

  public byte[] suffix() {
    return suffix.clone();
  }

  /** The least number of characters of a frame number, 1 to 19. */
  public int padding() {
    return padding;
  }

  /** Which frame of the sequence a file is, by its name; empty if it does not belong to it. */
  public OptionalLong frameOf(byte[] name) {
    FrameName read = new FrameName();
    return read.read(name, name.length) && isAround(name, read) && owns(read)
        ? OptionalLong.of(read.frame)
        : OptionalLong.empty();
  }

  /** The name of a frame. */
  public byte[] nameOf(long frame) {
    byte[] digits = Long.toString(Math.abs(frame)).getBytes(StandardCharsets.US_ASCII);
    int sign = frame < 0 ? 1 : 0;
    int width = Math.max(padding, digits.length + sign);
    byte[] name = Arrays.copyOf(prefix, prefix.length + width + suffix.length);
    Arrays.fill(name, prefix.length, prefix.length + width, (byte) '0');
    if (frame < 0) {
      name[prefix.length] = '-';
    }
    System.arraycopy(digits, 0, name, prefix.length + width - digits.length, digits.length);
    System.arraycopy(suffix, 0, name, prefix.length + width, suffix.length);
    return name;
  }

  /** A short text from which {@link #ofKey} makes this pattern again, in any directory or scan. */
  public String toKey() {
    ByteSink out = new ByteSink(prefix.length + suffix.length + 8);
    out.varint(padding);
    out.varint(unpadded);
    out.block(prefix);
    out.block(suffix);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(out.toBytes());
  }

  /** The sequence as fileseq writes it, with these frames. */
  RawName notation(String frames) {
    String digits = padding % 4 == 0 ? "#".repeat(padding / 4) : "@".repeat(padding);
    byte[] middle = (frames + digits).getBytes(StandardCharsets.US_ASCII);
    byte[] whole = Arrays.copyOf(prefix, prefix.length + middle.length + suffix.length);
    System.arraycopy(middle, 0, whole, prefix.length, middle.length);
    System.arraycopy(suffix, 0, whole, prefix.length + middle.length, suffix.length);
    return RawName.of(whole);
  }

  /** Whether a name that was read has this prefix and this suffix. */
  private boolean isAround(byte[] name, FrameName read) {
    return Arrays.equals(name, 0, read.prefixEnd, prefix, 0, prefix.length)
        && Arrays.equals(name, read.suffixStart, read.length, suffix, 0, suffix.length);
  }

  /** Whether the number of a name with this prefix and this suffix is written as it has to be. */
  boolean owns(FrameName read) {
    return read.zeroPadded ? read.width == padding : (unpadded & (1 << read.width)) != 0;
  }

  /** The same for all paddings. */
  SequencePattern family() {
    return new SequencePattern(prefix, suffix, 1, ALL_WIDTHS);
  }

  @Override
  public int compareTo(SequencePattern other) {
    int byPrefix = Arrays.compareUnsigned(prefix, other.prefix);
    if (byPrefix != 0) {
      return byPrefix;
    }
    int bySuffix = Arrays.compareUnsigned(suffix, other.suffix);
    return bySuffix != 0 ? bySuffix : Integer.compare(padding, other.padding);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SequencePattern pattern && compareTo(pattern) == 0;
  }

  @Override
  public int hashCode() {
    return (Arrays.hashCode(prefix) * 31 + Arrays.hashCode(suffix)) * 31 + padding;
  }

  /** The notation without frames, as text for people. */
  @Override
  public String toString() {
    return notation("").toString();
  }
}
