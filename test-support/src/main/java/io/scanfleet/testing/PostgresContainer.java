package io.scanfleet.testing;

import org.testcontainers.postgresql.PostgreSQLContainer;

/** PostgreSQL in a container. */
final class PostgresContainer {

  private static final String IMAGE = "postgres:17";

  private PostgresContainer() {}

  static PostgresServer start() {
    PostgreSQLContainer container =
        new PostgreSQLContainer(IMAGE)
            .withUsername(PostgresServer.ADMINISTRATOR)
            .withPassword(PostgresServer.ADMINISTRATOR)
            .withDatabaseName(PostgresServer.ADMINISTRATOR)
            .withCommand("postgres", "-c", "fsync=off", "-c", PostgresServer.CONNECTIONS);
    container.start();
    Runtime.getRuntime().addShutdownHook(new Thread(container::stop, "end of " + IMAGE));
    return new PostgresServer(
        "container " + IMAGE,
        container.getHost(),
        container.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT));
  }
}
