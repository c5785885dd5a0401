package io.scanfleet.testing;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A real PostgreSQL for tests, one for all tests of a JVM, ended with it. It comes from a container
 * if a Docker engine answers, else from the Debian package; if neither is there the test fails. It
 * does not wait for the disk, so it is quick and would not survive a power cut.
 */
public final class RealPostgres {

  private static final Lazy<RealPostgres> SHARED = new Lazy<>(RealPostgres::startShared);

  private final PostgresServer server;
  private final AtomicInteger databases = new AtomicInteger();

  private RealPostgres(PostgresServer server) {
    this.server = server;
  }

  /**
   * The one of this JVM, started when first asked for.
   *
   * @throws IllegalStateException if there is no PostgreSQL to be had
   */
  public static RealPostgres shared() {
    return SHARED.get();
  }

  private static RealPostgres startShared() {
    return new RealPostgres(
        ContainerOrPackage.start(
            "PostgreSQL",
            PostgresContainer::start,
            PostgresPackage.isInstalled(),
            PostgresPackage::start));
  }

  /** Makes an empty database and returns its JDBC address, name and password included. */
  public String newDatabase() {
    String name = "test_" + databases.incrementAndGet();
    try (Connection connection =
            DriverManager.getConnection(server.jdbcUrl(PostgresServer.ADMINISTRATOR));
        Statement statement = connection.createStatement()) {
      statement.execute("create database " + name);
      return server.jdbcUrl(name);
    } catch (SQLException e) {
      throw new IllegalStateException("cannot make the database " + name, e);
    }
  }

  /** Which PostgreSQL it is. */
  @Override
  public String toString() {
    return server.toString();
  }
}
