package io.scanfleet.agent.terminal;

import io.scanfleet.agent.tree.TreeSink;
import io.scanfleet.agent.tree.UnfinishedDirectory;
import io.scanfleet.model.RawName;
import io.scanfleet.model.Totals;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Keeps of a tree what a summary tells: the biggest directories and the first things that could not
 * be read. A directory counts with its own files, not with those below it; otherwise the biggest
 * would always be the ancestors of the biggest. Thread-safe; its memory does not grow with the
 * tree.
 */
final class ScanSummary implements TreeSink {

  private static final int UNREADABLE_KEPT = 100;

  /**
   * A directory with what lies directly in it.
   *
   * @param path below the one that was scanned; "." for that itself
   */
  record Big(String path, long files, long bytes) {}

  /** Something that could not be read, and why. */
  record Unreadable(String path, String reason) {}

  private final int top;
  private final PriorityQueue<Big> biggest =
      new PriorityQueue<>(Comparator.comparingLong(Big::bytes));
  private final List<Unreadable> unreadable = new ArrayList<>();
  private volatile long smallestKept = -1;

  /**
   * @param top how many of the biggest directories are kept
   */
  ScanSummary(int top) {
    this.top = top;
  }

  @Override
  public void finished(UnfinishedDirectory directory, Totals totals, long digest) {
    long bytes = directory.ownBytes();
    if (bytes == 0 || bytes <= smallestKept || top == 0) {
      return;
    }
    keep(new Big(path(directory), directory.ownFiles(), bytes));
  }

  private synchronized void keep(Big directory) {
    biggest.add(directory);
    if (biggest.size() > top) {
      biggest.poll();
      Big smallest = biggest.peek();
      smallestKept = smallest == null ? -1 : smallest.bytes();
    }
  }

  @Override
  public synchronized void unreadable(
      UnfinishedDirectory directory, byte @Nullable [] name, String reason) {
    if (unreadable.size() < UNREADABLE_KEPT) {
      String path = directory.displayPath();
      unreadable.add(
          new Unreadable(name == null ? path(directory) : path + RawName.decode(name), reason));
    }
  }

  private static String path(UnfinishedDirectory directory) {
    String path = directory.displayPath();
    return path.isEmpty() ? "." : path.substring(0, path.length() - 1);
  }

  /** The biggest first. */
  synchronized List<Big> biggest() {
    List<Big> list = new ArrayList<>(biggest);
    list.sort(Comparator.comparingLong(Big::bytes).reversed().thenComparing(Big::path));
    return list;
  }

  /** The first {@value #UNREADABLE_KEPT}. */
  synchronized List<Unreadable> unreadable() {
    return List.copyOf(unreadable);
  }
}
