package io.scanfleet.gateway.tree.retention;

import jakarta.annotation.PostConstruct;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/**
 * Gives the space of removed rows back to the file system. PostgreSQL looks after itself; what
 * SQLite has freed it keeps, unless its file was made for more and it is told to. Thread-safe.
 */
@Repository
class DatabaseFile {

  private static final System.Logger LOG = System.getLogger(DatabaseFile.class.getName());

  private static final int INCREMENTAL = 2;

  /** 2 MiB in pages of 4 KiB: what one step gives back. */
  private static final int PAGES_AT_ONCE = 512;

  /** What the next pages of trees will take is kept. */
  private static final int PAGES_KEPT = 256;

  /** A file that takes no noticeable time to rewrite, in pages. */
  private static final int SMALL = 4096;

  private final JdbcTemplate jdbc;
  private boolean canShrink;

  DatabaseFile(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Sees to it that the file can shrink, before anything is written to it: a file that was made
   * without that is rewritten once.
   */
  @PostConstruct
  void prepare() {
    canShrink = Boolean.TRUE.equals(onConnection(DatabaseFile::prepare));
  }

  private static boolean prepare(Connection connection) throws SQLException {
    if (!connection.getMetaData().getDatabaseProductName().equals("SQLite")) {
      return false;
    }
    try (Statement statement = connection.createStatement()) {
      if (number(statement, "pragma auto_vacuum") == INCREMENTAL) {
        return true;
      }
      boolean large = number(statement, "pragma page_count") > SMALL;
      if (large) {
        LOG.log(
            System.Logger.Level.WARNING,
            "The database is rewritten once, so that deleted scans will give their space back."
                + " This takes a while and as much space again");
      }
      statement.executeUpdate("pragma auto_vacuum = " + INCREMENTAL);
      statement.executeUpdate("vacuum");
      if (large) {
        LOG.log(System.Logger.Level.WARNING, "The database has been rewritten");
      }
      return true;
    } catch (SQLException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "The database could not be rewritten, so deleted scans do not give their space back;"
              + " tried again at the next start: "
              + e.getMessage());
      return false;
    }
  }

  /**
   * Gives some space back, if there is more to give than is worth keeping.
   *
   * @return whether there may be more
   */
  boolean shrink() {
    if (!canShrink || free() <= PAGES_KEPT) {
      return false;
    }
    // As a plain statement: a prepared one gives one page back.
    jdbc.update("pragma incremental_vacuum(" + PAGES_AT_ONCE + ")");
    return true;
  }

  /**
   * Takes what has been written over from the log into the file, which shrinks only then, as far as
   * nobody is held up by it.
   *
   * @return whether all of it was
   */
  boolean settle() {
    if (!canShrink) {
      return true;
    }
    Long held =
        onConnection(
            connection -> {
              try (Statement statement = connection.createStatement()) {
                number(statement, "pragma wal_checkpoint(passive)");
                long patience = number(statement, "pragma busy_timeout");
                statement.executeUpdate("pragma busy_timeout = 0");
                try {
                  return number(statement, "pragma wal_checkpoint(truncate)");
                } finally {
                  statement.executeUpdate("pragma busy_timeout = " + patience);
                }
              }
            });
    return held != null && held == 0;
  }

  private long free() {
    Long pages = jdbc.queryForObject("pragma freelist_count", Long.class);
    return pages == null ? 0 : pages;
  }

  private <T> @Nullable T onConnection(ConnectionCallback<T> work) {
    return jdbc.execute(work);
  }

  private static long number(Statement statement, String pragma) throws SQLException {
    try (ResultSet row = statement.executeQuery(pragma)) {
      return row.next() ? row.getLong(1) : 0;
    }
  }
}
