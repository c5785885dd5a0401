package io.scanfleet.gateway.batch;

import io.scanfleet.model.AgentId;
import io.scanfleet.model.BatchId;
import io.scanfleet.model.ScanStatus;
import io.scanfleet.model.TargetId;
import io.scanfleet.model.Totals;
import io.scanfleet.model.message.AccountNames;
import io.scanfleet.model.message.ProgressMessage;
import io.scanfleet.model.message.TargetState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/**
 * Batches and targets in the database.
 *
 * <p>Every change of state is one conditional update, and its row count tells whether this call
 * made it: of several gateways that try, one wins. Final states are never left.
 */
@Repository
public class ScanRepository {

  private static final String NOT_FINAL = "status in ('queued', 'running')";

  private static final String ALL_IS_STORED =
      """
      target_key = :key and reported_status is not null
        and (reported_pages is null or reported_pages =
          (select count(*) from page
           where page.target_key = target.target_key and page.attempt = target.attempt))
        and
      """
          + NOT_FINAL;

  private static final String SELECT_TARGETS = "select * from target where batch_id ";

  private final JdbcClient jdbc;
  private final JsonMapper json;

  ScanRepository(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /**
   * Makes keys for targets; no gateway makes the same again.
   *
   * @return the first of {@code count} that follow each other
   */
  public long newTargetKeys(int count) {
    return jdbc.sql(
            "update target_key_counter set next_key = next_key + :count"
                + " returning next_key - :count as first_key")
        .param("count", count)
        .query((row, n) -> row.getLong("first_key"))
        .single();
  }

  /** Adds a batch with its targets. */
  @Transactional
  public void insert(Scan scan) {
    jdbc.sql(
            """
            insert into scan (batch_id, label, exclude, cross_mounts, status, created_at)
            values (:id, :label, :exclude, :crossMounts, :status, :createdAt)
            """)
        .param("id", scan.id().toString())
        .param("label", scan.label())
        .param("exclude", json.writeValueAsString(scan.exclude()))
        .param("crossMounts", scan.crossMounts())
        .param("status", scan.status().wireName())
        .param("createdAt", scan.createdAt())
        .update();
    for (Target target : scan.targets()) {
      jdbc.sql(
              """
              insert into target (target_key, batch_id, target_index, agent, path, status,
                expected_files, cancel_requested, attempt, directories_processed, sequence,
                imported_from)
              values (:key, :batch, :index, :agent, :path, :status, :expected, false, 0, 0, 0,
                :importedFrom)
              """)
          .param("key", target.key())
          .param("batch", scan.id().toString())
          .param("index", target.id().index())
          .param("agent", target.agent().value())
          .param("path", target.path())
          .param("status", target.status().wireName())
          .param("expected", target.expectedFiles())
          .param("importedFrom", target.importedFrom())
          .update();
    }
  }

  public Optional<Scan> find(BatchId id) {
    return scans("where batch_id = :id", Map.of("id", id.toString())).stream().findFirst();
  }

  /** The newest batches, newest first. */
  public List<Scan> newest(int limit) {
    return scans("order by created_at desc limit :limit", Map.of("limit", limit));
  }

  /** Batches that are not final. */
  public List<Scan> unfinished() {
    return scans("where " + NOT_FINAL, Map.of());
  }

  public Optional<Target> findTarget(TargetId id) {
    return jdbc.sql(SELECT_TARGETS + "= :batch and target_index = :index")
        .param("batch", id.batch().toString())
        .param("index", id.index())
        .query((row, n) -> target(row))
        .optional();
  }

  /**
   * A completed scan of a directory.
   *
   * @param key names its tree
   */
  public record LastScan(long key, long files) {}

  /** The last completed scan of a directory. */
  public Optional<LastScan> lastScan(AgentId agent, String path) {
    return jdbc.sql(
            """
            select target_key, files from target
            where agent = :agent and path = :path and status = 'completed'
            order by finished_at desc limit 1
            """)
        .param("agent", agent.value())
        .param("path", path)
        .query((row, n) -> new LastScan(row.getLong("target_key"), row.getLong("files")))
        .optional();
  }

  /** An agent has begun a target, for the first time or again. */
  @Transactional
  public void started(long targetKey, BatchId batch, TargetState state, double now) {
    jdbc.sql(
            """
            update target set status = 'running', attempt = :attempt, sequence = :sequence
            where target_key = :key and attempt < :attempt and reported_status is null and
            """
                + NOT_FINAL)
        .param("attempt", state.attempt())
        .param("sequence", state.sequence())
        .param("key", targetKey)
        .update();
    jdbc.sql(
            "update scan set status = 'running', started_at = coalesce(started_at, :now)"
                + " where batch_id = :batch and "
                + NOT_FINAL)
        .param("now", now)
        .param("batch", batch.toString())
        .update();
  }

  /**
   * An agent has told how a target ended. The first word about an attempt counts; attempt 0 means
   * that the agent does not know of the target, so no pages are to be waited for.
   */
  public void reported(long targetKey, TargetState state) {
    Totals totals = state.totals();
    AccountNames accounts = state.accounts();
    jdbc.sql(
            """
            update target set reported_status = :status, reported_pages = :pages, files = :files,
              directories = :directories, symlinks = :symlinks, specials = :specials,
              bytes = :bytes, allocated_bytes = :allocated, errors = :errors, partial = :partial,
              directories_processed = :processed, sequence = :sequence, error = :error,
              owner_names = :owners, group_names = :groups,
              attempt = case when :attempt > attempt then :attempt else attempt end
            where target_key = :key and (reported_status is null or attempt < :attempt)
              and (attempt <= :attempt or :attempt = 0) and
            """
                + NOT_FINAL)
        .param("status", state.status().wireName())
        .param("pages", state.attempt() == 0 ? null : Long.valueOf(state.pages()))
        .param("files", totals == null ? null : Long.valueOf(totals.files()))
        .param("directories", totals == null ? null : Long.valueOf(totals.directories()))
        .param("symlinks", totals == null ? null : Long.valueOf(totals.symlinks()))
        .param("specials", totals == null ? null : Long.valueOf(totals.specials()))
        .param("bytes", totals == null ? null : Long.valueOf(totals.bytes()))
        .param("allocated", totals == null ? null : totals.allocatedBytes())
        .param("errors", totals == null ? null : Long.valueOf(totals.errors()))
        .param(
            "partial", totals == null || totals.partial() || state.status() != ScanStatus.COMPLETED)
        .param("processed", state.directoriesProcessed())
        .param("sequence", state.sequence())
        .param("error", state.error())
        .param("owners", accounts == null ? null : json.writeValueAsString(accounts.users()))
        .param("groups", accounts == null ? null : json.writeValueAsString(accounts.groups()))
        .param("attempt", state.attempt())
        .param("key", targetKey)
        .update();
  }

  /**
   * Whether a target would be made final. Asked after each page that comes late, so it does not
   * wait for those who write.
   */
  public boolean canFinish(long targetKey) {
    return jdbc.sql("select 1 from target where " + ALL_IS_STORED)
        .param("key", targetKey)
        .query(Integer.class)
        .optional()
        .isPresent();
  }

  /**
   * Makes a target final if its agent has told of the end and every page is stored.
   *
   * @return whether this call did
   */
  @Transactional
  public boolean finishIfStored(long targetKey, double now) {
    int updated =
        jdbc.sql(
                "update target set status = reported_status, finished_at = :now where "
                    + ALL_IS_STORED)
            .param("now", now)
            .param("key", targetKey)
            .update();
    if (updated == 0) {
      return false;
    }
    // What an earlier attempt found and the last did not is no longer there; unless the last was
    // cut short.
    int attempt =
        jdbc.sql("select attempt from target where target_key = :key")
            .param("key", targetKey)
            .query(Integer.class)
            .single();
    for (String table : attempt == 1 ? List.<String>of() : List.of("listing", "directory")) {
      jdbc.sql(
              "delete from "
                  + table
                  + " where target_key = :key and attempt < (select attempt from target where"
                  + " target_key = :key and status = 'completed')")
          .param("key", targetKey)
          .update();
    }
    return true;
  }

  /**
   * Cancels a target without its agent, which is silent.
   *
   * @return whether this call did
   */
  public boolean cancelWithoutAgent(long targetKey, double now) {
    return jdbc.sql(
                // Above the sequence of every message of this attempt.
                "update target set status = 'cancelled', partial = true, finished_at = :now,"
                    + " sequence = cast(attempt as bigint) * "
                    + ProgressMessage.SEQUENCES_PER_ATTEMPT
                    + " where target_key = :key and "
                    + NOT_FINAL)
            .param("now", now)
            .param("key", targetKey)
            .update()
        == 1;
  }

  /** Takes note that somebody wants the batch to end. */
  public void cancelRequested(BatchId batch) {
    jdbc.sql("update target set cancel_requested = true where batch_id = :batch and " + NOT_FINAL)
        .param("batch", batch.toString())
        .update();
  }

  /**
   * Makes a batch final if all its targets are.
   *
   * @return whether this call did
   */
  public boolean finishIfAllTargetsAre(BatchId batch, double now) {
    return jdbc.sql(
                """
                update scan set finished_at = :now, started_at = coalesce(started_at, :now),
                  status = case
                    when exists (select 1 from target t
                      where t.batch_id = scan.batch_id and t.status = 'failed') then 'failed'
                    when exists (select 1 from target t
                      where t.batch_id = scan.batch_id and t.status = 'cancelled') then 'cancelled'
                    else 'completed' end
                where batch_id = :batch and status in ('queued', 'running') and not exists
                  (select 1 from target t
                   where t.batch_id = scan.batch_id and t.status in ('queued', 'running'))
                """)
            .param("now", now)
            .param("batch", batch.toString())
            .update()
        == 1;
  }

  /**
   * Removes a batch. Its trees are discarded with it: nobody finds them any more, and their rows
   * are removed in the background.
   *
   * @param now in Unix seconds
   * @return whether this call did
   */
  @Transactional
  public boolean delete(BatchId batch, double now) {
    jdbc.sql(
            """
            insert into discarded_tree (target_key, discarded_at)
            select target_key, :now from target where batch_id = :batch
            on conflict do nothing
            """)
        .param("now", now)
        .param("batch", batch.toString())
        .update();
    jdbc.sql("delete from target where batch_id = :batch")
        .param("batch", batch.toString())
        .update();
    return jdbc.sql("delete from scan where batch_id = :batch")
            .param("batch", batch.toString())
            .update()
        == 1;
  }

  private List<Scan> scans(String condition, Map<String, ?> parameters) {
    List<Scan> bare =
        jdbc.sql("select * from scan " + condition)
            .params(parameters)
            .query((row, n) -> scan(row))
            .list();
    if (bare.isEmpty()) {
      return bare;
    }
    Map<BatchId, List<Target>> targets = new LinkedHashMap<>();
    jdbc.sql(SELECT_TARGETS + "in (:ids) order by batch_id, target_index")
        .param("ids", bare.stream().map(scan -> scan.id().toString()).toList())
        .query((row, n) -> target(row))
        .list()
        .forEach(
            target ->
                targets.computeIfAbsent(target.id().batch(), b -> new ArrayList<>()).add(target));
    return bare.stream()
        .map(
            s ->
                new Scan(
                    s.id(),
                    s.label(),
                    s.exclude(),
                    s.crossMounts(),
                    s.status(),
                    s.createdAt(),
                    s.startedAt(),
                    s.finishedAt(),
                    targets.getOrDefault(s.id(), List.of())))
        .toList();
  }

  private Scan scan(ResultSet row) throws SQLException {
    return new Scan(
        BatchId.parse(row.getString("batch_id")),
        row.getString("label"),
        Arrays.asList(json.readValue(row.getString("exclude"), String[].class)),
        row.getBoolean("cross_mounts"),
        ScanStatus.of(row.getString("status")),
        row.getDouble("created_at"),
        nullableDouble(row, "started_at"),
        nullableDouble(row, "finished_at"),
        List.of());
  }

  private static Target target(ResultSet row) throws SQLException {
    String reported = row.getString("reported_status");
    return new Target(
        row.getLong("target_key"),
        new TargetId(BatchId.parse(row.getString("batch_id")), row.getInt("target_index")),
        new AgentId(row.getString("agent")),
        row.getString("path"),
        ScanStatus.of(row.getString("status")),
        TotalsColumns.nullableLong(row, "expected_files"),
        row.getBoolean("cancel_requested"),
        row.getInt("attempt"),
        reported == null ? null : ScanStatus.of(reported),
        TotalsColumns.nullableLong(row, "files") == null ? null : TotalsColumns.read(row),
        row.getLong("directories_processed"),
        row.getLong("sequence"),
        row.getString("error"),
        row.getString("imported_from"));
  }

  private static @Nullable Double nullableDouble(ResultSet row, String column) throws SQLException {
    double value = row.getDouble(column);
    return row.wasNull() ? null : Double.valueOf(value);
  }
}
