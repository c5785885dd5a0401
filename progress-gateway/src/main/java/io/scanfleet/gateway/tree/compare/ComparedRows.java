package io.scanfleet.gateway.tree.compare;

import io.scanfleet.gateway.batch.TotalsColumns;
import io.scanfleet.model.DirectoryKey;
import io.scanfleet.model.Totals;
import io.scanfleet.model.entry.EntryColumns;
import io.scanfleet.model.entry.ListingCodec;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Reads of stored directories what comparing needs: besides the totals, whether the listing that is
 * stored is the one that the directory was finished with. Thread-safe.
 */
@Repository
class ComparedRows {

  /** Well below what databases take in one statement. */
  private static final int KEYS_AT_ONCE = 500;

  private static final String COLUMNS =
      "select dir_key, attempt, parts, files, directories, symlinks, specials, bytes,"
          + " allocated_bytes, errors, partial, error, digest from directory"
          + " where target_key = :target and dir_key ";

  private final JdbcClient jdbc;

  ComparedRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * A directory with all below it read.
   *
   * @param error why it could not be read itself, or not to the end; null if it could
   * @param digest of all below it; null in trees stored before there were digests
   * @param attempt the agent's start of the target that it was read in
   * @param parts how many listings it was told with
   */
  record Row(Totals totals, @Nullable String error, @Nullable Long digest, int attempt, int parts) {

    /** Whether its entries may lie in its own row, as those of most do. */
    boolean mayHaveEntries() {
      return parts == 1;
    }
  }

  /**
   * Which parts of a directory's listing are stored.
   *
   * @param attempt the newest of which there are any; 0 if there are none
   */
  record Listing(int attempt, List<Integer> parts) {

    static final Listing NONE = new Listing(0, List.of());

    /** Whether these are the parts that a directory was finished with. */
    boolean isAllOf(Row row) {
      return row.parts() == parts.size() && (row.parts() == 0 || row.attempt() == attempt);
    }
  }

  /** A directory that is finished; empty if it is not, or not there. */
  Optional<Row> directory(long target, DirectoryPlace place) {
    return jdbc.sql(COLUMNS + "= :key")
        .param("target", target)
        .param("key", place.key().toBytes())
        .query((row, n) -> row(row))
        .optional();
  }

  /** Those of some directories that are finished, by key. */
  Map<DirectoryKey, Row> directories(long target, List<DirectoryKey> keys) {
    Map<DirectoryKey, Row> rows = new HashMap<>();
    for (int from = 0; from < keys.size(); from += KEYS_AT_ONCE) {
      List<byte[]> some =
          keys.subList(from, Math.min(from + KEYS_AT_ONCE, keys.size())).stream()
              .map(DirectoryKey::toBytes)
              .toList();
      jdbc.sql(COLUMNS + "in (:keys)")
          .param("target", target)
          .param("keys", some)
          .query(
              row -> {
                rows.put(DirectoryKey.fromBytes(row.getBytes("dir_key")), row(row));
              });
    }
    return rows;
  }

  /** Which parts of a listing there are; what an earlier attempt has left is passed over. */
  Listing listing(long target, DirectoryKey key) {
    record Part(int number, int attempt) {}
    List<Part> parts =
        jdbc.sql(
                "select part, attempt from listing where target_key = :target and dir_key = :key"
                    + " order by part")
            .param("target", target)
            .param("key", key.toBytes())
            .query((row, n) -> new Part(row.getInt("part"), row.getInt("attempt")))
            .list();
    int newest = parts.stream().mapToInt(Part::attempt).max().orElse(0);
    return new Listing(
        newest, parts.stream().filter(part -> part.attempt() == newest).map(Part::number).toList());
  }

  /** The entries of a directory that has them in its own row; none if it has listings. */
  Optional<EntryColumns> ownEntries(long target, DirectoryPlace place) {
    return jdbc.sql(
            "select entries from directory where target_key = :target"
                + " and dir_key = :key and entries is not null")
        .param("target", target)
        .param("key", place.key().toBytes())
        .query((row, n) -> ListingCodec.decode(row.getBytes("entries")))
        .optional();
  }

  /** The entries of one part; none if it has given way to another attempt's meanwhile. */
  EntryColumns part(long target, DirectoryKey key, int attempt, int part) {
    return jdbc.sql(
            "select entries from listing where target_key = :target and dir_key = :key"
                + " and part = :part and attempt = :attempt")
        .param("target", target)
        .param("key", key.toBytes())
        .param("part", part)
        .param("attempt", attempt)
        .query((row, n) -> ListingCodec.decode(row.getBytes("entries")))
        .optional()
        .orElseGet(EntryColumns::new);
  }

  private static Row row(ResultSet row) throws SQLException {
    return new Row(
        TotalsColumns.read(row),
        row.getString("error"),
        TotalsColumns.nullableLong(row, "digest"),
        row.getInt("attempt"),
        row.getInt("parts"));
  }
}
