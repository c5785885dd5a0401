package io.scanfleet.gateway.tree.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.scanfleet.gateway.DatabaseContract;
import io.scanfleet.gateway.batch.BatchChanged;
import io.scanfleet.gateway.batch.Scan;
import io.scanfleet.gateway.batch.Target;
import io.scanfleet.gateway.tree.StoredPage;
import io.scanfleet.gateway.tree.TreeStore;
import io.scanfleet.model.AgentId;
import io.scanfleet.model.BatchId;
import io.scanfleet.model.DirectoryKey;
import io.scanfleet.model.ScanStatus;
import io.scanfleet.model.TargetId;
import io.scanfleet.model.Totals;
import io.scanfleet.model.entry.EntryColumns;
import io.scanfleet.model.entry.EntryType;
import io.scanfleet.model.entry.ListingCodec;
import io.scanfleet.model.message.TargetState;
import io.scanfleet.model.page.PageRecord;
import io.scanfleet.model.page.PageRecord.FinishedDirectory;
import io.scanfleet.model.page.PageRecord.ListingPart;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Keeping and removing, the same on SQLite and PostgreSQL. */
abstract class RetentionContract extends DatabaseContract {

  /** So that its entries have a row of their own. */
  private static final byte[] NONE = {};

  private static final Totals TOTALS = new Totals(50, 0, 0, 0, 0, 0L, 0, false);

  private static final RetentionRules KEEP_ALL = new RetentionRules(null, null);
  private static final List<String> TABLES =
      List.of("listing", "directory", "page", "report", "discarded_tree");

  private final AtomicLong now = new AtomicLong(1_000_000);
  private final InstantSource clock = () -> Instant.ofEpochSecond(now.get());
  private final List<Object> events = new CopyOnWriteArrayList<>();
  private TreeStore store;
  private JdbcClient jdbc;
  private long nextKey = 1;

  @BeforeAll
  void open() {
    store = context.getBean(TreeStore.class);
    jdbc = context.getBean(JdbcClient.class);
  }

  static ConfigurableApplicationContext open(String url, String... more) {
    List<String> arguments = new ArrayList<>(List.of(more));
    arguments.add("--spring.datasource.url=" + url);
    arguments.add("--logging.level.root=warn");
    return new SpringApplicationBuilder(Repositories.class)
        .web(WebApplicationType.NONE)
        .run(arguments.toArray(String[]::new));
  }

  void delete(Scan scan) {
    assertThat(scans.delete(scan.id(), seconds())).isTrue();
  }

  @AfterEach
  void removeAll() {
    events.clear();
    scans.newest(1000).forEach(scan -> scans.delete(scan.id(), 0));
    jdbc.sql("update discarded_tree set discarded_at = 0").update();
    Housekeeping housekeeping = housekeeping(KEEP_ALL);
    housekeeping.look();
    housekeeping.look();
    for (String table : TABLES) {
      assertThat(rows(table)).as(table).isZero();
    }
  }

  Housekeeping housekeeping(RetentionRules rules) {
    return new Housekeeping(
        rules,
        context.getBean(ExpiredScans.class),
        scans,
        context.getBean(DiscardedTrees.class),
        context.getBean(DatabaseFile.class),
        events::add,
        clock,
        new SimpleMeterRegistry());
  }

  private double seconds() {
    return (double) now.get();
  }

  private long rows(String table) {
    return jdbc.sql("select count(*) from " + table).query(Long.class).single();
  }

  /** Ends a scan of these paths, one after the other. */
  private BatchId ended(long seconds, ScanStatus status, String... paths) {
    double at = (double) seconds;
    Scan scan = begun(at, paths);
    for (Target target : scan.targets()) {
      scans.reported(
          target.key(),
          new TargetState(
              scan.id(),
              target.id().index(),
              target.agent(),
              0,
              status,
              0,
              Totals.NONE,
              0,
              1,
              null,
              at));
      assertThat(scans.finishIfStored(target.key(), at)).isTrue();
    }
    assertThat(scans.finishIfAllTargetsAre(scan.id(), at)).isTrue();
    return scan.id();
  }

  Scan begun(double at, String... paths) {
    BatchId id = BatchId.random();
    List<Target> targets = new ArrayList<>();
    for (String path : paths) {
      targets.add(
          new Target(
              nextKey++,
              new TargetId(id, targets.size()),
              new AgentId("nas-01"),
              path,
              ScanStatus.QUEUED,
              null,
              false,
              0,
              null,
              null,
              0,
              0,
              null));
    }
    Scan scan = new Scan(id, null, List.of(), false, ScanStatus.QUEUED, at, null, null, targets);
    scans.insert(scan);
    return scan;
  }

