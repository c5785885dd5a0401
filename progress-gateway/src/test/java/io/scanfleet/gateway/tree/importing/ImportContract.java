package io.scanfleet.gateway.tree.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.scanfleet.gateway.DatabaseContract;
import io.scanfleet.gateway.batch.BatchChanged;
import io.scanfleet.gateway.batch.Scan;
import io.scanfleet.gateway.batch.Target;
import io.scanfleet.gateway.problem.ProblemException;
import io.scanfleet.gateway.tree.DirectoryRows;
import io.scanfleet.gateway.tree.GroupCommit;
import io.scanfleet.gateway.tree.TreeStore;
import io.scanfleet.gateway.tree.importing.TreeImports.Request;
import io.scanfleet.model.AgentId;
import io.scanfleet.model.DirectoryKey;
import io.scanfleet.model.ScanStatus;
import io.scanfleet.model.Totals;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Importing, the same on SQLite and PostgreSQL. */
abstract class ImportContract extends DatabaseContract {

  private static final Request REQUEST = new Request(new AgentId("old-nas"), null, "from tape");

  private final AtomicLong now = new AtomicLong(2_000_000_000);
  private final InstantSource clock = () -> Instant.ofEpochSecond(now.get());
  private final List<Object> events = new ArrayList<>();
  private JdbcClient jdbc;
  private TreeImports imports;

  @BeforeAll
  void open() {
    jdbc = context.getBean(JdbcClient.class);
    imports =
        new TreeImports(
            context.getBean(ImportedTrees.class),
            new GroupCommit(context.getBean(TreeStore.class)),
            scans,
            events::add,
            clock);
  }

  @AfterEach
  void clear() {
    events.clear();
    for (String table :
        List.of("listing", "directory", "page", "discarded_tree", "target", "scan")) {
      jdbc.sql("delete from " + table).update();
    }
  }

  private long rows(String table) {
    return jdbc.sql("select count(*) from " + table).query(Long.class).single();
  }

  /** How many trees the background removal will take now. */
  private long due() {
    return jdbc.sql("select count(*) from discarded_tree where discarded_at <= :now")
        .param("now", now.get())
        .query(Long.class)
        .single();
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static String export(@Nullable Long timestamp, String content) {
    return "[1,2,{\"progname\":\"ncdu\",\"progver\":\"1.22\""
        + (timestamp == null ? "" : ",\"timestamp\":" + timestamp)
        + "},[{\"name\":\"/vol/../vol/show\"}"
        + content
        + "]]";
  }

  /** Directories enough for many pages. */
  private static String many(int directories) {
    StringBuilder content = new StringBuilder();
    for (int d = 0; d < directories; d++) {
      content.append(",[{\"name\":\"d").append(d).append("\"}");
      for (int f = 0; f < 30; f++) {
        content.append(",{\"name\":\"").append(d * 31L * f * 7919).append("x\",\"asize\":1}");
      }
      content.append(']');
    }
    return content.toString();
  }

  @Test
  void anExportBecomesAFinishedScanOfItsTime() throws IOException {
    Scan made =
        imports.run(
            stream(export(1_600_000_000L, ",[{\"name\":\"d\"},{\"name\":\"f\",\"asize\":5}]")),
            REQUEST);

    Scan scan = scans.find(made.id()).orElseThrow();
    assertThat(scan.status()).isEqualTo(ScanStatus.COMPLETED);
    assertThat(scan.label()).isEqualTo("from tape");
    assertThat(scan.createdAt()).isEqualTo(2_000_000_000.0);
    assertThat(scan.startedAt()).isEqualTo(1_600_000_000.0);
    assertThat(scan.finishedAt()).isEqualTo(1_600_000_000.0);
    Target target = scan.targets().getFirst();
    assertThat(target.agent()).isEqualTo(new AgentId("old-nas"));
    assertThat(target.path()).isEqualTo("/vol/show");
    assertThat(target.status()).isEqualTo(ScanStatus.COMPLETED);
    assertThat(target.totals()).isEqualTo(new Totals(1, 1, 0, 0, 5, 0L, 0, false));
    assertThat(target.directoriesProcessed()).isEqualTo(2);
    assertThat(target.importedFrom()).isEqualTo("ncdu 1.22");
    assertThat(events).containsExactly(new BatchChanged(made.id()));
    assertThat(rows("discarded_tree")).isZero();
    assertThat(scans.lastScan(new AgentId("old-nas"), "/vol/show")).isPresent();

    DirectoryRows tree = context.getBean(DirectoryRows.class);
    DirectoryKey d = DirectoryKey.ROOT.child(new byte[] {'d'});
    assertThat(tree.finished(target.key(), d).orElseThrow().ownBytes()).isEqualTo(5);
    List<String> names = new ArrayList<>();
    assertThat(tree.find(target.key(), d).listings(entries -> names.add(entries.displayName(0))))
        .isTrue();
    assertThat(names).containsExactly("f");
  }

  @Test
  void aTimeThatIsMissingOrToComeIsNow() throws IOException {
    for (Long time : new Long[] {null, 2_000_000_001L}) {
      Scan made = imports.run(stream(export(time, "")), REQUEST);
      assertThat(scans.find(made.id()).orElseThrow().finishedAt()).isEqualTo(2_000_000_000.0);
    }
  }

  @Test
  void aPathThatIsGivenCountsAndOneThatIsMissingIsAsked() throws IOException {
    String relative = export(null, "").replace("/vol/../vol/show", "show");
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> imports.run(stream(relative), REQUEST))
        .satisfies(
            e -> {
              assertThat(e.getBody().getStatus()).isEqualTo(400);
              assertThat(e.getBody().getProperties()).containsEntry("field", "path");
            });
    Scan made =
        imports.run(stream(relative), new Request(new AgentId("old-nas"), "/elsewhere", null));
    assertThat(made.targets().getFirst().path()).isEqualTo("/elsewhere");
    assertThat(rows("scan")).isEqualTo(1);
  }

