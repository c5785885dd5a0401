package io.scanfleet.agent.tree;

import io.scanfleet.model.DirectoryKey;
import io.scanfleet.model.message.AgentCommand;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * A directory as the last scan knew it, with the biggest of those in it: what a walk compares
 * itself with to tell how much is left.
 *
 * <p>What is left of a directory that is being read is what it had then, less what it has shown by
 * now; nothing is left of one that is finished, whatever it had then. So every directory that has
 * grown, shrunk, appeared or vanished since corrects the total as soon as it is known. Thread-safe:
 * the walk's threads count, the ticker asks.
 */
public final class ExpectedDirectory {

  private final long files;
  private final Map<DirectoryKey, ExpectedDirectory> children = new HashMap<>();
  private final LongAdder found = new LongAdder();
  private long filesOfChildren;
  private volatile boolean finished;

  private ExpectedDirectory(long files) {
    this.files = files;
  }

  /**
   * The target of a scan.
   *
   * @param files how many the last scan found
   * @param biggest its biggest directories, each after its parent
   */
  public static ExpectedDirectory target(long files, List<AgentCommand.ExpectedDirectory> biggest) {
    ExpectedDirectory root = new ExpectedDirectory(files);
    Map<DirectoryKey, ExpectedDirectory> known = new HashMap<>();
    known.put(DirectoryKey.ROOT, root);
    for (AgentCommand.ExpectedDirectory each : biggest) {
      ExpectedDirectory parent = known.get(each.parent());
      if (parent != null && !known.containsKey(each.key())) {
        ExpectedDirectory directory = new ExpectedDirectory(each.files());
        parent.children.put(each.key(), directory);
        parent.filesOfChildren += each.files();
        known.put(each.key(), directory);
      }
    }
    return root;
  }

  boolean hasChildren() {
    return !children.isEmpty();
  }

  @Nullable ExpectedDirectory child(DirectoryKey key) {
    return children.get(key);
  }

  /** More files were found in it, not in any of its children. */
  public void found(long more) {
    found.add(more);
  }

  /** Everything below it has been read. */
  public void finish() {
    finished = true;
  }

  /**
   * How many files there will be below it: what was found where reading is over, and elsewhere what
   * was expected, unless more was found. While a scan finds what was expected the answer is always
   * the same, since no two counts that change are compared.
   */
  public long total() {
    return total(false);
  }

  private long total(boolean over) {
    long here = found.sum();
    boolean done = over || finished;
    long total = done ? here : Math.max(here, files - filesOfChildren);
    for (ExpectedDirectory child : children.values()) {
      total += child.total(done);
    }
    return total;
  }

  /** Whether all that was expected has been found and more, with reading not yet over. */
  public boolean isPassed() {
    return left() == 0 && unexpected() > 0;
  }

  /** How many of the expected files are still to come. */
  long left() {
    if (finished) {
      return 0;
    }
    long left = Math.max(0, files - filesOfChildren - found.sum());
    for (ExpectedDirectory child : children.values()) {
      left += child.left();
    }
    return left;
  }

  /** How many files have been found more than were expected where reading still goes on. */
  long unexpected() {
    if (finished) {
      return 0;
    }
    long unexpected = Math.max(0, found.sum() - Math.max(0, files - filesOfChildren));
    for (ExpectedDirectory child : children.values()) {
      unexpected += child.unexpected();
    }
    return unexpected;
  }
}
