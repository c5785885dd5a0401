package io.scanfleet.gateway.batch;

import io.scanfleet.model.AgentId;
import io.scanfleet.model.BatchId;
import io.scanfleet.model.ScanStatus;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Reads which directories were scanned, and what was found each time. Thread-safe.
 *
 * <p>A scan's place in time is its start, or that of its request if it never started; two of the
 * same moment are told apart by their keys.
 */
@Repository
class RootHistory {

  private static final String MOMENT = "coalesce(s.started_at, s.created_at)";

  private static final String COLUMNS =
      """
      t.target_key, t.batch_id, t.target_index, t.agent, t.path, t.status, t.files, t.directories,
      t.bytes, t.allocated_bytes, t.errors, t.partial, t.error, t.finished_at, s.started_at,
      """
          + MOMENT
          + " as moment";

  private final JdbcClient jdbc;

  RootHistory(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** A place in a history. */
  record Place(double moment, long targetKey) {}

  /** A scan with its place. */
  record Placed(RootScan scan, Place place) {}

  /** The last scans of a directory that have ended, before a place in its history; newest first. */
  List<Placed> last(AgentId agent, String path, @Nullable Place before, int limit) {
    return jdbc.sql(
            "select "
                + COLUMNS
                + " from target t join scan s on s.batch_id = t.batch_id"
                + " where t.agent = :agent and t.path = :path"
                + " and t.status in ('completed', 'cancelled', 'failed') and ("
                + MOMENT
                + " < :moment or ("
                + MOMENT
                + " = :moment and t.target_key < :key))"
                + " order by moment desc, t.target_key desc limit :limit")
        .param("agent", agent.value())
        .param("path", path)
        .param("moment", before == null ? Double.MAX_VALUE : before.moment())
        .param("key", before == null ? Long.MAX_VALUE : before.targetKey())
        .param("limit", limit)
        .query(
            (row, n) ->
                new Placed(
                    scan(row), new Place(row.getDouble("moment"), row.getLong("target_key"))))
        .list();
  }

  /** Whether a directory was ever to be scanned. */
  boolean knows(AgentId agent, String path) {
    return jdbc.sql("select count(*) from target where agent = :agent and path = :path")
            .param("agent", agent.value())
            .param("path", path)
            .query(Long.class)
            .single()
        > 0;
  }

  /** Directories that were scanned, those scanned last first, each with its newest scan. */
  List<ScannedRoot> roots(int limit) {
    return jdbc.sql(
            "select * from (select "
                + COLUMNS
                + """
                , count(*) over (partition by t.agent, t.path) as scans,
                row_number() over (partition by t.agent, t.path order by
                """
                + MOMENT
                + " desc, t.target_key desc) as place"
                + " from target t join scan s on s.batch_id = t.batch_id) ranked"
                + " where place = 1 order by moment desc, target_key desc limit :limit")
        .param("limit", limit)
        .query(
            (row, n) ->
                new ScannedRoot(
                    row.getString("agent"), row.getString("path"), row.getLong("scans"), scan(row)))
        .list();
  }

  private static RootScan scan(ResultSet row) throws SQLException {
    Double started = nullableDouble(row, "started_at");
    Double finished = nullableDouble(row, "finished_at");
    ScanStatus status = ScanStatus.of(row.getString("status"));
    Long files = TotalsColumns.nullableLong(row, "files");
    return new RootScan(
        BatchId.parse(row.getString("batch_id")),
        row.getInt("target_index"),
        status,
        started,
        finished,
        started == null || finished == null ? null : Double.valueOf(finished - started),
        files,
        TotalsColumns.nullableLong(row, "directories"),
        TotalsColumns.nullableLong(row, "bytes"),
        TotalsColumns.nullableLong(row, "allocated_bytes"),
        TotalsColumns.nullableLong(row, "errors"),
        status != ScanStatus.COMPLETED || files == null || row.getBoolean("partial"),
        row.getString("error"));
  }

  private static @Nullable Double nullableDouble(ResultSet row, String column) throws SQLException {
    double value = row.getDouble(column);
    return row.wasNull() ? null : Double.valueOf(value);
  }
}
