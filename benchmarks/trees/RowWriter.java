import io.scanfleet.model.entry.EntryColumns;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Writes one row for each file: SQLite is given prepared batches, PostgreSQL a COPY; both commit every
 * 10,000 rows.
 */
abstract class RowWriter implements SyntheticTree.Visitor {

  private static final int ROWS_OF_A_TRANSACTION = 10_000;

  private static final String[] TABLES = {
    """
    create table directory (target integer not null, dir_id bigint not null, parent_id bigint,
      path text not null, files bigint not null, bytes bigint not null,
      primary key (target, dir_id), unique (target, path))
    """,
    """
    create table file (target integer not null, dir_id bigint not null, name text not null,
      type smallint not null, size bigint not null, allocated bigint not null,
      mtime bigint not null, dev bigint not null, inode bigint not null, links integer not null,
      mode integer not null, uid integer not null, gid integer not null,
      primary key (target, dir_id, name))
    """
  };

  final Connection connection;
  final int target;
  private int uncommitted;

  private RowWriter(Connection connection, int target) {
    this.connection = connection;
    this.target = target;
  }

  static void createTables(Connection connection, boolean isPostgres) throws SQLException {
    for (String table : TABLES) {
      try (Statement statement = connection.createStatement()) {
        statement.execute(isPostgres ? table : table + " without rowid");
      }
    }
  }

  /**
   * @param connection without automatic commits
   * @param target what the tree is known by
   */
  static RowWriter of(Connection connection, boolean isPostgres, int target) throws SQLException {
    return isPostgres ? new Copying(connection, target) : new Inserting(connection, target);
  }

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

  /** To be called at the end, too. */
  abstract void commit() throws Exception;

  /** Where a directory lies, for a tree that is shown in the order of opening. */
  private static long parent(SyntheticTree.Directory directory) {
    return directory.parent == null ? -1 : directory.parent.number;
  }

  private static long mtime(EntryColumns entries, int i) {
    return entries.modifiedSeconds(i) * 1_000_000_000L + entries.modifiedNanos(i);
  }

  private static final class Inserting extends RowWriter {
    private final PreparedStatement file;
    private final PreparedStatement directory;

    Inserting(Connection connection, int target) throws SQLException {
      super(connection, target);
      file =
          connection.prepareStatement(
              "insert into file values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
      directory = connection.prepareStatement("insert into directory values (?, ?, ?, ?, ?, ?)");
    }

    @Override
    void file(long directoryNumber, EntryColumns entries, int i) throws SQLException {
      file.setInt(1, target);
      file.setLong(2, directoryNumber);
      file.setString(3, entries.displayName(i));
      file.setInt(4, entries.type(i).code());
      file.setLong(5, entries.bytes(i));
      file.setLong(6, entries.allocated(i));
      file.setLong(7, mtime(entries, i));
      file.setLong(8, entries.device(i));
      file.setLong(9, entries.inode(i));
      file.setInt(10, entries.links(i));
      file.setInt(11, entries.mode(i));
      file.setInt(12, entries.owner(i));
      file.setInt(13, entries.group(i));
      file.addBatch();
    }

    @Override
    public void finished(SyntheticTree.Directory finished) throws SQLException {
      directory.setInt(1, target);
      directory.setLong(2, finished.number);
      directory.setLong(3, parent(finished));
      directory.setString(4, finished.path());
      directory.setLong(5, finished.totals().files());
      directory.setLong(6, finished.totals().bytes());
      directory.addBatch();
    }

    @Override
    void commit() throws SQLException {
      file.executeBatch();
      directory.executeBatch();
      connection.commit();
    }
  }

  private static final class Copying extends RowWriter {
    private final ByteArrayOutputStream files = new ByteArrayOutputStream(1 << 21);
    private final ByteArrayOutputStream directories = new ByteArrayOutputStream(1 << 16);
    private final StringBuilder row = new StringBuilder();

    Copying(Connection connection, int target) {
      super(connection, target);
    }

    @Override
    void file(long directory, EntryColumns entries, int i) {
      row.setLength(0);
      row.append(target).append('\t').append(directory).append('\t').append(entries.displayName(i));
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
          "%d\t%d\t%d\t%s\t%d\t%d\n"
              .formatted(
                  target,
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
  }
}
