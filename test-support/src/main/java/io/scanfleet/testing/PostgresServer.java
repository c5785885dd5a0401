package io.scanfleet.testing;

/** One running PostgreSQL, wherever it runs: where it is and who administers it. */
record PostgresServer(String description, String host, int port) {

  /** Name and password of its administrator, and the database that is always there. */
  static final String ADMINISTRATOR = "postgres";

  /**
   * Enough for the connection pools of many application contexts at once; test frameworks keep
   * contexts.
   */
  static final String CONNECTIONS = "max_connections=300";

  /** The address of a database, name and password included. */
  String jdbcUrl(String database) {
    return "jdbc:postgresql://%s:%d/%s?user=%s&password=%s"
        .formatted(host, port, database, ADMINISTRATOR, ADMINISTRATOR);
  }

  @Override
  public String toString() {
    return description + " on port " + port;
  }
}
