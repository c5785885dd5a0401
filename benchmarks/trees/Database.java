import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;

/** Where trees are kept: a file of SQLite's, or a database of a PostgreSQL of our own. */
interface Database extends AutoCloseable {

  /** The gateway's arguments that name it. */
  List<String> gatewayArguments();

  /** Environment of the gateway that names its user. */
  Map<String, String> gatewayEnvironment();

  /** Its address, with the settings that the gateway gives it. */
  String url();

  /** User and system time of its server so far; 0 where there is none. */
  double serverCpuSeconds();

  /** The process of its server, 0 where there is none. */
  long serverPid();

  /** What it takes on disk once everything is written out, without what an empty one takes. */
  long bytes() throws Exception;

  @Override
  void close();

  /**
   * Makes an empty one.
   *
   * @param directory for its file
   * @param postgres null for SQLite
   */
  static Database create(Path directory, Postgres postgres, String name) throws Exception {
    return postgres == null ? new Sqlite(directory, name) : new Shared(postgres, name);
  }

  /** The first column of the first row. */
  static long number(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  /** A file. */
  final class Sqlite implements Database {

    private static final String SETTINGS =
        "?journal_mode=WAL&synchronous=FULL&busy_timeout=30000&transaction_mode=IMMEDIATE"
            + "&foreign_keys=on";

    private final Path file;

    Sqlite(Path directory, String name) {
      file = directory.resolve(name + ".db");
    }

    @Override
    public List<String> gatewayArguments() {
      return List.of("--database", "jdbc:sqlite:" + file);
    }

    @Override
    public Map<String, String> gatewayEnvironment() {
      return Map.of();
    }

    @Override
    public String url() {
      return "jdbc:sqlite:" + file + SETTINGS;
    }

    @Override
    public double serverCpuSeconds() {
      return 0;
    }

    @Override
    public long serverPid() {
      return 0;
    }

    @Override
    public long bytes() throws Exception {
      try (Connection connection = DriverManager.getConnection(url());
          Statement statement = connection.createStatement()) {
        statement.execute("pragma wal_checkpoint(truncate)");
      }
      return Files.size(file);
    }

    @Override
    public void close() {
      for (String end : List.of("", "-wal", "-shm")) {
        try {
          Files.deleteIfExists(Path.of(file + end));
        } catch (IOException e) {
          // The script around removes the directory.
        }
      }
    }
  }

  /** A database of a server. */
  final class Shared implements Database {

    private final Postgres server;
    private final String name;
    private final long emptyBytes;

    Shared(Postgres server, String name) throws SQLException {
      this.server = server;
      this.name = name;
      administer("create database " + name);
      try (Connection connection = DriverManager.getConnection(url())) {
        emptyBytes = Database.number(connection, "select pg_database_size(current_database())");
      }
    }

    private void administer(String sql) throws SQLException {
      try (Connection connection = DriverManager.getConnection(server.url("postgres"));
          Statement statement = connection.createStatement()) {
        statement.execute(sql);
      }
    }

    @Override
    public List<String> gatewayArguments() {
      return List.of("--database", server.plainUrl(name));
    }

    @Override
    public Map<String, String> gatewayEnvironment() {
      return Map.of("SCANFLEET_DATABASE_USERNAME", Postgres.USER);
    }

    @Override
    public String url() {
      return server.url(name);
    }

    @Override
    public double serverCpuSeconds() {
      return server.process.cpuSeconds();
    }

    @Override
    public long serverPid() {
      return server.process.pid();
    }

    @Override
    public long bytes() throws Exception {
      try (Connection connection = DriverManager.getConnection(url());
          Statement statement = connection.createStatement()) {
        statement.execute("checkpoint");
        return Database.number(connection, "select pg_database_size(current_database())")
            - emptyBytes;
      }
    }

    @Override
    public void close() {
      try {
        administer("drop database " + name + " with (force)");
      } catch (SQLException e) {
        // It goes with its server.
      }
    }
  }
}
