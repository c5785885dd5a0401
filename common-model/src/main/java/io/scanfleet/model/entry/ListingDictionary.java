package io.scanfleet.model.entry;

import com.github.luben.zstd.ZstdDictCompress;
import com.github.luben.zstd.ZstdDictDecompress;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * What the columns of small directories mostly look like: 4 KiB that both sides of the compression
 * begin with, so that a directory of a few files takes a quarter less. It was trained (zstd's
 * {@code ZDICT}) with the listings of a Debian system's {@code /usr} and {@code /etc}.
 *
 * <p>Stored listings are only read with this very file: it is never changed. A better one would get
 * a format of its own.
 */
final class ListingDictionary {

  /** Of the compression, with and without it. */
  static final int LEVEL = 3;

  private static final byte[] BYTES = read();

  static final ZstdDictCompress COMPRESS = new ZstdDictCompress(BYTES, LEVEL);
  static final ZstdDictDecompress DECOMPRESS = new ZstdDictDecompress(BYTES);

  private ListingDictionary() {}

  private static byte[] read() {
    try (InputStream in = ListingDictionary.class.getResourceAsStream("listing.zdict")) {
      if (in == null) {
        throw new IllegalStateException("listing.zdict is missing in the jar");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
