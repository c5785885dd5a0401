import io.scanfleet.model.entry.EntryType;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;

/** Asks the tables of rows what the gateway is asked, in SQL as one would write it. */
final class RowReader {

  private static final int PAGE = 200;
  private static final double OPEN_SECONDS = 5;
  private static final int FIRST_PAGES = 10;
  private static final int ROWS_AT_ONCE = 10_000;

  private static final String ALL =
      " from file f join directory d on d.target = f.target and d.dir_id = f.dir_id"
          + " where f.target = ?";

  /**
   * Directories are paired by path, their files by name through the primary key. Written as a full
   * outer join SQLite compares every directory with every other; and it takes a {@code cross join} in
   * the order written, and without that begins with all files.
   */
  private static final String COMPARE =
      """
      with pair as materialized (
        select o.dir_id as old_dir, n.dir_id as new_dir from directory o
          left join directory n on n.target = %2$d and n.path = o.path
          where o.target = %1$d
        union all
        select null, n.dir_id from directory n where n.target = %2$d and not exists
          (select 1 from directory o where o.target = %1$d and o.path = n.path))
      select 'removed', count(*) from pair cross join file o
        left join file n on n.target = %2$d and n.dir_id = new_dir and n.name = o.name
        where o.target = %1$d and o.dir_id = old_dir and n.name is null and o.type <> %3$d
      union all
      select 'changed', count(*) from pair cross join file o
        cross join file n
        where o.target = %1$d and o.dir_id = old_dir
          and n.target = %2$d and n.dir_id = new_dir and n.name = o.name
          and (n.size <> o.size or n.mtime <> o.mtime) and o.type <> %3$d
      union all
      select 'added', count(*) from pair cross join file n
        left join file o on o.target = %1$d and o.dir_id = old_dir and o.name = n.name
        where n.target = %2$d and n.dir_id = new_dir and o.name is null and n.type <> %3$d
      """;

  private final Connection connection;
  private final boolean isPostgres;
  private final DoubleSupplier cpuSeconds;

  RowReader(Connection connection, boolean isPostgres, DoubleSupplier cpuSeconds) {
    this.connection = connection;
    this.isPostgres = isPostgres;
    this.cpuSeconds = cpuSeconds;
  }

  void open(int target, List<Sample.Place> places) throws SQLException {
    SplittableRandom random = new SplittableRandom(5);
    try (PreparedStatement query =
        connection.prepareStatement(
            "select * from file where target = ? and dir_id = ? order by size desc limit "
                + PAGE)) {
      double[] millis = new double[1 << 20];
      for (boolean warm : new boolean[] {false, true}) {
        double cpu = -cpuSeconds.getAsDouble();
        long begin = System.nanoTime();
        long end = begin + (long) (OPEN_SECONDS * 1e9);
        int count = 0;
        for (long from; (from = System.nanoTime()) < end && count < millis.length; ) {
          query.setInt(1, target);
          query.setLong(2, places.get(random.nextInt(places.size())).number());
          try (ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
              for (int column = 2; column <= 13; column++) {
                rows.getObject(column);
              }
            }
          }
          millis[count++] = (System.nanoTime() - from) / 1e6;
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        cpu += cpuSeconds.getAsDouble();
        if (warm) {
          double[] sorted = Arrays.copyOf(millis, count);
          Arrays.sort(sorted);
          System.out.printf(
              "open %d %.3f %.2f %.3f %.3f%n",
              count, seconds, cpu, sorted[count / 2], sorted[(int) ((count - 1) * 0.99)]);
        }
      }
    }
  }

  /** A search that does not tell small letters from capitals; SQLite's {@code like} does not. */
  void search(String what, int target, String text) throws SQLException {
    String sql =
        "select d.path, f.name, f.type, f.size, f.mtime"
            + ALL
            + (isPostgres ? " and f.name ilike ?" : " and f.name like ?");
    double[] millis = new double[FIRST_PAGES];
    long inPage = 0;
    for (int i = 0; i < FIRST_PAGES; i++) {
      long begin = System.nanoTime();
      inPage = hits(sql + " limit " + Search.PAGE, target, text);
      millis[i] = (System.nanoTime() - begin) / 1e6;
    }
    Arrays.sort(millis);
    double cpu = -cpuSeconds.getAsDouble();
    long begin = System.nanoTime();
    long hits = hits(sql, target, text);
    double seconds = (System.nanoTime() - begin) / 1e9;
    cpu += cpuSeconds.getAsDouble();
    System.out.printf(
        "search-%s %d %.3f %.3f %d %.3f %.2f%n",
        what, hits, millis[FIRST_PAGES / 2], millis[FIRST_PAGES - 1], inPage, seconds, cpu);
  }

  private long hits(String sql, int target, String text) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setInt(1, target);
      query.setString(2, "%" + text + "%");
      long count = 0;
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          for (int column = 1; column <= 5; column++) {
            rows.getObject(column);
          }
          count++;
        }
      }
      return count;
    }
  }

  /** All columns, as lines of values between commas. */
  void export(int target) throws Exception {
    connection.setAutoCommit(false); // or PostgreSQL's driver holds all of it
    double cpu = -cpuSeconds.getAsDouble();
    long begin = System.nanoTime();
    long count = 0;
    long bytes = 0;
    try (PreparedStatement query = connection.prepareStatement("select d.path, f.*" + ALL);
        OutputStream out = OutputStream.nullOutputStream()) {
      query.setInt(1, target);
      query.setFetchSize(ROWS_AT_ONCE);
      try (ResultSet rows = query.executeQuery()) {
        StringBuilder line = new StringBuilder();
        int columns = rows.getMetaData().getColumnCount();
        while (rows.next()) {
          line.setLength(0);
          for (int column = 1; column <= columns; column++) {
            line.append(rows.getString(column)).append(column == columns ? '\n' : ',');
          }
          byte[] encoded = line.toString().getBytes(StandardCharsets.UTF_8);
          out.write(encoded);
          bytes += encoded.length;
          count++;
        }
      }
    }
    double seconds = (System.nanoTime() - begin) / 1e9;
    cpu += cpuSeconds.getAsDouble();
    connection.setAutoCommit(true);
    System.out.printf("export %d %.3f %.2f %d%n", count, seconds, cpu, bytes);
  }

  void compare(int target, int later) throws SQLException {
    String sql = COMPARE.formatted(target, later, EntryType.DIRECTORY.code());
    double[] seconds = new double[2];
    long[] files = new long[3];
    double cpu = -cpuSeconds.getAsDouble();
    for (int i = 0; i < seconds.length; i++) {
      long begin = System.nanoTime();
      try (Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery(sql)) {
        while (rows.next()) {
          int at = List.of("added", "removed", "changed").indexOf(rows.getString(1));
          files[at] = rows.getLong(2);
        }
      }
      seconds[i] = (System.nanoTime() - begin) / 1e9;
    }
    cpu += cpuSeconds.getAsDouble();
    System.out.printf(
        "compare %.3f %.3f %.2f %d %d %d%n",
        seconds[0], seconds[1], cpu / seconds.length, files[0], files[1], files[2]);
  }
}
