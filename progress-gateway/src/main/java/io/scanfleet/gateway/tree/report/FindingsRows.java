package io.scanfleet.gateway.tree.report;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** Findings in the database: of pages while a target runs, of the whole afterwards. Thread-safe. */
@Repository
class FindingsRows {

  private static final int PAGES_AT_ONCE = 64;

  private final JdbcClient jdbc;
  private final JsonMapper json;

  FindingsRows(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /** What all pages add up to; empty until the target has been settled. */
  Optional<byte[]> whole(long targetKey) {
    return jdbc.sql("select findings from report where target_key = ?")
        .param(targetKey)
        .query((row, n) -> row.getBytes("findings"))
        .optional();
  }

  /** Shows the findings of each page that is stored of the newest attempt, some at a time. */
  void pages(long targetKey, Consumer<byte[]> consumer) {
    long after = -1;
    List<Page> some;
    do {
      some =
          jdbc.sql(
                  """
                  select page.page, page.findings from page
                  join target on target.target_key = page.target_key
                    and target.attempt = page.attempt
                  where page.target_key = :target and page.page > :after
                  order by page.page limit :limit
                  """)
              .param("target", targetKey)
              .param("after", after)
              .param("limit", PAGES_AT_ONCE)
              .query((row, n) -> new Page(row.getLong("page"), row.getBytes("findings")))
              .list();
      for (Page page : some) {
        if (page.findings() != null) {
          consumer.accept(page.findings());
        }
        after = page.number();
      }
    } while (some.size() == PAGES_AT_ONCE);
  }

  private record Page(long number, byte @Nullable [] findings) {}

  /** Puts the whole in the place of the pages. */
  @Transactional
  public void settle(long targetKey, byte[] findings) {
    // Unless the tree has been deleted meanwhile.
    jdbc.sql(
            """
            insert into report (target_key, findings)
            select target_key, :findings from target where target_key = :target
            on conflict (target_key) do nothing
            """)
        .param("findings", findings)
        .param("target", targetKey)
        .update();
    jdbc.sql("delete from page where target_key = ?").param(targetKey).update();
  }

  /** Targets that have ended and whose pages' findings have not been put together. */
  List<Long> unsettled() {
    return jdbc.sql(
            """
            select target_key from target
            where status not in ('queued', 'running')
              and exists (select 1 from page where page.target_key = target.target_key)
            """)
        .query((row, n) -> row.getLong("target_key"))
        .list();
  }

  /** What the agent calls the owners of a target's files, by number; empty if it does not know. */
  Map<String, String> ownerNames(long targetKey) {
    return names("owner_names", targetKey);
  }

  Map<String, String> groupNames(long targetKey) {
    return names("group_names", targetKey);
  }

  @SuppressWarnings("unchecked")
  private Map<String, String> names(String column, long targetKey) {
    return jdbc.sql("select " + column + " from target where target_key = ?")
        .param(targetKey)
        .query((row, n) -> Optional.ofNullable(row.getString(column)))
        .optional()
        .flatMap(text -> text)
        .map(text -> (Map<String, String>) json.readValue(text, Map.class))
        .orElse(Map.of());
  }
}
