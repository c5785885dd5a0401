package io.scanfleet.gateway.tree.export;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** How a body is compressed on its way. In the order of what is preferred among equals. */
enum ContentCoding {
  ZSTD,
  GZIP,
  IDENTITY;

  private static final int ZSTD_LEVEL = 3;
  private static final int GZIP_BUFFER = 1 << 16;

  /** The name in {@code Content-Encoding}. */
  String token() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * What the client likes best, by RFC 9110, section 12.5.3; empty if it refuses all, which it must
   * say. A malformed part counts for nothing.
   *
   * @param accepted the values of {@code Accept-Encoding}; none if it was not there
   */
  static Optional<ContentCoding> negotiate(List<String> accepted) {
    Map<String, Double> weights = new HashMap<>();
    for (String value : accepted) {
      for (String part : value.split(",", -1)) {
        weigh(part, weights);
      }
    }
    // One that is not named is liked less than any that is, if it is tolerated at all.
    double others = weights.getOrDefault("*", 0.0);
    List<ContentCoding> order = new ArrayList<>(List.of(values()));
    Map<ContentCoding, Double> liked = new HashMap<>();
    for (ContentCoding coding : order) {
      Double named = weights.get(coding.token());
      if (named == null && coding == GZIP) {
        named = weights.get("x-gzip");
      }
      if (named != null) {
        liked.put(coding, named);
      } else if (coding != IDENTITY || weights.containsKey("*")) {
        liked.put(coding, others);
      } else {
        liked.put(coding, Double.MIN_VALUE);
      }
    }
    return order.stream()
        .filter(coding -> weightOf(coding, liked) > 0)
        .max(
            (a, b) -> {
              int byWeight = Double.compare(weightOf(a, liked), weightOf(b, liked));
              return byWeight != 0 ? byWeight : b.compareTo(a);
            });
  }

  private static double weightOf(ContentCoding coding, Map<ContentCoding, Double> liked) {
    return liked.getOrDefault(coding, 0.0);
  }

  private static void weigh(String part, Map<String, Double> weights) {
    String[] pieces = part.split(";", -1);
    String token = pieces[0].strip().toLowerCase(Locale.ROOT);
    double weight = 1;
    for (int i = 1; i < pieces.length; i++) {
      String parameter = pieces[i].strip().toLowerCase(Locale.ROOT);
      if (parameter.startsWith("q=")) {
        String q = parameter.substring(2).strip();
        if (!q.matches("0(\\.\\d{0,3})?|1(\\.0{0,3})?")) {
          return;
        }
        weight = Double.parseDouble(q);
      }
    }
    if (!token.isEmpty()) {
      weights.put(token, weight);
    }
  }

  /** Compresses what is written; to be closed, which frees memory outside of the heap. */
  OutputStream over(OutputStream out) throws IOException {
    return switch (this) {
      case IDENTITY -> out;
      case GZIP -> new QuickGzip(out);
      case ZSTD -> new ZstdOutputStreamNoFinalizer(out, ZSTD_LEVEL);
    };
  }

  /** Names and numbers repeat themselves so much that more effort only takes longer. */
  private static final class QuickGzip extends GZIPOutputStream {
    QuickGzip(OutputStream out) throws IOException {
      super(out, GZIP_BUFFER);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