  /** Stores a page with so many directories of incompressible names. */
  void storePage(long targetKey, long page, int directories) {
    Random random = new Random(targetKey * 31 + page);
    List<PageRecord> listings = new ArrayList<>();
    List<PageRecord> finished = new ArrayList<>();
    for (int d = 0; d < directories; d++) {
      byte[] name = ByteBuffer.allocate(12).putLong(page).putInt(d).array();
      DirectoryKey key = DirectoryKey.ROOT.child(name);
      EntryColumns entries = new EntryColumns();
      byte[] file = new byte[40];
      for (int f = 0; f < 50; f++) {
        random.nextBytes(file);
        int i = entries.add(file, 0, file.length, EntryType.FILE);
        entries.setSizes(i, random.nextInt(), 4096);
      }
      listings.add(new ListingPart(key, DirectoryKey.ROOT, name, 0, ListingCodec.encode(entries)));
      finished.add(
          new FinishedDirectory(
              key, DirectoryKey.ROOT, name, 1, TOTALS, 50, 0, random.nextLong(), null));
    }
    // In two pages, so that the listings have rows of their own.
    StoredPage first = new StoredPage(targetKey, 1, 2 * page, 50L * directories, NONE, listings);
    StoredPage second = new StoredPage(targetKey, 1, 2 * page + 1, 0, NONE, finished);
    assertThat(store.store(List.of(first, second))).isEqualTo(2);
  }

  private List<BatchId> kept() {
    return scans.newest(1000).stream().map(Scan::id).toList();
  }

  @Test
  void deletingIsDoneAtOnceAndItsRowsGoInTheBackground() {
    Scan scan = begun(1, "/a", "/b");
    Scan other = begun(1, "/a");
    for (Target target : scan.targets()) {
      for (int page = 0; page < 40; page++) {
        storePage(target.key(), page, 10);
      }
      jdbc.sql("insert into report (target_key, findings) values (:key, :findings)")
          .param("key", target.key())
          .param("findings", new byte[] {1})
          .update();
    }
    storePage(other.targets().getFirst().key(), 0, 3);

    assertThat(scans.delete(scan.id(), seconds())).isTrue();
    assertThat(scans.delete(scan.id(), seconds())).as("once").isFalse();
    assertThat(scans.find(scan.id())).isEmpty();
    assertThat(rows("listing")).isEqualTo(803);

    housekeeping(KEEP_ALL).look();
    assertThat(rows("listing")).as("the other's").isEqualTo(3);
    assertThat(rows("directory")).isEqualTo(3);
    assertThat(rows("page")).isEqualTo(2);
    assertThat(rows("report")).isZero();
  }

  @Test
  void aPageThatIsStoredWhileItsScanIsDeletedGoesToo() {
    Scan scan = begun(1, "/a");
    long key = scan.targets().getFirst().key();
    storePage(key, 0, 3);
    scans.delete(scan.id(), seconds());
    Housekeeping housekeeping = housekeeping(KEEP_ALL);
    housekeeping.look();
    storePage(key, 1, 3);
    now.addAndGet(59);
    housekeeping.look();
    assertThat(rows("listing")).isZero();
    housekeeping.look();
    assertThat(rows("discarded_tree")).as("more may come").isEqualTo(1);
    now.addAndGet(1);
    housekeeping.look();
    assertThat(rows("discarded_tree")).isZero();
  }

  @Test
  void aTreeThatIsBeingImportedIsLeftAlone() {
    storePage(nextKey, 0, 3);
    jdbc.sql("insert into discarded_tree (target_key, discarded_at) values (:key, :at)")
        .param("key", nextKey++)
        .param("at", seconds() + 10)
        .update();
    Housekeeping housekeeping = housekeeping(KEEP_ALL);
    housekeeping.look();
    assertThat(rows("listing")).isEqualTo(3);
    now.addAndGet(10);
    housekeeping.look();
    assertThat(rows("listing")).isZero();
  }

