import io.scanfleet.model.entry.EntryColumns;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * The plain alternative, in a process of its own: one row for each file, in the same database, by
 * plain JDBC. SQLite is given prepared batches and the settings that the gateway gives it,
 * PostgreSQL a COPY; both commit every 10,000 rows. What making up the tree takes is measured
 * before, by itself, and left out.
 *
 * <p>Prints a line for each thing it has measured: a name, then numbers.
 */
final class Rows {

  private static final int ROWS_OF_A_TRANSACTION = 10_000;
  private static final int PAGE = 200;
  private static final double OPEN_SECONDS = 5;

  private static final String[] TABLES = {
    """
    create table directory (target integer not null, dir_id bigint not null, parent_id bigint,
      path text not null, files bigint not null, bytes bigint not null,
      primary key (target, dir_id))
    """,
    """
    create table file (target integer not null, dir_id bigint not null, name text not null,
      type smallint not null, size bigint not null, allocated bigint not null,
      mtime bigint not null, dev bigint not null, inode bigint not null, links integer not null,
      mode integer not null, uid integer not null, gid integer not null,
      primary key (target, dir_id, name))
    """
  };

  private final String url;
  private final Shape shape;
  private final long files;
  private final ProcessHandle server;
  private final boolean isPostgres;

  private Rows(String url, Shape shape, long files, long serverPid) {
    this.url = url;
    this.shape = shape;
    this.files = files;
    server = serverPid == 0 ? null : ProcessHandle.of(serverPid).orElseThrow();
    isPostgres = url.startsWith("jdbc:postgresql:");
  }

  /** Database, shape, files, the database server's process or 0, and what to do. */
  public static void main(String[] arguments) throws Exception {
    Locale.setDefault(Locale.ROOT);
    Rows rows =
        new Rows(
            arguments[0],
            Shape.of(arguments[1]),
            Long.parseLong(arguments[2]),
            Long.parseLong(arguments[3]));
    for (String what : Arrays.asList(arguments).subList(4, arguments.length)) {
      switch (what) {
        case "write" -> rows.write();
        case "open" -> rows.open();
        default -> throw new BenchException("no such work: " + what);
      }
    }
  }

  private double cpuSeconds() {
    return Proc.ownCpuSeconds() + (server == null ? 0 : Proc.cpuSeconds(server));
  }

  // --- writing ----------------------------------------------------------------------------------

  private void write() throws Exception {
    SyntheticTree tree = new SyntheticTree(shape, files, false);
    tree.show(new Nothing()); // warms up
    Nothing alone = new Nothing();
    double cpu = -cpuSeconds();
    long begin = System.nanoTime();
    tree.show(alone);
    double seconds = -(System.nanoTime() - begin) / 1e9;
    cpu = -(cpu + cpuSeconds());
    try (Connection connection = DriverManager.getConnection(url)) {
      for (String table : TABLES) {
        try (Statement statement = connection.createStatement()) {
          statement.execute(isPostgres ? table : table + " without rowid");
        }
      }
      connection.setAutoCommit(false);
      cpu -= cpuSeconds();
      begin = System.nanoTime();
      Sink sink = isPostgres ? new Copying(connection) : new Inserting(connection);
      tree.show(sink);
      sink.end();
      seconds += (System.nanoTime() - begin) / 1e9;
      cpu += cpuSeconds();
    }
    System.out.printf("write %d %.3f %.2f%n", alone.entries, seconds, cpu);
  }

  /** Looks at a tree and does nothing. */
  private static final class Nothing implements SyntheticTree.Visitor {
    private long entries;

    @Override
    public void listing(SyntheticTree.Directory directory, EntryColumns all) {
      entries += all.size();
    }

    @Override
    public void finished(SyntheticTree.Directory directory) {}
  }

  /** Writes rows. */
  private abstract static class Sink implements SyntheticTree.Visitor {
    private int uncommitted;

    @Override
    public void listing(SyntheticTree.Directory directory, EntryColumns entries) throws Exception {
      for (int i = 0; i < entries.size(); i++) {
        file(directory.number, entries, i);
        if (++uncommitted == ROWS_OF_A_TRANSACTION) {
          commit();
          uncommitted = 0;
        }
      }
    }

    abstract void file(long directory, EntryColumns entries, int i) throws Exception;

    abstract void commit() throws Exception;

    abstract void end() throws Exception;
  }

  /** Where a directory lies, for a tree that is shown in the order of opening. */
  private static long parent(SyntheticTree.Directory directory) {
    return directory.parent == null ? -1 : directory.parent.number;
  }

