import java.util.Arrays;
import java.util.List;

/** Numbers of the same kind, and what is said of them. */
final class Figures {

  private Figures() {}

  /** The one in the middle, or the upper of the two. */
  static double median(List<Double> values) {
    return percentile(values, 50);
  }

  static double most(List<Double> values) {
    return percentile(values, 100);
  }

  /** The least value that so many in a hundred do not exceed. */
  static double percentile(List<Double> values, int percent) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
    if (sorted.length == 0) {
      throw new BenchException("nothing was measured");
    }
    Arrays.sort(sorted);
    int rank = (int) Math.ceil(percent / 100.0 * sorted.length);
    return sorted[Math.max(0, Math.min(sorted.length - 1, rank - 1))];
  }

  static String whole(double value) {
    return "%,.0f".formatted(value);
  }

  static String tenths(double value) {
    return "%,.1f".formatted(value);
  }

  static String percent(double share) {
    return "%.1f".formatted(100 * share);
  }
}
