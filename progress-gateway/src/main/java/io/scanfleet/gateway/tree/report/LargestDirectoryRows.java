package io.scanfleet.gateway.tree.report;

import io.scanfleet.model.DirectoryKey;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Finished directories by what lies directly in them, from the database. Thread-safe. */
@Repository
class LargestDirectoryRows {

  private final JdbcClient jdbc;

  LargestDirectoryRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * A directory with two files or more in it.
   *
   * @param name not to be changed
   * @param ownFiles how many files lie directly in it
   * @param ownBytes their apparent size, in bytes
   */
  record Row(DirectoryKey parent, DirectoryKey key, byte[] name, long ownFiles, long ownBytes) {}

  /**
   * The directories with the most in files of their own, the largest first; as large ones in the
   * order of their keys. Without those of which it was not stored.
   *
   * @param most how many
   */
  List<Row> largest(long targetKey, int most) {
    return jdbc.sql(
            """
            select parent_key, dir_key, name, coalesce(own_files, files) as own_files,
              coalesce(own_bytes, bytes) as own_bytes
            from directory
            where target_key = :target and coalesce(own_files, files) > 1 and digest is not null
            order by coalesce(own_bytes, bytes) desc, parent_key, dir_key limit :most
            """)
        .param("target", targetKey)
        .param("most", most)
        .query(
            (row, n) ->
                new Row(
                    DirectoryKey.fromBytes(row.getBytes("parent_key")),
                    DirectoryKey.fromBytes(row.getBytes("dir_key")),
                    row.getBytes("name"),
                    row.getLong("own_files"),
                    row.getLong("own_bytes")))
        .list();
  }

  /** Whether there are directories of which it was not stored what lies directly in them. */
  boolean hasUnknown(long targetKey) {
    return jdbc.sql("select 1 from directory where target_key = :target and digest is null limit 1")
        .param("target", targetKey)
        .query(Integer.class)
        .optional()
        .isPresent();
  }
}