  private static long mtime(EntryColumns entries, int i) {
    return entries.modifiedSeconds(i) * 1_000_000_000L + entries.modifiedNanos(i);
  }

  private static final class Inserting extends Sink {
    private final Connection connection;
    private final PreparedStatement file;
    private final PreparedStatement directory;

    Inserting(Connection connection) throws SQLException {
      this.connection = connection;
      file =
          connection.prepareStatement(
              "insert into file values (1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
      directory = connection.prepareStatement("insert into directory values (1, ?, ?, ?, ?, ?)");
    }

    @Override
    void file(long directoryNumber, EntryColumns entries, int i) throws SQLException {
      file.setLong(1, directoryNumber);
      file.setString(2, entries.displayName(i));
      file.setInt(3, entries.type(i).code());
      file.setLong(4, entries.bytes(i));
      file.setLong(5, entries.allocated(i));
      file.setLong(6, mtime(entries, i));
      file.setLong(7, entries.device(i));
      file.setLong(8, entries.inode(i));
      file.setInt(9, entries.links(i));
      file.setInt(10, entries.mode(i));
      file.setInt(11, entries.owner(i));
      file.setInt(12, entries.group(i));
      file.addBatch();
    }

    @Override
    public void finished(SyntheticTree.Directory finished) throws SQLException {
      directory.setLong(1, finished.number);
      directory.setLong(2, parent(finished));
      directory.setString(3, finished.path());
      directory.setLong(4, finished.totals().files());
      directory.setLong(5, finished.totals().bytes());
      directory.addBatch();
    }

    @Override
    void commit() throws SQLException {
      file.executeBatch();
      directory.executeBatch();
      connection.commit();
    }

    @Override
    void end() throws SQLException {
      commit();
    }
  }

  private static final class Copying extends Sink {
    private final Connection connection;
    private final ByteArrayOutputStream files = new ByteArrayOutputStream(1 << 21);
    private final ByteArrayOutputStream directories = new ByteArrayOutputStream(1 << 16);
    private final StringBuilder row = new StringBuilder();

    Copying(Connection connection) {
      this.connection = connection;
    }

    @Override
    void file(long directory, EntryColumns entries, int i) {
      row.setLength(0);
      row.append("1\t").append(directory).append('\t').append(entries.displayName(i));
      row.append('\t').append(entries.type(i).code()).append('\t').append(entries.bytes(i));
      row.append('\t').append(entries.allocated(i)).append('\t').append(mtime(entries, i));
      row.append('\t').append(entries.device(i)).append('\t').append(entries.inode(i));
      row.append('\t').append(entries.links(i)).append('\t').append(entries.mode(i));
      row.append('\t').append(entries.owner(i)).append('\t').append(entries.group(i)).append('\n');
      files.writeBytes(row.toString().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void finished(SyntheticTree.Directory finished) {
      String line =
          "1\t%d\t%d\t%s\t%d\t%d\n"
              .formatted(
                  finished.number,
                  parent(finished),
                  finished.path(),
                  finished.totals().files(),
                  finished.totals().bytes());
      directories.writeBytes(line.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    void commit() throws SQLException {
      copy("file", files);
      copy("directory", directories);
      connection.commit();
    }

    private void copy(String table, ByteArrayOutputStream rows) throws SQLException {
      CopyIn copy =
          connection.unwrap(PGConnection.class).getCopyAPI().copyIn("copy " + table + " from stdin");
      byte[] bytes = rows.toByteArray();
      copy.writeToCopy(bytes, 0, bytes.length);
      copy.endCopy();
      rows.reset();
    }

    @Override
    void end() throws SQLException {
      commit();
    }
  }

  // --- reading ----------------------------------------------------------------------------------

  private void open() throws Exception {
    Sample sample = new Sample(new Nothing());
    new SyntheticTree(shape, files, false).show(sample);
    List<Sample.Place> places = sample.places();
    SplittableRandom random = new SplittableRandom(5);
    try (Connection connection = DriverManager.getConnection(url);
        PreparedStatement query =
            connection.prepareStatement(
                "select * from file where target = 1 and dir_id = ? order by size desc limit "
                    + PAGE)) {
      double[] millis = new double[1 << 20];
      for (boolean warm : new boolean[] {false, true}) {
        double cpu = -cpuSeconds();
        long begin = System.nanoTime();
        long end = begin + (long) (OPEN_SECONDS * 1e9);
        int count = 0;
        for (long from; (from = System.nanoTime()) < end && count < millis.length; ) {
          query.setLong(1, places.get(random.nextInt(places.size())).number());
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
        cpu += cpuSeconds();
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
}
