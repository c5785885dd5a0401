package io.scanfleet.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

class RealPostgresIT {

  private final RealPostgres postgres = RealPostgres.shared();

  @Test
  void thereIsOneForAll() {
    assertThat(RealPostgres.shared()).isSameAs(postgres);
  }

  @Test
  void databasesAreFreshAndApart() throws Exception {
    try (Connection one = DriverManager.getConnection(postgres.newDatabase());
        Connection other = DriverManager.getConnection(postgres.newDatabase());
        Statement here = one.createStatement();
        Statement there = other.createStatement()) {
      here.execute("create table listing (directory bytea primary key)");
      here.execute("insert into listing values ('\\xfffe')");

      assertThat(number(here, "select count(*) from listing")).isEqualTo(1);
      assertThat(number(there, "select count(*) from pg_tables where tablename = 'listing'"))
          .isZero();
    }
  }

  @Test
  void itTakesTheConnectionsOfManyPools() throws Exception {
    try (Connection connection = DriverManager.getConnection(postgres.newDatabase());
        Statement statement = connection.createStatement()) {
      assertThat(
              number(
                  statement, "select setting::int from pg_settings where name = 'max_connections'"))
          .isEqualTo(300);
    }
  }

  private static int number(Statement statement, String query) throws Exception {
    try (ResultSet result = statement.executeQuery(query)) {
      assertThat(result.next()).isTrue();
      return result.getInt(1);
    }
  }
}
