package io.scanfleet.gateway.batch;

import io.scanfleet.model.DirectoryKey;
import io.scanfleet.model.entry.ListingReader;
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

  /** Well below what databases take in one statement. */
  private static final int KEYS_AT_ONCE = 500;

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
    List<DirectoryKey> keys = directoriesIn(parent, target);
    List<ExpectedDirectory> biggest = new ArrayList<>();
    for (int from = 0; from < keys.size(); from += KEYS_AT_ONCE) {
      List<DirectoryKey> some = keys.subList(from, Math.min(from + KEYS_AT_ONCE, keys.size()));
      biggest.addAll(
          jdbc.sql(
                  """
                  select dir_key, files from directory
                  where target_key = :target and dir_key in (:keys) and files >= :smallest
                  """)
              .param("target", target)
              .param("keys", some.stream().map(DirectoryKey::toBytes).toList())
              .param("smallest", smallest)
              .query(
                  (row, n) ->
                      new ExpectedDirectory(
                          DirectoryKey.fromBytes(row.getBytes("dir_key")),
                          parent,
                          row.getLong("files")))
              .list());
    }
    return biggest.stream()
        .sorted(Comparator.comparingLong(ExpectedDirectory::files).reversed())
        .limit(limit)
        .toList();
  }

  private List<DirectoryKey> directoriesIn(DirectoryKey parent, long target) {
    List<DirectoryKey> keys = new ArrayList<>();
    ListingReader listing = new ListingReader();
    jdbc.sql(
            """
            select entries from directory
            where target_key = :target and dir_key = :key and entries is not null
            union all
            select entries from listing where target_key = :target and dir_key = :key
            """)
        .param("target", target)
        .param("key", parent.toBytes())
        .query(
            row -> {
              listing.open(row.getBytes(1));
              for (int i = 0; i < listing.size(); i++) {
                if (listing.isDirectory(i)) {
                  keys.add(parent.child(listing.name(i)));
                }
              }
            });
    return keys;
  }
}
