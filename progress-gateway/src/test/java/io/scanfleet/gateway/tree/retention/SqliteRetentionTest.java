package io.scanfleet.gateway.tree.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.scanfleet.gateway.GatewayProperties;
import io.scanfleet.gateway.batch.BatchChanged;
import io.scanfleet.gateway.batch.Scan;
import io.scanfleet.testing.DeletingTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

class SqliteRetentionTest extends RetentionContract {

  private static final long MIB = 1024 * 1024;

  private final DeletingTree disk = DeletingTree.create();
  private final Path file = disk.path().resolve("test.db");

  @Override
  protected String databaseUrl() {
    return GatewayProperties.withSettings("jdbc:sqlite:" + file);
  }

  @AfterAll
  void clean() {
    disk.close();
  }

  /** The file and its log, in bytes. */
  private long size() {
    try {
      return Files.size(file) + Files.size(file.resolveSibling(file.getFileName() + "-wal"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void theFileIsAsSmallAsBeforeOnceATreeIsDeleted() {
    Housekeeping housekeeping = housekeeping(new RetentionRules(null, null));
    housekeeping.start();
    try {
      long before = size();
      Scan kept = begun(1, "/a");
      storePage(kept.targets().getFirst().key(), 0, 20);
      Scan scan = begun(1, "/a");
      for (int page = 0; page < 250; page++) {
        storePage(scan.targets().getFirst().key(), page, 40);
      }
      long full = size();
      assertThat(full).isGreaterThan(before + 25 * MIB);
      storePage(kept.targets().getFirst().key(), 1, 20);

      delete(scan);
      housekeeping.changed(new BatchChanged(scan.id()));
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(() -> assertThat(size()).isLessThan(before + 3 * MIB));
    } finally {
      housekeeping.stop();
    }
  }

  @Test
  void aFileThatWasMadeWithoutShrinkingIsRewrittenOnce() throws SQLException {
    Path old = disk.path().resolve("old.db");
    String url = GatewayProperties.withSettings("jdbc:sqlite:" + old);
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.executeUpdate("create table precious (content blob)");
      for (int i = 0; i < 10; i++) {
        statement.executeUpdate("insert into precious values (randomblob(2000000))");
      }
    }
    for (int start = 0; start < 2; start++) {
      try (ConfigurableApplicationContext context =
          open(
              url,
              "--spring.flyway.baseline-on-migrate=true",
              "--spring.flyway.baseline-version=0")) {
        JdbcClient jdbc = context.getBean(JdbcClient.class);
        assertThat(jdbc.sql("pragma auto_vacuum").query(Integer.class).single()).isEqualTo(2);
        assertThat(jdbc.sql("select count(*) from precious").query(Integer.class).single())
            .isEqualTo(10);
      }
    }
  }
}
