package io.scanfleet.gateway.tree.retention;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Removes the rows of trees that no target has any more.
 *
 * <p>A statement removes some hundred rows and is a transaction by itself, so others who write wait
 * for milliseconds. There is no state but the rows that are left: what a crash interrupts goes on
 * at the next look, and two gateways that remove the same tree do each other no harm. Thread-safe.
 */
@Repository
class DiscardedTrees {

  private static final int FIRST_STEP = 128;
  private static final int SMALLEST_STEP = 8;
  private static final int LARGEST_STEP = 2048;
  private static final long LONG_STEP_NANOS = 40_000_000;

  private final JdbcClient jdbc;

  DiscardedTrees(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * The tables with the rows of trees, each with two columns that tell a target's rows apart in the
   * order of its primary key.
   */
  private enum Table {
    LISTING("listing", "dir_key", "part"),
    DIRECTORY("directory", "dir_key", "attempt"),
    PAGE("page", "attempt", "page");

    final String place;
    final String select;
    final String order;
    final String delete;

    Table(String table, String first, String second) {
      String columns = first + ", " + second;
      place = "(" + columns + ")";
      select = "select " + columns + " from " + table;
      order = " order by " + columns;
      delete = "delete from " + table;
    }
  }

  /**
   * A tree to be removed.
   *
   * @param since when it was discarded, in Unix seconds
   */
  record Discarded(long targetKey, double since) {}

  /**
   * The trees to be removed, the oldest first.
   *
   * @param now in Unix seconds; a tree discarded later is being imported
   */
  List<Discarded> until(double now) {
    return jdbc.sql(
            "select target_key, discarded_at from discarded_tree where discarded_at <= :now"
                + " order by discarded_at")
        .param("now", now)
        .query((row, n) -> new Discarded(row.getLong(1), row.getDouble(2)))
        .list();
  }

  /**
   * Removes a tree's rows, step by step.
   *
   * @param goOn asked between two steps, where it may wait; false ends it early
   * @return how many rows were removed
   */
  long removeRows(long targetKey, BooleanSupplier goOn) {
    long removed = 0;
    for (Table table : Table.values()) {
      int rows = FIRST_STEP;
      Place from = null;
      do {
        long begin = System.nanoTime();
        Place end = after(table, targetKey, from, rows);
        removed += remove(table, targetKey, from, end);
        rows = nextStep(rows, System.nanoTime() - begin);
        if (!goOn.getAsBoolean()) {
          return removed;
        }
        from = end;
      } while (from != null);
    }
    return removed
        + jdbc.sql("delete from report where target_key = :target")
            .param("target", targetKey)
            .update();
  }

  /** Nothing of it is left and nothing will come. */
  void forget(long targetKey) {
    jdbc.sql("delete from discarded_tree where target_key = :target")
        .param("target", targetKey)
        .update();
  }

  /** A row's place in its table, by what tells a target's rows apart. */
  private record Place(Object first, Object second) {}

  /** The place that lies so many rows behind another; null if there are not as many. */
  private @Nullable Place after(Table table, long targetKey, @Nullable Place from, int rows) {
    Range range = new Range(table, targetKey, from, null);
    return jdbc.sql(table.select + range.condition() + table.order + " limit 1 offset :rows")
        .params(range.parameters())
        .param("rows", rows)
        .query((row, n) -> new Place(row.getObject(1), row.getObject(2)))
        .optional()
        .orElse(null);
  }

  private int remove(Table table, long targetKey, @Nullable Place from, @Nullable Place end) {
    Range range = new Range(table, targetKey, from, end);
    return jdbc.sql(table.delete + range.condition()).params(range.parameters()).update();
  }

  private static int nextStep(int rows, long nanos) {
    return Math.clamp(nanos > LONG_STEP_NANOS ? rows / 2 : rows * 2L, SMALLEST_STEP, LARGEST_STEP);
  }

  /**
   * Rows of a target that follow each other.
   *
   * @param from the first of them; null for the target's first
   * @param end the first behind them; null for none
   */
  private record Range(Table table, long targetKey, @Nullable Place from, @Nullable Place end) {

    String condition() {
      return " where target_key = :target"
          + (from == null ? "" : " and " + table.place + " >= (:first, :second)")
          + (end == null ? "" : " and " + table.place + " < (:endFirst, :endSecond)");
    }

    Map<String, Object> parameters() {
      Map<String, Object> parameters = new HashMap<>();
      parameters.put("target", targetKey);
      if (from != null) {
        parameters.put("first", from.first());
        parameters.put("second", from.second());
      }
      if (end != null) {
        parameters.put("endFirst", end.first());
        parameters.put("endSecond", end.second());
      }
      return parameters;
    }
  }
}
