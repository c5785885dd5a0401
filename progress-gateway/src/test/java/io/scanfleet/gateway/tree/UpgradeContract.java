package io.scanfleet.gateway.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.scanfleet.gateway.DatabaseContract;
import io.scanfleet.gateway.batch.Scan;
import io.scanfleet.gateway.batch.Target;
import io.scanfleet.gateway.tree.TreeBrowser.Opened;
import io.scanfleet.gateway.tree.compare.CompareProbe;
import io.scanfleet.gateway.tree.search.SearchProbe;
import io.scanfleet.model.BatchId;
import io.scanfleet.model.DirectoryKey;
import io.scanfleet.model.Totals;
import io.scanfleet.model.entry.EntryColumns;
import io.scanfleet.model.entry.EntryType;
import io.scanfleet.model.entry.ListingCodec;
import io.scanfleet.model.page.PageRecord.FinishedDirectory;
import io.scanfleet.model.page.PageRecord.ListingPart;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What earlier versions stored is read by this one, the same on SQLite and PostgreSQL. */
abstract class UpgradeContract extends DatabaseContract {

  private static final BatchId BATCH = BatchId.random();
  private static final DirectoryKey SHOW = DirectoryKey.ROOT.child(bytes("locked"));

  /** A directory "locked", and two frames, as the first version wrote them. */
  private static final String LISTING =
      "28b52ffd206949030003010102000000000d636f6d702e313030312e6578720805322e65787200066c6f636b6564d20f02d50f804000814009000a8094ebdc038094ebdc03008401008301540255020001c80600c706030004c80100c7010102115065726d697373696f6e2064656e696564";

  /** The second version's tree: "shots" with "a.mov" of 100 and "b.mov" of 200 bytes in it. */
  private static final long SECOND = 7;

  private static final BatchId SECOND_BATCH = BatchId.random();
  private static final DirectoryKey SHOTS = DirectoryKey.ROOT.child(bytes("shots"));

  private static final String SHOTS_LISTED =
      "032d2d010004000000000000000a73686f747300000000008084a4920d000a000200c801000200c80600d00f00c80100";

