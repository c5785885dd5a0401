package io.scanfleet.gateway.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.scanfleet.gateway.DatabaseContract;
import io.scanfleet.gateway.batch.Scan;
import io.scanfleet.gateway.batch.Target;
import io.scanfleet.gateway.tree.TreeBrowser.Opened;
import io.scanfleet.model.BatchId;
import io.scanfleet.model.DirectoryKey;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HexFormat;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

/** What the first version stored is read by this one, the same on SQLite and PostgreSQL. */
abstract class UpgradeContract extends DatabaseContract {

  private static final BatchId BATCH = BatchId.random();
  private static final DirectoryKey SHOW = DirectoryKey.ROOT.child(bytes("locked"));

  /** A directory "locked", and two frames, as the first version wrote them. */
  private static final String LISTING =
      "28b52ffd206949030003010102000000000d636f6d702e313030312e6578720805322e65787200066c6f636b6564d20f02d50f804000814009000a8094ebdc038094ebdc03008401008301540255020001c80600c706030004c80100c7010102115065726d697373696f6e2064656e696564";

  abstract String emptyDatabase();

  @Override
  protected final String databaseUrl() {
    String url = emptyDatabase();
    Flyway.configure().dataSource(url, null, null).target("1").load().migrate();
    try (Connection database = DriverManager.getConnection(url)) {
      execute(
          database,
          "insert into scan values (?, null, '[]', false, 'completed', 1, 2, 3)",
          BATCH.toString());
      execute(
          database,
          """
          insert into target values (1872737462517694464, ?, 0, 'nas-01', '/vol/show', 'completed',
            null, false, 1, 'completed', 2, 4, 1, 0, 0, 4008, 16384, 0, false, 2, 9, null, 3)
          """,
          BATCH.toString());
      directory(database, DirectoryKey.ROOT, DirectoryKey.ROOT, "", 4, 1);
      directory(database, DirectoryKey.ROOT, SHOW, "locked", 2, 1);
      for (DirectoryKey key : new DirectoryKey[] {DirectoryKey.ROOT, SHOW}) {
        execute(
            database,
            "insert into listing values (1872737462517694464, ?, 0, 1, ?)",
            key.toBytes(),
            HexFormat.of().parseHex(LISTING));
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return url;
  }

  private static void directory(
      Connection database,
      DirectoryKey parent,
      DirectoryKey key,
      String name,
      long files,
      long directories)
      throws SQLException {
    execute(
        database,
        """
        insert into directory values (1872737462517694464, ?, ?, 1, 1, ?, ?, 0, 0, 4008, null, 0,
          false, null, ?)
        """,
        parent.toBytes(),
        key.toBytes(),
        files,
        directories,
        bytes(name));
  }

  private static void execute(Connection database, String sql, Object... values)
      throws SQLException {
    try (PreparedStatement statement = database.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      statement.executeUpdate();
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void treesStoredBeforeAreThereWithWhereTheyLie() {
    Scan scan = scans.find(BATCH).orElseThrow();
    Target target = scan.targets().getFirst();
    DirectoryRows rows = context.getBean(DirectoryRows.class);
    TreeBrowser browser = new TreeBrowser(rows);
    TreeBrowser.Query query =
        new TreeBrowser.Query(new TreeOrder(TreeOrder.Sort.NAME, false), null, 10, 1, false, null);
    for (String path : new String[] {"", "locked"}) {
      Opened opened =
          browser.open(target.key(), TreePath.ofQuery("path=" + path), query).orElseThrow();
      assertThat(opened.complete()).isTrue();
      assertThat(opened.totals().bytes()).isEqualTo(4008);
      assertThat(opened.entries())
          .extracting(TreeEntry::name)
          .containsExactly("comp.1001.exr", "comp.1002.exr", "locked");
    }
    assertThat(rows.paths(target.key()).of(SHOW)).hasValue(bytes("locked"));
    assertThat(rows.finished(target.key(), DirectoryKey.ROOT, SHOW).orElseThrow().digest())
        .as("not known")
        .isNull();
    assertThat(scans.newTargetKeys(2)).isLessThan(target.key());
  }
}
