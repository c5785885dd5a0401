package io.scanfleet.gateway.tree.search;

import io.scanfleet.model.DirectoryKey;
import io.scanfleet.model.entry.ListingReader;
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

  private static final String OWN_ROWS =
      "select dir_key, 0, attempt, parent_key, name, entries from directory"
          + " where target_key = ? and entries is not null and dir_key >= ?";

  private static final String LISTINGS =
      "select dir_key, part, attempt, parent_key, name, entries from listing"
          + " where target_key = ? and (dir_key, part) >= (?, ?)";

  /** As databases order the bytes. */
  static final Comparator<DirectoryKey> STORED =
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
    boolean own = portion.from().table() == Place.Table.DIRECTORIES;
    List<Object> values = new ArrayList<>();
    StringBuilder sql = new StringBuilder(own ? OWN_ROWS : LISTINGS);
    values.add(targetKey);
    values.add(portion.from().key().toBytes());
    if (!own) {
      values.add(portion.from().part());
    } else if (portion.from().part() > 0) {
      sql.append(" and dir_key > ?");
      values.add(portion.from().key().toBytes());
    }
    DirectoryKey before = portion.before();
    if (before != null) {
      sql.append(" and dir_key < ?");
      values.add(before.toBytes());
    }
    List<DirectoryKey> only = portion.only();
    if (only != null) {
      sql.append(" and dir_key in (").append(marks(only.size())).append(')');
      only.forEach(each -> values.add(each.toBytes()));
    }
    sql.append(own ? " order by dir_key limit ?" : " order by dir_key, part limit ?");
    values.add(most);
    Integer read =
        jdbc.query(
            sql.toString(),
            rows -> {
              int n = 0;
              while (rows.next()) {
                n++;
                if (!visitor.test(row(rows, own))) {
                  break;
                }
              }
              return n;
            },
            values.toArray());
    return read == null ? 0 : read;
  }

  private static ListingRow row(ResultSet rows, boolean own) throws SQLException {
    byte[] parent = rows.getBytes(4);
    return new ListingRow(
        own,
        DirectoryKey.fromBytes(rows.getBytes(1)),
        rows.getInt(2),
        rows.getInt(3),
        parent == null ? null : DirectoryKey.fromBytes(parent),
        rows.getBytes(5),
        rows.getBytes(6));
  }

  /**
   * Whether a row of the table of listings is what its directory has: neither a later attempt has
   * read it again, nor have its entries got into its own row.
   */
  boolean isCurrent(long targetKey, ListingRow row) {
    Integer newer =
        jdbc.queryForObject(
            """
            select (select count(*) from listing
                    where target_key = ? and dir_key = ? and attempt > ?)
              + (select count(*) from listing l join directory d
                   on d.target_key = l.target_key and d.dir_key = l.dir_key
                 where l.target_key = ? and l.dir_key = ? and l.part = 0
                   and d.entries is not null)
            """,
            Integer.class,
            targetKey,
            row.key().toBytes(),
            row.attempt(),
            targetKey,
            row.key().toBytes());
    return newer != null && newer == 0;
  }

  /**
   * The keys of a finished directory and of all below it, in the order they are stored in.
   *
   * @return nothing if there are more than {@code most}
   */
  Optional<List<DirectoryKey>> subtree(long targetKey, DirectoryKey top, int most) {
    List<DirectoryKey> keys = new ArrayList<>(List.of(top));
    ListingReader listing = new ListingReader();
    int asked = 0;
    while (asked < keys.size()) {
      List<DirectoryKey> some =
          List.copyOf(keys.subList(asked, Math.min(keys.size(), asked + KEYS_AT_ONCE)));
      asked += some.size();
      List<Object> values = new ArrayList<>();
      values.add(targetKey);
      some.forEach(key -> values.add(key.toBytes()));
      jdbc.query(
          """
          select d.dir_key, coalesce(d.entries, l.entries) from directory d
          left join listing l
            on l.target_key = d.target_key and l.dir_key = d.dir_key and d.entries is null
          where d.target_key = ? and d.directories > 0
            and (d.entries is not null or l.entries is not null) and d.dir_key in (
          """
              + marks(some.size())
              + ")",
          row -> {
            listing.open(row.getBytes(2));
            addDirectories(DirectoryKey.fromBytes(row.getBytes(1)), listing, keys);
          },
          values.toArray());
      if (keys.size() > most) {
        return Optional.empty();
      }
    }
    keys.sort(STORED);
    return Optional.of(keys);
  }

  private static void addDirectories(
      DirectoryKey key, ListingReader listing, List<DirectoryKey> keys) {
    for (int i = 0; i < listing.size(); i++) {
      if (listing.isDirectory(i)) {
        keys.add(key.child(listing.name(i)));
      }
    }
  }

  private static String marks(int n) {
    return "?" + ", ?".repeat(n - 1);
  }
}
