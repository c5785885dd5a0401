package io.scanfleet.gateway;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where trees are kept.
 *
 * @param url a JDBC address of SQLite or PostgreSQL
 */
@ConfigurationProperties("scanfleet.database")
public record GatewayProperties(String url) {

  private static final String SQLITE = "jdbc:sqlite:";

  /**
   * The address of a database, with what the gateway needs of SQLite: a write-ahead log, so that
   * readers and the writer do not wait for each other; commits that survive a power cut, because a
   * page is acknowledged after its commit; transactions that take the write lock at once instead of
   * failing when they first write; and, since keys are spread over the whole of an index, a cache
   * of 16 MiB for each of a few connections and a log of 48 MiB before it is copied into the file.
   */
  public static String withSettings(String url) {
    if (!url.startsWith(SQLITE) || url.contains("?")) {
      return url;
    }
    return url
        + "?journal_mode=WAL&synchronous=FULL&busy_timeout=30000&transaction_mode=IMMEDIATE"
        + "&foreign_keys=on&cache_size=-16384&journal_size_limit=67108864&wal_autocheckpoint=12000";
  }

  /** Whether no other gateway can share this database. */
  public boolean isAloneOnItsDatabase() {
    return url.startsWith(SQLITE);
  }
}
