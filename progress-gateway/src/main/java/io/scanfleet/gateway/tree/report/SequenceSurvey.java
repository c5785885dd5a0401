package io.scanfleet.gateway.tree.report;

import io.scanfleet.gateway.tree.DirectoryRows;
import io.scanfleet.gateway.tree.sequence.FrameList;
import io.scanfleet.gateway.tree.sequence.Sequence;
import io.scanfleet.gateway.tree.sequence.SequenceCollector;
import io.scanfleet.gateway.tree.sequence.Sequences;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Predicate;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Service;

/**
 * Finds the image sequences of a tree that stand out, when somebody asks.
 *
 * <p>Directories are opened in the order of what lies directly in them, the largest first. No
 * sequence is larger than all files of its directory: when the next directory has no more than the
 * smallest of the sequences that are to be told, these are the largest of the whole tree, mostly
 * after few directories. What is broken can lie anywhere, so for that the search goes on to the
 * bound, which is {@value #MOST_DIRECTORIES} directories or {@value #MOST_FILES} files.
 *
 * <p>Held are the best sequences and those of one directory at a time. Thread-safe.
 */
@Service
class SequenceSurvey {

  static final int MOST_DIRECTORIES = 2_000;
  static final long MOST_FILES = 5_000_000;

  private final LargestDirectoryRows largest;
  private final DirectoryRows directories;
  private final int mostDirectories;
  private final long mostFiles;

  @Autowired
  SequenceSurvey(LargestDirectoryRows largest, DirectoryRows directories) {
    this(largest, directories, MOST_DIRECTORIES, MOST_FILES);
  }

  /**
   * @param mostDirectories how many directories to open at most
   * @param mostFiles how many files they may have together; the first may have any number
   */
  SequenceSurvey(
      LargestDirectoryRows largest,
      DirectoryRows directories,
      int mostDirectories,
      long mostFiles) {
    this.largest = largest;
    this.directories = directories;
    this.mostDirectories = mostDirectories;
    this.mostFiles = mostFiles;
  }

  /**
   * A sequence and where it lies.
   *
   * @param found how many were found before it; among equals the first come first, so that the same
   *     tree has the same report
   */
  record Placed(LargestDirectoryRows.Row directory, Sequence sequence, long found) {

    private static final Comparator<Placed> LARGEST_FIRST =
        Comparator.<Placed>comparingLong(placed -> placed.sequence().bytes())
            .reversed()
            .thenComparingLong(Placed::found);

    private static final Comparator<Placed> MOST_MISSING_FIRST =
        Comparator.<Placed>comparingLong(placed -> placed.sequence().missing().count())
            .thenComparingLong(Placed::unusual)
            .reversed()
            .thenComparing(LARGEST_FIRST);

    private boolean isIncomplete() {
      return sequence.missing().count() > 0 || unusual() > 0;
    }

    /** How many frames are empty or of odd size. */
    private long unusual() {
      FrameList odd = sequence.oddSized();
      return sequence.zeroByte().count() + (odd == null ? 0 : odd.count());
    }
  }

  /**
   * What was found.
   *
   * @param best the best first
   * @param complete whether there is no better one in all that is stored of the tree
   */
  record Surveyed(List<Placed> best, boolean complete) {}

  /** The largest sequences of a tree. */
  Surveyed largest(long targetKey, int limit) {
    Survey survey = new Survey(Placed.LARGEST_FIRST, limit, placed -> true, true);
    return survey.run(targetKey);
  }

  /**
   * The sequences of which frames are missing, empty or of odd size; those with most missing first.
   */
  Surveyed incomplete(long targetKey, int limit) {
    Survey survey = new Survey(Placed.MOST_MISSING_FIRST, limit, Placed::isIncomplete, false);
    return survey.run(targetKey);
  }

  private final class Survey {

    private final Comparator<Placed> bestFirst;
    private final int limit;
    private final Predicate<Placed> wanted;
    private final boolean bySize;
    private final PriorityQueue<Placed> worstFirst;
    private long found;

    /**
     * @param bySize whether larger is better, so that the search may end early
     */
    Survey(Comparator<Placed> bestFirst, int limit, Predicate<Placed> wanted, boolean bySize) {
      this.bestFirst = bestFirst;
      this.limit = limit;
      this.wanted = wanted;
      this.bySize = bySize;
      this.worstFirst = new PriorityQueue<>(bestFirst.reversed());
    }

    Surveyed run(long targetKey) {
      boolean complete = !largest.hasUnknown(targetKey);
      long files = 0;
      int opened = 0;
      for (LargestDirectoryRows.Row row : largest.largest(targetKey, mostDirectories + 1)) {
        if (bySize && noneIsLargerIn(row)) {
          break;
        }
        files += row.ownFiles();
        if (opened == mostDirectories || (opened > 0 && files > mostFiles)) {
          complete = false;
          break;
        }
        opened++;
        complete &= open(targetKey, row);
      }
      return new Surveyed(worstFirst.stream().sorted(bestFirst).toList(), complete);
    }

    private boolean noneIsLargerIn(LargestDirectoryRows.Row next) {
      Placed smallest = worstFirst.peek();
      return worstFirst.size() == limit
          && smallest != null
          && next.ownBytes() <= smallest.sequence().bytes();
    }

    /** Takes the sequences of a directory; tells whether these are all that it has. */
    private boolean open(long targetKey, LargestDirectoryRows.Row row) {
      SequenceCollector collector = new SequenceCollector();
      directories.find(targetKey, row.key()).listings(collector::add);
      Sequences sequences = collector.finish();
      for (Sequence sequence : sequences.all()) {
        Placed placed = new Placed(row, sequence, found++);
        if (wanted.test(placed)) {
          worstFirst.add(placed);
          if (worstFirst.size() > limit) {
            worstFirst.remove();
          }
        }
      }
      return sequences.complete();
    }
  }
}
