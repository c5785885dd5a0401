package io.scanfleet.model.entry;

import java.util.Arrays;

/**
 * One attribute of all entries of a listing, as bytes.
 *
 * <p>Each column says how it is written, whichever takes the fewest bytes before compression:
 *
 * <ul>
 *   <li>one value for all, as most columns are in most directories;
 *   <li>differences from the entry before, as variable-length integers: inode numbers, times of
 *       rendering;
 *   <li>what each is more than the least, likewise: numbers of very different sizes;
 *   <li>the same in byte planes, all lowest bytes first, then all second-lowest, and so on: sizes
 *       of frames, nanoseconds. A plane that looks like noise is not compressed but kept apart, for
 *       among other bytes it would spoil their compression too.
 * </ul>
 *
 * <p>Not thread-safe.
 */
final class NumberColumn {

  private static final int CONSTANT = 0;
  private static final int DIFFERENCES = 1;
  private static final int OFFSETS = 2;
  private static final int PLANES = 3;

  /** With fewer entries noise and structure cannot be told apart. */
  private static final int FEWEST_FOR_NOISE = 48;

  private NumberColumn() {}

  /**
   * Writes the first {@code n} values.
   *
   * @param noise takes planes that are not to be compressed
   */
  static void write(long[] values, int n, ByteSink out, ByteSink noise) {
    long least = Long.MAX_VALUE;
    long most = Long.MIN_VALUE;
    long previous = 0;
    int differences = 0;
    for (int i = 0; i < n; i++) {
      long value = values[i];
      least = Math.min(least, value);
      most = Math.max(most, value);
      differences += length(zigzag(value - previous));
      previous = value;
    }
    if (least == most || n == 0) {
      out.octet(CONSTANT);
      out.signed(n == 0 ? 0 : least);
      return;
    }
    int width = (Long.SIZE - Long.numberOfLeadingZeros(most - least) + 7) / 8;
    int planes = n * width + 2;
    int offsets = 0;
    for (int i = 0; i < n && offsets <= planes; i++) {
      offsets += length(values[i] - least);
    }
    // Where they take about as much, differences are more alike than what they are of.
    if (differences <= Math.min(planes, offsets) + n / 16 + 2) {
      out.octet(DIFFERENCES);
      previous = 0;
      for (int i = 0; i < n; i++) {
        out.signed(values[i] - previous);
        previous = values[i];
      }
    } else if (offsets <= planes) {
      out.octet(OFFSETS);
      out.signed(least);
      for (int i = 0; i < n; i++) {
        out.varint(values[i] - least);
      }
    } else {
      out.octet(PLANES);
      out.signed(least);
      out.octet(width);
      byte[] plane = new byte[n];
      for (int p = 0; p < width; p++) {
        for (int i = 0; i < n; i++) {
          plane[i] = (byte) ((values[i] - least) >>> (8 * p));
        }
        boolean apart = isNoise(plane, n);
        out.octet(apart ? 1 : 0);
        (apart ? noise : out).bytes(plane, 0, n);
      }
    }
  }

  /** Reads {@code n} values into an array of at least that size. */
  static void read(ByteSource in, ByteSource noise, int n, long[] values) {
    switch (in.octet()) {
      case CONSTANT -> Arrays.fill(values, 0, n, in.signed());
      case DIFFERENCES -> readDifferences(in, n, values);
      case OFFSETS -> {
        long least = in.signed();
        for (int i = 0; i < n; i++) {
          values[i] = least + in.varint();
        }
      }
      case PLANES -> {
        Arrays.fill(values, 0, n, in.signed());
        int width = in.count(Long.BYTES, "width");
        for (int p = 0; p < width; p++) {
          (in.octet() == 1 ? noise : in).plane(values, n, 8 * p);
        }
      }
      default -> throw new MalformedDataException("a column is written in an unknown way");
    }
  }

  /** How all columns were written at first. */
  static void readDifferences(ByteSource in, int n, long[] values) {
    long previous = 0;
    for (int i = 0; i < n; i++) {
      previous += in.signed();
      values[i] = previous;
    }
  }

  /** Whether nearly as many different bytes occur as would by chance. */
  private static boolean isNoise(byte[] plane, int n) {
    if (n < FEWEST_FOR_NOISE) {
      return false;
    }
    boolean[] seen = new boolean[256];
    int distinct = 0;
    for (int i = 0; i < n; i++) {
      int value = plane[i] & 0xFF;
      if (!seen[value]) {
        seen[value] = true;
        distinct++;
      }
    }
    return distinct > 0.8 * 256 * (1 - Math.pow(255 / 256.0, n));
  }

  private static long zigzag(long value) {
    return (value << 1) ^ (value >> 63);
  }

  /** How many bytes a variable-length integer takes. */
  private static int length(long value) {
    return Math.max(1, (Long.SIZE - Long.numberOfLeadingZeros(value) + 6) / 7);
  }
}