  @Test
  void ofATruncatedExportNothingStays() {
    String whole = export(null, many(2_000));
    assertThatExceptionOfType(BrokenExportException.class)
        .isThrownBy(() -> imports.run(stream(whole.substring(0, whole.length() - 1)), REQUEST))
        .withMessageContaining("it ends where");
    assertThat(rows("directory")).as("stored before the end was missed").isPositive();
    assertNothingStays(1);
  }

  private void assertNothingStays(int trees) {
    assertThat(rows("scan")).isZero();
    assertThat(rows("target")).isZero();
    assertThat(events).isEmpty();
    assertThat(due()).isEqualTo(trees);
    for (String table : List.of("listing", "directory", "page")) {
      assertThat(
              jdbc.sql(
                      "select count(*) from "
                          + table
                          + " where target_key not in (select target_key from discarded_tree)")
                  .query(Long.class)
                  .single())
          .isZero();
    }
  }

  @Test
  void ofAConnectionThatIsLostNothingStays() {
    InputStream lost =
        new SequenceInputStream(
            stream(export(null, many(2_000)).replaceFirst("]]$", "")), new LostStream());
    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> imports.run(lost, REQUEST));
    assertThat(rows("listing")).isPositive();
    assertNothingStays(1);
  }

  @Test
  void twoDirectoriesOfOneNameAreAFault() {
    assertThatExceptionOfType(BrokenExportException.class)
        .isThrownBy(
            () ->
                imports.run(
                    stream(export(null, ",[{\"name\":\"d\"}],[{\"name\":\"d\"}]")), REQUEST))
        .withMessage("Two directories in it have the same path.");
    assertNothingStays(1);
  }

  @Test
  void anImportIsSafeFromRemovalWhileItGoesOnAndLapsesWhenItStandsStill() throws IOException {
    String whole = export(null, many(4_000));
    String head = whole.substring(0, whole.length() / 2);
    String tail = whole.substring(whole.length() / 2);
    for (long pause : new long[] {10 * 60, 16 * 60}) {
      InputStream slow =
          new SequenceInputStream(
              new SequenceInputStream(stream(head), passing(pause)), stream(tail));
      if (pause < 15 * 60) {
        assertThat(imports.run(slow, REQUEST)).isNotNull();
        clear();
      } else {
        assertThatExceptionOfType(ProblemException.class)
            .isThrownBy(() -> imports.run(slow, REQUEST))
            .satisfies(e -> assertThat(e.getBody().getStatus()).isEqualTo(503));
        assertNothingStays(1);
      }
    }
  }

  /** What is left of a connection that was reset. */
  private static final class LostStream extends ByteArrayInputStream {

    LostStream() {
      super(new byte[0]);
    }

    @Override
    public synchronized int read() {
      throw new UncheckedIOException(new IOException("reset"));
    }

    @Override
    public synchronized int read(byte[] into, int offset, int length) {
      throw new UncheckedIOException(new IOException("reset"));
    }
  }

  /** An empty stream that takes its time, during which the tree must not be given to removal. */
  private InputStream passing(long seconds) {
    return new ByteArrayInputStream(new byte[0]) {
      @Override
      public synchronized int read(byte[] into, int offset, int length) {
        assertThat(due()).isZero();
        assertThat(rows("discarded_tree")).isEqualTo(1);
        now.addAndGet(seconds);
        return -1;
      }
    };
  }

  @Test
  void whateverIsSentIsAScanOrNothing() throws IOException {
    byte[] original =
        export(1_600_000_000L, many(3) + ",[{\"name\":\"e\"},[{\"name\":\"f\"}],{\"name\":\"g\"}]")
            .getBytes(StandardCharsets.ISO_8859_1);
    Random random = new Random(7);
    int made = 0;
    for (int round = 0; round < 300; round++) {
      byte[] mutated = NcduReaderTest.mutate(random, original);
      try {
        imports.run(new ByteArrayInputStream(mutated), REQUEST);
        made++;
      } catch (BrokenExportException e) {
        assertThat(e.getMessage()).endsWith(".");
      } catch (ProblemException e) {
        assertThat(e.getBody().getStatus()).isEqualTo(400);
      }
    }
    assertThat(made).isBetween(10, 290);
    assertThat(rows("scan")).isEqualTo(made);
    assertThat(rows("target")).isEqualTo(made);
    for (String table : List.of("listing", "directory", "page")) {
      assertThat(
              jdbc.sql(
                      "select count(*) from "
                          + table
                          + " where target_key not in (select target_key from discarded_tree)"
                          + " and target_key not in (select target_key from target)")
                  .query(Long.class)
                  .single())
          .as(table)
          .isZero();
    }
    assertThat(due()).isEqualTo(rows("discarded_tree"));
  }
}
