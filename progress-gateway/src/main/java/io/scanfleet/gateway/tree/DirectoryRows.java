package io.scanfleet.gateway.tree;

import io.scanfleet.model.DirectoryKey;
import io.scanfleet.model.Totals;
import io.scanfleet.model.entry.EntryColumns;
import io.scanfleet.model.entry.ListingCodec;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads the rows of stored directories. */
@Repository
class DirectoryRows {

  private final JdbcClient jdbc;

  DirectoryRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * A directory with all below it read.
   *
   * @param error why it could not be read itself, or not to the end; null if it could
   */
  record Finished(Totals totals, @Nullable String error) {}

  Optional<Finished> finished(long targetKey, DirectoryKey parent, DirectoryKey key) {
    return jdbc.sql(
            "select * from directory where target_key = :target and parent_key = :parent"
                + " and dir_key = :key")
        .param("target", targetKey)
        .param("parent", parent.toBytes())
        .param("key", key.toBytes())
        .query((row, n) -> finished(row))
        .optional();
  }

  /** The finished directories that lie in one, by key. */
  Map<DirectoryKey, Finished> children(long targetKey, DirectoryKey parent) {
    Map<DirectoryKey, Finished> children = new HashMap<>();
    jdbc.sql("select * from directory where target_key = :target and parent_key = :parent")
        .param("target", targetKey)
        .param("parent", parent.toBytes())
        .query(
            row -> {
              children.put(DirectoryKey.fromBytes(row.getBytes("dir_key")), finished(row));
            });
    return children;
  }

  /**
   * Shows the entries of a directory, part by part.
   *
   * @return whether there were any listings
   */
  boolean listings(long targetKey, DirectoryKey key, Consumer<EntryColumns> consumer) {
    boolean[] any = {false};
    jdbc.sql(
            """
            select entries from listing
            where target_key = :target and dir_key = :key and attempt =
              (select max(attempt) from listing where target_key = :target and dir_key = :key)
            order by part
            """)
        .param("target", targetKey)
        .param("key", key.toBytes())
        .query(
            row -> {
              any[0] = true;
              consumer.accept(ListingCodec.decode(row.getBytes("entries")));
            });
    return any[0];
  }

  private static Finished finished(ResultSet row) throws SQLException {
    long allocated = row.getLong("allocated_bytes");
    Long knownAllocated = row.wasNull() ? null : Long.valueOf(allocated);
    return new Finished(
        new Totals(
            row.getLong("files"),
            row.getLong("directories"),
            row.getLong("symlinks"),
            row.getLong("specials"),
            row.getLong("bytes"),
            knownAllocated,
            row.getLong("errors"),
            row.getBoolean("partial")),
        row.getString("error"));
  }
}
