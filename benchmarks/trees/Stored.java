import java.util.List;

/**
 * Trees that a gateway has stored, and what that took. The first tree only warms it up; figures are
 * of the others.
 *
 * @param batch the last of them
 * @param path where it lies
 * @param files of one, not counting directories
 * @param entries of one, counting them
 * @param seconds from the tree before being completed to its own, of each
 * @param cpuSeconds of the gateway in that time, of each
 * @param serverCpuSeconds of the database server in that time, of each
 * @param firstSeconds of the first tree, from the gateway's being ready
 * @param pageBytes of one, as they lay in the queue
 * @param trees all, with the first
 * @param places directories of it
 */
record Stored(
    String batch,
    String path,
    long files,
    long entries,
    List<Double> seconds,
    List<Double> cpuSeconds,
    List<Double> serverCpuSeconds,
    double firstSeconds,
    long pageBytes,
    int trees,
    long peakRssBytes,
    List<Sample.Place> places) {

  /**
   * The mean of some values. Several pages are stored at once, so one tree begins before the other ends: only all of
   * them together tell how fast they are.
   */
  static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }
}
