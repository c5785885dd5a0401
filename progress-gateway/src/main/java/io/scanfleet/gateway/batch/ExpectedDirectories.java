package io.scanfleet.gateway.batch;

import io.scanfleet.model.DirectoryKey;
import io.scanfleet.model.message.AgentCommand.ExpectedDirectory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Picks the directories of a stored tree that say most about where its files are, for an agent to
 * compare its next scan with. The biggest directory known is opened and those in it become known,
 * until there are enough or the rest is small. Thread-safe.
 */
@Repository
public class ExpectedDirectories {

  private static final int MOST = 200;

  /** So that starting a batch of a thousand targets does not take a thousand times as long. */
  private static final int MOST_IN_BATCH = 2_000;

  /** A directory with less than this part of all files is not worth telling. */
  private static final int SMALLEST_PART = 500;

  private final JdbcClient jdbc;

  ExpectedDirectories(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * The biggest directories, each after its parent; none if the tree is not there any more.
   *
   * @param targets how many targets of the batch share what may be told
   */
  public List<ExpectedDirectory> of(ScanRepository.LastScan scan, int targets) {
    int most = Math.min(MOST, MOST_IN_BATCH / targets);
    List<ExpectedDirectory> chosen = new ArrayList<>();
    PriorityQueue<ExpectedDirectory> unopened =
        new PriorityQueue<>(Comparator.comparingLong(ExpectedDirectory::files).reversed());
    unopened.add(new ExpectedDirectory(DirectoryKey.ROOT, DirectoryKey.ROOT, scan.files()));
    long smallest = 1 + scan.files() / SMALLEST_PART;
    while (chosen.size() < most && !unopened.isEmpty()) {
      List<ExpectedDirectory> children =
          biggestIn(unopened.remove().key(), scan.key(), smallest, most - chosen.size());
      chosen.addAll(children);
      unopened.addAll(children);
    }
    return chosen;
  }

  private List<ExpectedDirectory> biggestIn(
      DirectoryKey parent, long target, long smallest, int limit) {
    return jdbc.sql(
            """
            select dir_key, files from directory
            where target_key = :target and parent_key = :parent and dir_key <> :parent
              and files >= :smallest
            order by files desc limit :limit
            """)
        .param("target", target)
        .param("parent", parent.toBytes())
        .param("smallest", smallest)
        .param("limit", limit)
        .query(
            (row, n) ->
                new ExpectedDirectory(
                    DirectoryKey.fromBytes(row.getBytes("dir_key")), parent, row.getLong("files")))
        .list();
  }
}
