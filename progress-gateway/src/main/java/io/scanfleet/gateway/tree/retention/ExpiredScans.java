package io.scanfleet.gateway.tree.retention;

import io.scanfleet.model.BatchId;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Finds the batches that the rules do not keep: those that have ended and of which no target is
 * kept. Targets of a root are ranked by when they ended, completed ones among themselves, so that
 * failures never push a good tree out. Thread-safe.
 */
@Repository
class ExpiredScans {

  private static final String FINAL = "('completed', 'failed', 'cancelled')";

  private final JdbcClient jdbc;

  ExpiredScans(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * The batches that are out, the oldest first.
   *
   * @param now in Unix seconds
   */
  List<BatchId> find(RetentionRules rules, double now) {
    Integer keepLast = rules.keepLast();
    var maxAge = rules.maxAge();
    return jdbc.sql(
            """
            with ranked as (
              select batch_id, status, finished_at,
                row_number() over (
                  partition by agent, path
                  order by finished_at desc, target_key desc) as place,
                row_number() over (
                  partition by agent, path, case when status = 'completed' then 1 else 0 end
                  order by finished_at desc, target_key desc) as place_among_like
              from target
              where status in
            """
                + FINAL
                + """
                )
                select scan.batch_id
                from scan join ranked on ranked.batch_id = scan.batch_id
                where scan.status in
                """
                + FINAL
                + """

                group by scan.batch_id, scan.created_at
                having count(*) = sum(case
                  when ranked.status = 'completed' and ranked.place_among_like = 1 then 0
                  when ranked.status = 'completed' and ranked.place_among_like > :keep then 1
                  when ranked.status <> 'completed' and ranked.place > :keep then 1
                  when ranked.finished_at < :oldest and scan.created_at < :oldest then 1
                  else 0 end)
                order by scan.created_at
                """)
        .param("keep", keepLast == null ? Integer.MAX_VALUE : keepLast)
        .param("oldest", maxAge == null ? 0.0 : now - maxAge.toMillis() / 1000.0)
        .query((row, n) -> BatchId.parse(row.getString("batch_id")))
        .list();
  }
}