  @Test
  void theLastCompletedScansOfARootAreKeptAndFailuresDoNotPushThemOut() {
    BatchId first = ended(10, ScanStatus.COMPLETED, "/a");
    BatchId failedEarly = ended(11, ScanStatus.FAILED, "/a");
    BatchId second = ended(12, ScanStatus.COMPLETED, "/a");
    BatchId third = ended(13, ScanStatus.COMPLETED, "/a");
    BatchId cancelled = ended(14, ScanStatus.CANCELLED, "/a");
    BatchId failed = ended(15, ScanStatus.FAILED, "/a");
    BatchId other = ended(1, ScanStatus.COMPLETED, "/b");
    BatchId running = begun(0, "/a").id();

    housekeeping(new RetentionRules(2, null)).look();
    assertThat(kept()).containsExactlyInAnyOrder(second, third, cancelled, failed, other, running);
    assertThat(events).containsExactly(new BatchChanged(first), new BatchChanged(failedEarly));
    housekeeping(new RetentionRules(1, null)).look();
    assertThat(kept()).containsExactlyInAnyOrder(third, failed, other, running);
    housekeeping(KEEP_ALL).look();
    assertThat(kept()).hasSize(4);
  }

  @Test
  void byAgeEverythingGoesButTheLastCompletedScan() {
    long day = Duration.ofDays(1).toSeconds();
    now.set(100 * day);
    BatchId oldest = ended(10 * day, ScanStatus.COMPLETED, "/a");
    BatchId lastCompleted = ended(20 * day, ScanStatus.COMPLETED, "/a");
    BatchId failed = ended(30 * day, ScanStatus.FAILED, "/a");
    BatchId youngFailed = ended(95 * day, ScanStatus.FAILED, "/a");
    BatchId imported = ended(15 * day, ScanStatus.COMPLETED, "/a");
    jdbc.sql("update scan set created_at = :now where batch_id = :id")
        .param("now", (double) (99 * day))
        .param("id", imported.toString())
        .update();

    housekeeping(new RetentionRules(null, Duration.ofDays(10))).look();
    assertThat(kept())
        .containsExactlyInAnyOrder(lastCompleted, youngFailed, imported)
        .doesNotContain(oldest, failed);
    now.addAndGet(100 * day);
    housekeeping(new RetentionRules(null, Duration.ofDays(10))).look();
    assertThat(kept()).containsExactly(lastCompleted);
  }

  @Test
  void aBatchGoesWhenNoneOfItsTargetsIsKept() {
    BatchId both = ended(10, ScanStatus.COMPLETED, "/a", "/b");
    BatchId onlyA = ended(20, ScanStatus.COMPLETED, "/a");
    Housekeeping housekeeping = housekeeping(new RetentionRules(1, null));
    housekeeping.look();
    assertThat(kept()).containsExactlyInAnyOrder(both, onlyA);
    BatchId onlyB = ended(30, ScanStatus.COMPLETED, "/b");
    housekeeping.look();
    assertThat(kept()).containsExactlyInAnyOrder(onlyA, onlyB);
  }

  @Test
  void severalGatewaysRemoveTheSameTreesAtOnce() throws Exception {
    for (int scan = 0; scan < 6; scan++) {
      long key = begun(scan, "/a").targets().getFirst().key();
      for (int page = 0; page < 10; page++) {
        storePage(key, page, 20);
      }
    }
    scans.newest(1000).forEach(scan -> scans.delete(scan.id(), seconds()));
    try (ExecutorService gateways = Executors.newFixedThreadPool(4)) {
      List<Future<?>> looks = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        looks.add(gateways.submit(() -> housekeeping(KEEP_ALL).look()));
      }
      for (Future<?> look : looks) {
        look.get();
      }
    }
    housekeeping(KEEP_ALL).look();
    for (String table : List.of("listing", "directory", "page")) {
      assertThat(rows(table)).as(table).isZero();
    }
  }

  @Test
  void itIsDoneInTheBackgroundAsSoonAsABatchHasChanged() {
    Housekeeping housekeeping = housekeeping(new RetentionRules(1, null));
    housekeeping.start();
    try {
      assertThat(housekeeping.isRunning()).isTrue();
      BatchId first = ended(10, ScanStatus.COMPLETED, "/a");
      BatchId second = ended(20, ScanStatus.COMPLETED, "/a");
      housekeeping.changed(new BatchChanged(second));
      await().atMost(Duration.ofSeconds(20)).until(() -> kept().equals(List.of(second)));
      assertThat(events).contains(new BatchChanged(first));
    } finally {
      housekeeping.stop();
    }
    assertThat(housekeeping.isRunning()).isFalse();
  }

  @Test
  void rulesThatMakeNoSenseAreRefused() {
    for (ThrowingCallable rule :
        List.<ThrowingCallable>of(
            () -> new RetentionRules(0, null),
            () -> new RetentionRules(null, Duration.ZERO),
            () -> new RetentionRules(null, Duration.ofDays(-1)))) {
      assertThatIllegalArgumentException()
          .isThrownBy(rule)
          .withMessageStartingWith("scanfleet.retention.");
    }
  }
}