  private static final String IN_SHOTS =
      "03373702000200000000010008010a07612e6d6f766201c801c801000001c885a4920dc801000a0002019003c801000200c80600d00f00c80100";

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
      Flyway.configure().dataSource(url, null, null).target("2").load().migrate();
      storeAsTheSecond(database);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return url;
  }

  private static void storeAsTheSecond(Connection database) throws SQLException {
    execute(
        database,
        "insert into scan values (?, null, '[]', false, 'completed', 1, 2, 3)",
        SECOND_BATCH.toString());
    execute(
        database,
        """
        insert into target values (?, ?, 0, 'nas-01', '/vol/shots', 'completed',
          null, false, 1, 'completed', 1, 2, 1, 0, 0, 300, 8192, 0, false, 2, 9, null, 3,
          null, null, null)
        """,
        SECOND,
        SECOND_BATCH.toString());
    String directory =
        """
        insert into directory values (?, ?, ?, 1, 1, 2, ?, 0, 0, 300, 8192, 0, false, null, ?,
          ?, ?, ?, ?)
        """;
    byte[] root = DirectoryKey.ROOT.toBytes();
    byte[] in = HexFormat.of().parseHex(IN_SHOTS);
    execute(database, directory, SECOND, root, root, 1, bytes(""), 0, 0, 11L, null);
    execute(database, directory, SECOND, root, SHOTS.toBytes(), 0, bytes("shots"), 2, 300, 12L, in);
    execute(
        database,
        "insert into listing values (?, ?, 0, 1, ?, ?, ?)",
        SECOND,
        root,
        HexFormat.of().parseHex(SHOTS_LISTED),
        root,
        bytes(""));
    execute(database, "update target_key_counter set next_key = ?", SECOND + 1);
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

  private static void execute(Connection database, String sql, @Nullable Object... values)
      throws SQLException {
    try (PreparedStatement statement = database.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        if (values[i] == null) {
          statement.setNull(i + 1, Types.NULL);
        } else {
          statement.setObject(i + 1, values[i]);
        }
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
        new TreeBrowser.Query(
            new TreeOrder(TreeOrder.Sort.NAME, false), new PageStart.First(), 10, 1, false, null);
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
    assertThat(rows.finished(target.key(), SHOW).orElseThrow().digest()).as("not known").isNull();
    assertThat(scans.newTargetKeys(2)).isLessThan(target.key()).isGreaterThan(SECOND);
  }

  @Test
  void aTreeOfTheSecondVersionIsBrowsed() {
    DirectoryRows rows = context.getBean(DirectoryRows.class);
    TreeBrowser.Query query =
        new TreeBrowser.Query(
            new TreeOrder(TreeOrder.Sort.NAME, false), new PageStart.First(), 10, 2, false, null);
    Opened opened = new TreeBrowser(rows).open(SECOND, TreePath.ofQuery(null), query).orElseThrow();
    assertThat(opened.totals().bytes()).isEqualTo(300);
    assertThat(opened.entries()).extracting(TreeEntry::bytes).containsExactly(300L);
    assertThat(opened.entries().getFirst().entries())
        .extracting(TreeEntry::name)
        .containsExactly("a.mov", "b.mov");
    assertThat(rows.paths(SECOND).of(SHOTS)).hasValue(bytes("shots"));
    DirectoryRows.Finished top = rows.finished(SECOND, DirectoryKey.ROOT).orElseThrow();
    assertThat(top.ownFiles()).as("not what lies below").isZero();
    assertThat(top.ownBytes()).isZero();
    DirectoryRows.Finished shots = rows.finished(SECOND, SHOTS).orElseThrow();
    assertThat(shots.ownFiles()).isEqualTo(2);
    assertThat(shots.ownBytes()).isEqualTo(300);
    assertThat(shots.digest()).isEqualTo(12);
  }

  @Test
  void treesOfBothVersionsAreSearched() throws IOException {
    long first = scans.find(BATCH).orElseThrow().targets().getFirst().key();
    TreePath all = TreePath.ofQuery(null);
    assertThat(SearchProbe.paths(context, first, all, "1002"))
        .containsExactly("comp.1002.exr", "locked/comp.1002.exr");
    assertThat(SearchProbe.paths(context, first, TreePath.ofQuery("path=locked"), "1002"))
        .containsExactly("locked/comp.1002.exr");
    assertThat(SearchProbe.paths(context, SECOND, all, "s")).containsExactly("shots");
    assertThat(SearchProbe.paths(context, SECOND, TreePath.ofQuery("path=shots"), ".mov"))
        .containsExactly("shots/a.mov", "shots/b.mov");
  }

  @Test
  void aTreeOfTheSecondVersionIsWalkedAsForAnExport() throws IOException {
    List<String> shown = new ArrayList<>();
    StoredWalk walk =
        new StoredTrees(context.getBean(WalkRows.class))
            .find(SECOND, TreePath.ofQuery(null), true)
            .orElseThrow();
    walk.walk(
        new TreeVisitor() {
          @Override
          public void enter(
              @Nullable EntryColumns entries,
              int i,
              @Nullable Totals totals,
              @Nullable String error) {
            shown.add(entries == null ? "/" : entries.displayName(i) + "/");
          }

          @Override
          public void entry(EntryColumns entries, int i) {
            shown.add(entries.displayName(i) + " " + entries.bytes(i));
          }

          @Override
          public void leave() {
            shown.add("..");
          }
        });
    assertThat(shown).containsExactly("/", "shots/", "a.mov 100", "b.mov 200", "..", "..");
  }

  @Test
  void aTreeOfTheSecondVersionIsComparedWithOneOfToday() {
    long today = newScan(1).targets().getFirst().key();
    EntryColumns entries = ListingCodec.decode(HexFormat.of().parseHex(IN_SHOTS));
    entries.setSizes(0, 150, 4096);
    byte[] added = bytes("c.mov");
    entries.add(added, 0, added.length, EntryType.FILE);
    byte[] root = bytes("");
    Totals totals = new Totals(3, 0, 0, 0, 350, null, 0, false);
    Totals all = new Totals(3, 1, 0, 0, 350, null, 0, false);
    byte[] name = bytes("shots");
    byte[] listed = HexFormat.of().parseHex(SHOTS_LISTED);
    context
        .getBean(TreeStore.class)
        .store(
            List.of(
                new StoredPage(
                    today,
                    1,
                    0,
                    3,
                    new byte[0],
                    List.of(
                        new ListingPart(DirectoryKey.ROOT, DirectoryKey.ROOT, root, 0, listed),
                        new ListingPart(
                            SHOTS, DirectoryKey.ROOT, name, 0, ListingCodec.encode(entries)),
                        new FinishedDirectory(
                            SHOTS, DirectoryKey.ROOT, name, 1, totals, 3, 350, 13, null),
                        new FinishedDirectory(
                            DirectoryKey.ROOT, DirectoryKey.ROOT, root, 1, all, 0, 0, 14, null)))));
    assertThat(CompareProbe.changes(context, SECOND, today, TreePath.ofQuery("path=shots")))
        .containsExactly("a.mov CHANGED", "c.mov ADDED");
    assertThat(CompareProbe.changes(context, SECOND, SECOND, TreePath.ofQuery("path=shots")))
        .isEmpty();
  }
}
