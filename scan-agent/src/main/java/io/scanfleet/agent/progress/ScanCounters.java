package io.scanfleet.agent.progress;

import io.scanfleet.agent.tree.TreeBuilder;
import io.scanfleet.agent.tree.UnfinishedDirectory;
import io.scanfleet.model.RawName;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * What one scan has counted. The walk's threads add to it, once for a chunk of entries, and leave
 * word where they are; the ticker reads the sums and only then puts a path together. Thread-safe;
 * sums taken one after the other may differ by what was found in between.
 */
public final class ScanCounters implements TreeBuilder.Progress {

  private record Place(UnfinishedDirectory directory, byte[] fileName) {}

  private final LongAdder files = new LongAdder();
  private final LongAdder directories = new LongAdder();
  private final LongAdder bytes = new LongAdder();
  private final LongAdder errors = new LongAdder();
  private final @Nullable AgentMetrics metrics;
  private volatile @Nullable Place place;

  /**
   * @param metrics learns everything too
   */
  public ScanCounters(AgentMetrics metrics) {
    this.metrics = metrics;
  }

  /** Tells nobody else. */
  public ScanCounters() {
    this.metrics = null;
  }

  @Override
  public void found(long moreFiles, long moreDirectories, long moreBytes, long moreErrors) {
    files.add(moreFiles);
    directories.add(moreDirectories);
    bytes.add(moreBytes);
    errors.add(moreErrors);
    if (metrics != null) {
      metrics.found(moreFiles, moreDirectories, moreBytes, moreErrors);
    }
  }

  @Override
  public void at(UnfinishedDirectory directory, byte[] fileName) {
    place = new Place(directory, fileName);
  }

  long files() {
    return files.sum();
  }

  long bytes() {
    return bytes.sum();
  }

  long errors() {
    return errors.sum();
  }

  /** Directories dealt with, the target's own included. */
  public long directories() {
    return directories.sum();
  }

  /** A file lately found, as a path below the target; null if there was none yet. */
  @Nullable String currentFile() {
    Place here = place;
    return here == null ? null : here.directory().displayPath() + RawName.decode(here.fileName());
  }
}
