package io.scanfleet.gateway.tree.search;

import io.scanfleet.model.DirectoryKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** Reads listings in the order they are stored in. Thread-safe. */
@Repository
class SearchRows {

  /** Well below what databases take in one statement. */
  private static final int KEYS_AT_ONCE = 500;

  /** As databases order the bytes. */
  private static final Comparator<DirectoryKey> STORED =
      (a, b) ->
          a.high() != b.high()
              ? Long.compareUnsigned(a.high(), b.high())
              : Long.compareUnsigned(a.low(), b.low());

  private final JdbcTemplate jdbc;

  SearchRows(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Shows the listings of a portion one after the other, until there are no more or the visitor has
   * had enough.
   *
   * @param most how many
   * @return how many were read
   */
  int read(long targetKey, Portion portion, int most, Predicate<ListingRow> visitor) {
    List<Object> values = new ArrayList<>();
    StringBuilder sql =
        new StringBuilder(
            "select dir_key, part, attempt, parent_key, name, entries from listing"
                + " where target_key = ? and (dir_key, part) >= (?, ?)");
    values.add(targetKey);
    values.add(portion.from().key().toBytes());
    values.add(portion.from().part());
    DirectoryKey before = portion.before();
    if (before != null) {
      sql.append(" and dir_key < ?");
      values.add(before.toBytes());
    }
    List<DirectoryKey> only = portion.only();
    if (only != null) {
      sql.append(" and dir_key in (").append(marks(only.size())).append(')');
      only.forEach(key -> values.add(key.toBytes()));
    }
    sql.append(" order by dir_key, part limit ?");
    values.add(most);
    Integer read =
        jdbc.query(
            sql.toString(),
            rows -> {
              int n = 0;
              while (rows.next()) {
                n++;
                if (!visitor.test(row(rows))) {
                  break;
                }
              }
              return n;
            },
            values.toArray());
    return read == null ? 0 : read;
  }

  private static ListingRow row(ResultSet rows) throws SQLException {
    byte[] parent = rows.getBytes(4);
    return new ListingRow(
        DirectoryKey.fromBytes(rows.getBytes(1)),
        rows.getInt(2),
        rows.getInt(3),
        parent == null ? null : DirectoryKey.fromBytes(parent),
        rows.getBytes(5),
        rows.getBytes(6));
  }

  /** The newest attempt of which a directory has a listing. */
  int newestAttempt(long targetKey, DirectoryKey key) {
    Integer attempt =
        jdbc.queryForObject(
            "select max(attempt) from listing where target_key = ? and dir_key = ?",
            Integer.class,
            targetKey,
            key.toBytes());
    return attempt == null ? 0 : attempt;
  }

  /**
   * The keys of a finished directory and of all below it, in order.
   *
   * @return nothing if there are more than {@code most}
   */
  Optional<List<DirectoryKey>> subtree(long targetKey, DirectoryKey top, int most) {
    List<DirectoryKey> keys = new ArrayList<>(List.of(top));
    int asked = 0;
    while (asked < keys.size()) {
      List<DirectoryKey> some =
          List.copyOf(keys.subList(asked, Math.min(keys.size(), asked + KEYS_AT_ONCE)));
      asked += some.size();
      List<Object> values = new ArrayList<>();
      values.add(targetKey);
      some.forEach(key -> values.add(key.toBytes()));
      keys.addAll(
          jdbc.query(
              "select dir_key from directory where target_key = ? and parent_key in ("
                  + marks(some.size())
                  + ") and dir_key <> parent_key",
              (row, n) -> DirectoryKey.fromBytes(row.getBytes(1)),
              values.toArray()));
      if (keys.size() > most) {
        return Optional.empty();
      }
    }
    keys.sort(STORED);
    return Optional.of(keys);
  }

  private static String marks(int n) {
    return "?" + ", ?".repeat(n - 1);
  }
}
