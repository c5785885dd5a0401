package io.scanfleet.gateway.tree;

import io.scanfleet.gateway.batch.TotalsColumns;
import io.scanfleet.model.DirectoryKey;
import io.scanfleet.model.Totals;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads the rows of stored directories in the order of a walk: many with one statement. */
@Repository
class WalkRows {

  /** Of these the listings of small directories are in memory together. */
  static final int CHILDREN_AT_ONCE = 32;

  private static final String COLUMNS =
      "d.dir_key, d.attempt, d.parts, d.files, d.directories, d.symlinks, d.specials, d.bytes,"
          + " d.allocated_bytes, d.errors, d.partial, d.error";

  private final JdbcClient jdbc;

  WalkRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * A finished directory.
   *
   * @param attempt the start of the target that finished it
   * @param parts how many listings it has
   * @param error why it could not be read, or not to the end; null if it could
   * @param content its entries, if they stand in its own row and were asked for
   */
  record Finished(
      int attempt, int parts, Totals totals, @Nullable String error, @Nullable Part content) {}

  /**
   * A listing.
   *
   * @param entries as {@link io.scanfleet.model.entry.ListingCodec} encodes them
   */
  @SuppressWarnings("ArrayRecordComponent") // read once, never compared
  record Part(int attempt, byte[] entries) {}

  Optional<Finished> finished(long targetKey, DirectoryKey key) {
    return jdbc.sql(
            "select "
                + COLUMNS
                + ", d.entries from directory d"
                + " where d.target_key = ? and d.dir_key = ?")
        .params(targetKey, key.toBytes())
        .query((row, n) -> finished(row, content(row, "attempt", "entries")))
        .optional();
  }

  /**
   * Those of some directories that are finished, by key, with the content of those that have no
   * directory in them.
   *
   * @param keys at most {@value #CHILDREN_AT_ONCE}
   */
  Map<DirectoryKey, Finished> finished(long targetKey, List<DirectoryKey> keys) {
    Map<DirectoryKey, Finished> found = new HashMap<>();
    jdbc.sql(
            "select "
                + COLUMNS
                + ", case when d.directories = 0 then d.entries end as entries,"
                + " l.attempt as listed_attempt, l.entries as listed from directory d"
                + " left join listing l on l.target_key = d.target_key and l.dir_key = d.dir_key"
                + " and l.part = 0 and d.parts = 1 and d.directories = 0 and d.entries is null"
                + " where d.target_key = :target and d.dir_key in (:keys)")
        .param("target", targetKey)
        .param("keys", keys.stream().map(DirectoryKey::toBytes).toList())
        .query(
            row -> {
              Part content = content(row, "attempt", "entries");
              if (content == null) {
                content = content(row, "listed_attempt", "listed");
              }
              found.put(DirectoryKey.fromBytes(row.getBytes("dir_key")), finished(row, content));
            });
    return found;
  }

  private static @Nullable Part content(ResultSet row, String attempt, String entries)
      throws SQLException {
    byte[] content = row.getBytes(entries);
    return content == null ? null : new Part(row.getInt(attempt), content);
  }

  /** One of the listings of a directory; the first may be what stands in its own row. */
  Optional<Part> part(long targetKey, DirectoryKey key, int part) {
    return jdbc.sql(
            """
            select attempt, entries from directory
            where target_key = :target and dir_key = :key and :part = 0 and entries is not null
            union all
            select attempt, entries from listing
            where target_key = :target and dir_key = :key and part = :part
            limit 1
            """)
        .param("target", targetKey)
        .param("key", key.toBytes())
        .param("part", part)
        .query((row, n) -> new Part(row.getInt("attempt"), row.getBytes("entries")))
        .optional();
  }

  boolean exists(long targetKey) {
    return jdbc.sql("select count(*) from target where target_key = ?")
            .params(targetKey)
            .query(Integer.class)
            .single()
        > 0;
  }

  private static Finished finished(ResultSet row, @Nullable Part content) throws SQLException {
    return new Finished(
        row.getInt("attempt"),
        row.getInt("parts"),
        TotalsColumns.read(row),
        row.getString("error"),
        content);
  }
}
