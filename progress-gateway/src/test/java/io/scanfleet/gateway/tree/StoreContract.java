package io.scanfleet.gateway.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.scanfleet.gateway.DatabaseContract;
import io.scanfleet.gateway.batch.BatchChanged;
import io.scanfleet.gateway.batch.ExpectedDirectories;
import io.scanfleet.gateway.batch.Scan;
import io.scanfleet.gateway.batch.ScanRepository;
import io.scanfleet.gateway.batch.Target;
import io.scanfleet.gateway.batch.TargetLifecycle;
import io.scanfleet.gateway.tree.TreeBrowser.Opened;
import io.scanfleet.gateway.tree.sequence.SequencePattern;
import io.scanfleet.model.AgentId;
import io.scanfleet.model.DirectoryKey;
import io.scanfleet.model.RawName;
import io.scanfleet.model.ScanStatus;
import io.scanfleet.model.TargetId;
import io.scanfleet.model.Totals;
import io.scanfleet.model.entry.EntryColumns;
import io.scanfleet.model.entry.EntryType;
import io.scanfleet.model.entry.ListingCodec;
import io.scanfleet.model.message.AgentCommand.ExpectedDirectory;
import io.scanfleet.model.message.TargetState;
import io.scanfleet.model.page.PageRecord;
import io.scanfleet.model.page.PageRecord.FinishedDirectory;
import io.scanfleet.model.page.PageRecord.ListingPart;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;

/** Storing and browsing, the same on SQLite and PostgreSQL. */
abstract class StoreContract extends DatabaseContract {

  private TreeStore store;
  private TreeBrowser browser;

  @BeforeAll
  void start() {
    store = context.getBean(TreeStore.class);
    browser = new TreeBrowser(context.getBean(DirectoryRows.class));
  }

  private static TargetState state(
      Scan scan, int target, int attempt, ScanStatus status, long pages) {
    return new TargetState(
        scan.id(),
        target,
        new AgentId("nas-01"),
        attempt,
        status,
        pages,
        status.isFinal() ? new Totals(3, 1, 0, 0, 30, null, 0, false) : null,
        2,
        attempt * 10L + (status.isFinal() ? 1 : 0),
        null,
        2.0);
  }

  private static EntryColumns files(String... names) {
    EntryColumns entries = new EntryColumns();
    for (String name : names) {
      byte[] bytes = RawName.of(name).toBytes();
      int i = entries.add(bytes, 0, bytes.length, EntryType.FILE);
      entries.setSizes(i, name.length() * 100L, 4096);
      entries.setModified(i, -name.length(), 500_000_000);
    }
    return entries;
  }

  private static void addDirectory(EntryColumns entries, byte[] name) {
    entries.add(name, 0, name.length, EntryType.DIRECTORY);
  }

  private static ListingPart listing(DirectoryKey key, int part, EntryColumns entries) {
    return new ListingPart(
        key, DirectoryKey.ROOT, new byte[] {'d'}, part, ListingCodec.encode(entries));
  }

  private static FinishedDirectory finished(
      DirectoryKey parent, byte[] name, long bytes, @Nullable String error) {
    return new FinishedDirectory(
        name.length == 0 ? DirectoryKey.ROOT : parent.child(name),
        parent,
        name,
        1,
        new Totals(3, 1, 0, 0, bytes, null, error == null ? 0 : 1, error != null),
        1,
        bytes,
        0,
        error);
  }

  private boolean store(Scan scan, int attempt, long page, PageRecord... records) {
    StoredPage stored =
        new StoredPage(
            scan.targets().getFirst().key(), attempt, page, 0, new byte[0], List.of(records));
    return store.store(List.of(stored)) == 1;
  }

  private Opened open(Scan scan, String path, TreeBrowser.Query query) {
    return browser
        .open(scan.targets().getFirst().key(), TreePath.ofQuery("path=" + path), query)
        .orElseThrow();
  }

  private static TreeBrowser.Query query(TreeOrder.Sort sort, boolean descending, int limit) {
    return new TreeBrowser.Query(
        new TreeOrder(sort, descending), new PageStart.First(), limit, 1, false, null);
  }

  private static PageStart behind(TreeOrder.@Nullable Place place) {
    return place == null ? new PageStart.First() : new PageStart.After(place);
  }

  private static final TreeOrder BY_SIZE = new TreeOrder(TreeOrder.Sort.SIZE, true);
  private static final TreeBrowser.Query BY_NAME = query(TreeOrder.Sort.NAME, false, 100);

  private static List<String> names(Opened opened) {
    return opened.entries().stream().map(TreeEntry::name).toList();
  }

  private Target target(Scan scan, int index) {
    return scans.findTarget(new TargetId(scan.id(), index)).orElseThrow();
  }

  @Test
  void aScanComesBackAsItWasWritten() {
    Scan scan = newScan(2);
    assertThat(scans.find(scan.id())).hasValue(scan);
    assertThat(scans.unfinished()).contains(scan);
    assertThat(scans.newest(1000)).contains(scan);
    scans.delete(scan.id(), 1);
    assertThat(scans.find(scan.id())).isEmpty();
  }

  @Test
  void aTreeCanBeWalkedAsFarAsItIsStored() throws Exception {
    Scan scan = newScan(1);
    DirectoryKey a = DirectoryKey.ROOT.child(RawName.of("a"));
    EntryColumns root = files("file");
    addDirectory(root, new byte[] {'a'});
    addDirectory(root, new byte[] {'b'});
    store(
        scan,
        1,
        0,
        listing(DirectoryKey.ROOT, 0, root),
        listing(a, 0, files("in a")),
        listing(DirectoryKey.ROOT.child(RawName.of("b")), 0, files("in b")),
        new FinishedDirectory(
            a,
            DirectoryKey.ROOT,
            new byte[] {'a'},
            1,
            new Totals(1, 0, 0, 0, 7, null, 0, false),
            1,
            7,
            0,
            null));
    List<String> seen = new ArrayList<>();
    new StoredTrees(context.getBean(WalkRows.class))
        .find(scan.targets().getFirst().key(), TreePath.ofQuery("path="), false)
        .orElseThrow()
        .walk(
            new TreeVisitor() {
              @Override
              public void enter(
                  @Nullable EntryColumns entries,
                  int i,
                  @Nullable Totals totals,
                  @Nullable String error) {
                String name = entries == null ? "" : entries.displayName(i);
                seen.add("[" + name + (totals == null ? "" : " " + totals.bytes()));
              }

              @Override
              public void entry(EntryColumns entries, int i) {
                seen.add(entries.displayName(i));
              }

              @Override
              public void leave() {
                seen.add("]");
              }
            });
    assertThat(seen).containsExactly("[", "file", "[a 7", "in a", "]", "[b", "in b", "]", "]");
  }

  @Test
  void aPageCountsOnce() {
    Scan scan = newScan(1);
    assertThat(store(scan, 1, 0, listing(DirectoryKey.ROOT, 0, files("a")))).isTrue();
    assertThat(store(scan, 1, 0, listing(DirectoryKey.ROOT, 0, files("other")))).isFalse();
    assertThat(names(open(scan, "", BY_NAME))).containsExactly("a");
  }

  @Test
  void aLaterAttemptReplacesAnEarlierOneAndNeverTheOtherWayRound() {
    Scan scan = newScan(1);
    store(
        scan,
        2,
        0,
        listing(DirectoryKey.ROOT, 0, files("new")),
        finished(DirectoryKey.ROOT, new byte[0], 2, null));
    store(
        scan,
        1,
        0,
        listing(DirectoryKey.ROOT, 0, files("old")),
        finished(DirectoryKey.ROOT, new byte[0], 1, null));
    store(scan, 1, 1, listing(DirectoryKey.ROOT, 1, files("older")));
    Opened root = open(scan, "", BY_NAME);
    assertThat(names(root)).containsExactly("new");
    assertThat(root.totals().bytes()).isEqualTo(2);
  }

  @Test
  void aTargetIsDoneWhenEveryPageIsStoredWhicheverComesLast() {
    Scan scan = newScan(2);
    long key = scan.targets().getFirst().key();
    scans.started(key, scan.id(), state(scan, 0, 1, ScanStatus.RUNNING, 0), 3);
    assertThat(scans.find(scan.id()).orElseThrow().status()).isEqualTo(ScanStatus.RUNNING);
    store(scan, 1, 1, listing(DirectoryKey.ROOT, 0, files("a")));
    scans.reported(key, state(scan, 0, 1, ScanStatus.COMPLETED, 2));
    assertThat(scans.finishIfStored(key, 4)).isFalse();
    assertThat(target(scan, 0).status()).isEqualTo(ScanStatus.RUNNING);
    store(scan, 1, 0, finished(DirectoryKey.ROOT, new byte[0], 1, null));
    assertThat(scans.finishIfStored(key, 4)).isTrue();
    assertThat(scans.finishIfStored(key, 5)).isFalse();
    assertThat(target(scan, 0).status()).isEqualTo(ScanStatus.COMPLETED);
    assertThat(scans.finishIfAllTargetsAre(scan.id(), 6)).as("the other runs").isFalse();

    long other = scan.targets().getLast().key();
    scans.reported(other, state(scan, 1, 0, ScanStatus.CANCELLED, 0));
    assertThat(scans.finishIfStored(other, 7)).isTrue();
    assertThat(scans.finishIfAllTargetsAre(scan.id(), 8)).isTrue();
    assertThat(scans.find(scan.id()).orElseThrow().status()).isEqualTo(ScanStatus.CANCELLED);
    scans.reported(key, state(scan, 0, 9, ScanStatus.FAILED, 0));
    assertThat(target(scan, 0).status()).as("final is final").isEqualTo(ScanStatus.COMPLETED);
    assertThat(scans.lastScan(new AgentId("nas-01"), "/vol/" + scan.id()))
        .hasValue(new ScanRepository.LastScan(key, 3));
  }

  @Test
  void theBiggestDirectoriesOfATreeAreToldEachAfterItsParent() {
    Scan scan = newScan(1);
    long target = scan.targets().getFirst().key();
    List<PageRecord> records = new ArrayList<>();
    List<String> names = new ArrayList<>(List.of("big"));
    for (int i = 0; i < 300; i++) {
      names.add("small" + i);
      records.add(sized(DirectoryKey.ROOT, "small" + i, 201 - i % 2 * 2));
    }
    records.add(directories(DirectoryKey.ROOT, "", names));
    store(scan, 1, 1, records.toArray(PageRecord[]::new));
    records.clear();
    records.add(sized(DirectoryKey.ROOT, "", 100_000));
    DirectoryKey big = DirectoryKey.ROOT.child(RawName.of("big"));
    records.add(
        directories(DirectoryKey.ROOT, "big", List.of("bigger half", "other", "too small")));
    records.add(sized(DirectoryKey.ROOT, "big", 60_000));
    records.add(sized(big, "bigger half", 50_000));
    records.add(sized(big, "other", 10_000));
    records.add(sized(big, "too small", 200));
    store(scan, 1, 0, records.toArray(PageRecord[]::new));

    ExpectedDirectories directories = context.getBean(ExpectedDirectories.class);
    ScanRepository.LastScan last = new ScanRepository.LastScan(target, 100_000);
    List<ExpectedDirectory> chosen = directories.of(last, 1);

    assertThat(chosen.getFirst()).isEqualTo(new ExpectedDirectory(big, DirectoryKey.ROOT, 60_000));
    assertThat(chosen)
        .contains(
            new ExpectedDirectory(big.child(RawName.of("bigger half")), big, 50_000),
            new ExpectedDirectory(big.child(RawName.of("other")), big, 10_000))
        .hasSize(1 + 150 + 2)
        .allMatch(each -> each.files() > 200);
    assertThat(directories.of(last, 1_000)).as("each of many targets").hasSize(2);
  }

  private static ListingPart directories(DirectoryKey parent, String name, List<String> names) {
    EntryColumns entries = new EntryColumns();
    for (String each : names) {
      byte[] bytes = each.getBytes(StandardCharsets.UTF_8);
      entries.add(bytes, 0, bytes.length, EntryType.DIRECTORY);
    }
    byte[] own = name.getBytes(StandardCharsets.UTF_8);
    return new ListingPart(
        own.length == 0 ? DirectoryKey.ROOT : parent.child(own),
        parent,
        own,
        0,
        ListingCodec.encode(entries));
  }

  private static FinishedDirectory sized(DirectoryKey parent, String name, long files) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    return new FinishedDirectory(
        name.isEmpty() ? DirectoryKey.ROOT : parent.child(bytes),
        parent,
        bytes,
        1,
        new Totals(files, 0, 0, 0, 0, null, 0, false),
        0,
        0,
        0,
        null);
  }

  @Test
  void aBatchEndsThoughItsGatewayDiedRightAfterItsLastTargetHadEnded() {
    for (boolean byPage : List.of(true, false)) {
      Scan scan = newScan(1);
      long key = scan.targets().getFirst().key();
      TargetState done = state(scan, 0, 1, ScanStatus.COMPLETED, 0);
      scans.reported(key, done);
      assertThat(scans.finishIfStored(key, 4)).isTrue();
      assertThat(scans.find(scan.id()).orElseThrow().status()).isNotEqualTo(ScanStatus.COMPLETED);
      List<Object> events = new ArrayList<>();
      TargetLifecycle lifecycle =
          new TargetLifecycle(scans, events::add, InstantSource.fixed(Instant.EPOCH));
      for (int again = 0; again < 2; again++) {
        if (byPage) {
          lifecycle.finish(target(scan, 0));
        } else {
          lifecycle.told(done);
        }
      }
      assertThat(scans.find(scan.id()).orElseThrow().status()).isEqualTo(ScanStatus.COMPLETED);
      assertThat(events).as("told of once").containsExactly(new BatchChanged(scan.id()));
    }
  }

  @Test
  void whatOnlyAnEarlierAttemptFoundGoesWhenTheLastCompletesAndStaysWhenItIsCancelled() {
    for (ScanStatus end : List.of(ScanStatus.COMPLETED, ScanStatus.CANCELLED)) {
      Scan scan = newScan(1);
      long key = scan.targets().getFirst().key();
      DirectoryKey gone = DirectoryKey.ROOT.child(new byte[] {'g'});
      store(
          scan,
          1,
          0,
          listing(gone, 0, files("x")),
          finished(DirectoryKey.ROOT, new byte[] {'g'}, 5, null));
      scans.started(key, scan.id(), state(scan, 0, 2, ScanStatus.RUNNING, 0), 3);
      store(scan, 2, 0, listing(DirectoryKey.ROOT, 0, files("y")));
      scans.reported(key, state(scan, 0, 2, end, 1));
      assertThat(scans.finishIfStored(key, 4)).isTrue();
      assertThat(browser.open(key, TreePath.ofQuery("path=g"), BY_NAME).isPresent())
          .isEqualTo(end == ScanStatus.CANCELLED);
    }
  }

  @Test
  void ofSeveralWhoFinishABatchOneDoes() throws Exception {
    Scan scan = newScan(1);
    long key = scan.targets().getFirst().key();
    scans.reported(key, state(scan, 0, 1, ScanStatus.COMPLETED, 20));
    try (ExecutorService gateways = Executors.newFixedThreadPool(8)) {
      List<Callable<Boolean>> work = new ArrayList<>();
      for (int page = 0; page < 20; page++) {
        int number = page;
        work.add(
            () -> {
              store(scan, 1, number, listing(DirectoryKey.ROOT, number, files("f" + number)));
              return scans.finishIfStored(key, 1) && scans.finishIfAllTargetsAre(scan.id(), 1);
            });
      }
      int winners = 0;
      for (Future<Boolean> done : gateways.invokeAll(work)) {
        winners += done.get() ? 1 : 0;
      }
      assertThat(winners).isEqualTo(1);
    }
    assertThat(open(scan, "", BY_NAME).entries()).hasSize(20);
    assertThat(scans.find(scan.id()).orElseThrow().status()).isEqualTo(ScanStatus.COMPLETED);
  }

  @Test
  void entriesAreSortedAndPagesCoverThemAllWhileMoreArrive() {
    Scan scan = newScan(1);
    EntryColumns first = files("a", "bb", "ccc", "dddd", "eeeee");
    addDirectory(first, new byte[] {'u'});
    addDirectory(first, new byte[] {(byte) 0xFF, (byte) 0xFE});
    store(
        scan,
        1,
        0,
        listing(DirectoryKey.ROOT, 0, first),
        finished(
            DirectoryKey.ROOT, new byte[] {(byte) 0xFF, (byte) 0xFE}, 250, "Permission denied"));
    assertThat(names(open(scan, "", query(TreeOrder.Sort.SIZE, true, 100))))
        .containsExactly("eeeee", "dddd", "ccc", "\uFFFD\uFFFD", "bb", "a", "u");
    assertThat(names(open(scan, "", query(TreeOrder.Sort.SIZE, false, 100))))
        .containsExactly("a", "bb", "\uFFFD\uFFFD", "ccc", "dddd", "eeeee", "u");
    assertThat(names(open(scan, "", query(TreeOrder.Sort.MTIME, true, 2))))
        .containsExactly("a", "bb");
    assertThat(names(open(scan, "", query(TreeOrder.Sort.NAME, true, 2))))
        .containsExactly("\uFFFD\uFFFD", "u");

    TreeOrder order = new TreeOrder(TreeOrder.Sort.SIZE, true);
    List<String> seen = new ArrayList<>();
    TreeOrder.Place after = null;
    for (int page = 0; page < 10; page++) {
      Opened opened =
          open(scan, "", new TreeBrowser.Query(order, behind(after), 2, 1, false, null));
      seen.addAll(names(opened));
      if (page == 0) {
        store(scan, 1, 1, listing(DirectoryKey.ROOT, 1, files("ffffff", "b")));
      }
      if (opened.next() == null) {
        break;
      }
      after = TreeOrder.Place.ofCursor(opened.next().toCursor());
    }
    assertThat(seen)
        .doesNotHaveDuplicates()
        .contains("a", "bb", "ccc", "dddd", "eeeee", "u", "\uFFFD\uFFFD", "b")
        .doesNotContain("ffffff");
  }

  @Test
  void ofPagesThatAreCommittedTogetherABadOneHurtsNoOther() throws Exception {
    Scan scan = newScan(1);
    GroupCommit commits = new GroupCommit(store);
    List<Callable<Boolean>> work = new ArrayList<>();
    for (int page = 0; page < 60; page++) {
      int number = page;
      // A name is never null in the database.
      byte[] name = number == 30 ? null : ("d" + number).getBytes(StandardCharsets.UTF_8);
      work.add(
          () -> {
            StoredPage stored =
                new StoredPage(
                    scan.targets().getFirst().key(),
                    1,
                    number,
                    0,
                    new byte[0],
                    List.of(
                        listing(DirectoryKey.ROOT, number, files("f" + number)),
                        directoryNamed(number, name)));
            try {
              commits.store(stored);
              return true;
            } catch (DataAccessException e) {
              return false;
            }
          });
    }
    int refused = 0;
    try (ExecutorService consumers = Executors.newFixedThreadPool(12)) {
      for (Future<Boolean> done : consumers.invokeAll(work)) {
        refused += done.get() ? 0 : 1;
      }
    }
    assertThat(refused).isEqualTo(1);
    assertThat(names(open(scan, "", BY_NAME))).hasSize(59).doesNotContain("f30");
  }

  @SuppressWarnings("NullAway") // what should never be is what is tried
  private static FinishedDirectory directoryNamed(int number, byte @Nullable [] name) {
    return new FinishedDirectory(
        DirectoryKey.ROOT.child(new byte[] {(byte) number}),
        DirectoryKey.ROOT,
        name,
        0,
        Totals.NONE,
        0,
        0,
        0,
        null);
  }

  @Test
  void whatIsNotShownIsAddedUpOnEveryPageAndLevel() {
    Scan scan = newScan(1);
    EntryColumns root = files("a", "bb", "ccc", "dddd");
    byte[] name = {'d'};
    addDirectory(root, name);
    DirectoryKey below = DirectoryKey.ROOT.child(name);
    store(
        scan,
        1,
        0,
        listing(DirectoryKey.ROOT, 0, root),
        listing(below, 0, files("x", "yy", "zzz")),
        finished(DirectoryKey.ROOT, name, 250, null));
    Opened first =
        open(scan, "", new TreeBrowser.Query(BY_SIZE, new PageStart.First(), 2, 2, false, null));
    assertThat(names(first)).containsExactly("dddd", "ccc");
    assertThat(first.others())
        .isEqualTo(new FoldedEntries(3, 2 + 3, 2, 250 + 200 + 100, null, false));
    Opened second =
        open(scan, "", new TreeBrowser.Query(BY_SIZE, behind(first.next()), 2, 2, false, null));
    assertThat(names(second)).containsExactly("d", "bb");
    assertThat(second.others()).isEqualTo(new FoldedEntries(1, 1, 0, 100, 4096L, false));
    TreeEntry directory = second.entries().getFirst();
    assertThat(Objects.requireNonNull(directory.entries()).stream().map(TreeEntry::name))
        .containsExactly("zzz", "yy");
    assertThat(directory.others()).isEqualTo(new FoldedEntries(1, 1, 0, 100, 4096L, false));
    Opened last =
        open(scan, "", new TreeBrowser.Query(BY_SIZE, behind(second.next()), 2, 1, false, null));
    assertThat(names(last)).containsExactly("a");
    assertThat(last.others()).isNull();
    assertThat(last.next()).isNull();
    assertThat(List.of(first, second, last)).extracting(Opened::offset).containsExactly(0L, 2L, 4L);
  }

  @Test
  void aPageBeginsSoFarDownOrWithANameInWhicheverOrder() {
    Scan scan = newScan(1);
    EntryColumns root = files("a", "ccc", "dddd", "x.0008.exr", "x.0009.exr", "x.0010.exr");
    byte[] name = {'b'};
    addDirectory(root, name);
    byte[] odd = {(byte) 0xFF};
    root.add(odd, 0, 1, EntryType.FILE);
    store(
        scan,
        1,
        0,
        listing(DirectoryKey.ROOT, 0, root),
        listing(DirectoryKey.ROOT.child(name), 0, files("in b")),
        finished(DirectoryKey.ROOT, name, 250, null));
    List<String> bySize = List.of("x.8-10#.exr", "dddd", "ccc", "b", "a", "\uFFFD");
    for (int offset = 0; offset < 8; offset++) {
      Opened opened = open(scan, "", page(new PageStart.Offset(offset)));
      int there = Math.min(offset, bySize.size());
      assertThat(names(opened)).isEqualTo(bySize.subList(there, Math.min(there + 2, 6)));
      assertThat(opened.offset()).isEqualTo(there);
      assertThat(opened.entryCount()).isEqualTo(6);
    }
    for (String wanted : List.of("b", "aa", "x.8-10#.exr", "x.0008.exr")) {
      Opened opened = open(scan, "", page(new PageStart.Named(RawName.of(wanted).toBytes())));
      int there = wanted.startsWith("x") ? 0 : bySize.indexOf("b");
      assertThat(names(opened)).as(wanted).isEqualTo(bySize.subList(there, there + 2));
      assertThat(opened.offset()).isEqualTo(there);
    }
    Opened last = open(scan, "", page(new PageStart.Named(odd)));
    assertThat(names(last)).containsExactly("\uFFFD");
    byte[] behindAll = {(byte) 0xFF, 0};
    Opened nothing = open(scan, "", page(new PageStart.Named(behindAll)));
    assertThat(names(nothing)).isEmpty();
    assertThat(nothing.offset()).isEqualTo(6);
    assertThat(nothing.next()).isNull();
  }

  private static TreeBrowser.Query page(PageStart start) {
    return new TreeBrowser.Query(BY_SIZE, start, 2, 1, true, null);
  }

  @Test
  void imageSequencesAreOneEntryAndOpenIntoTheirFrames() {
    Scan scan = newScan(1);
    List<String> frames = new ArrayList<>(List.of("comp.v1.nk", "readme", "other.0001.exr"));
    for (int frame = 1001; frame <= 1010; frame++) {
      if (frame != 1005) {
        frames.add("comp." + frame + ".exr");
      }
    }
    store(
        scan,
        1,
        0,
        listing(DirectoryKey.ROOT, 0, files(frames.subList(0, 6).toArray(String[]::new))));
    store(
        scan,
        1,
        1,
        listing(DirectoryKey.ROOT, 1, files(frames.subList(6, 12).toArray(String[]::new))),
        new FinishedDirectory(
            DirectoryKey.ROOT,
            DirectoryKey.ROOT,
            new byte[0],
            2,
            new Totals(12, 0, 0, 0, 15_600, 12 * 4096L, 0, false),
            12,
            15_600,
            0,
            null));
    TreeOrder byName = new TreeOrder(TreeOrder.Sort.NAME, false);
    Opened folded =
        open(scan, "", new TreeBrowser.Query(byName, new PageStart.First(), 2, 1, true, null));
    assertThat(names(folded)).containsExactly("comp.1001-1004,1006-1010#.exr", "comp.v1.nk");
    assertThat(folded.entryCount()).isEqualTo(4);
    TreeEntry entry = folded.entries().getFirst();
    assertThat(entry.files()).isEqualTo(9);
    assertThat(entry.bytes()).isEqualTo(9 * 1300);
    SequenceView sequence = Objects.requireNonNull(entry.sequence());
    assertThat(sequence.missing().ranges()).isEqualTo("1005");
    assertThat(
            names(
                open(
                    scan,
                    "",
                    new TreeBrowser.Query(byName, behind(folded.next()), 2, 1, true, null))))
        .containsExactly("other.0001.exr", "readme");

    for (SequencePattern pattern :
        List.of(
            SequencePattern.ofKey(sequence.key()),
            SequencePattern.ofNotation(entry.name().getBytes(StandardCharsets.UTF_8)))) {
      Opened opened =
          open(
              scan,
              "",
              new TreeBrowser.Query(byName, new PageStart.First(), 100, 1, false, pattern));
      assertThat(names(opened)).hasSize(9).first().isEqualTo("comp.1001.exr");
      assertThat(opened.entryCount()).isEqualTo(9);
    }
  }

  @Test
  void whatIsKeptOfALargeDirectoryIsOfItsContent() {
    Scan scan = newScan(1);
    for (int attempt = 1; attempt <= 2; attempt++) {
      String name = attempt == 1 ? "old." : "new.";
      store(
          scan,
          attempt,
          0,
          listing(DirectoryKey.ROOT, 0, files(name + "0001.exr", "a")),
          listing(DirectoryKey.ROOT, 1, files(name + "0002.exr", "b")),
          new FinishedDirectory(
              DirectoryKey.ROOT,
              DirectoryKey.ROOT,
              new byte[0],
              2,
              new Totals(4, 0, 0, 0, 1600, 4 * 4096L, 0, false),
              4,
              1600,
              attempt,
              null));
      for (int again = 0; again < 2; again++) {
        assertThat(names(open(scan, "", page(new PageStart.First()))))
            .containsExactly(name + "1-2#.exr", "a");
      }
    }
  }

  @Test
  void severalLevelsAreOpenedFromTheTopDownAndNotWithoutEnd() {
    Scan scan = newScan(1);
    List<PageRecord> records = new ArrayList<>();
    EntryColumns top = new EntryColumns();
    for (int i = 0; i < 40; i++) {
      byte[] name = String.format("d%02d", i).getBytes(StandardCharsets.UTF_8);
      addDirectory(top, name);
      DirectoryKey key = DirectoryKey.ROOT.child(name);
      EntryColumns middle = new EntryColumns();
      for (int j = 0; j < 40; j++) {
        byte[] inner = String.format("e%02d", j).getBytes(StandardCharsets.UTF_8);
        addDirectory(middle, inner);
        records.add(listing(key.child(inner), 0, files("f")));
      }
      records.add(listing(key, 0, middle));
    }
    records.add(listing(DirectoryKey.ROOT, 0, top));
    store(scan, 1, 0, records.toArray(PageRecord[]::new));
    List<TreeEntry> shown =
        open(
                scan,
                "",
                new TreeBrowser.Query(
                    new TreeOrder(TreeOrder.Sort.NAME, false),
                    new PageStart.First(),
                    100,
                    3,
                    false,
                    null))
            .entries();
    assertThat(shown)
        .hasSize(40)
        .allMatch(entry -> Objects.requireNonNull(entry.entries()).size() == 40);
    long third =
        shown.stream()
            .flatMap(entry -> Objects.requireNonNull(entry.entries()).stream())
            .filter(entry -> entry.entries() != null)
            .count();
    assertThat(third).as("1,000 less the root and the 40").isEqualTo(959);
  }

  @Test
  void whatIsNotFinishedIsUnknownAndWhatIsNotReadSaysWhy() {
    Scan scan = newScan(1);
    EntryColumns entries = files("a");
    addDirectory(entries, new byte[] {'u'});
    addDirectory(entries, new byte[] {(byte) 0xFF});
    store(
        scan,
        1,
        0,
        listing(DirectoryKey.ROOT, 0, entries),
        finished(DirectoryKey.ROOT, new byte[] {(byte) 0xFF}, 0, "Permission denied"));
    Opened root = open(scan, "", BY_NAME);
    assertThat(root.complete()).isFalse();
    assertThat(root.totals().partial()).isTrue();
    assertThat(root.totals().files()).isEqualTo(1 + 3);
    TreeEntry unfinished = root.entries().get(1);
    assertThat(unfinished.bytes()).isNull();
    assertThat(unfinished.files()).isNull();
    TreeEntry unreadable = root.entries().get(2);
    assertThat(unreadable.error()).isEqualTo("Permission denied");
    assertThat(unreadable.partial()).isTrue();
    assertThat(unreadable.nameBytes()).isEqualTo("/w==");
    Opened below = open(scan, "%FF", BY_NAME);
    assertThat(below.error()).isEqualTo("Permission denied");
    assertThat(Objects.requireNonNull(below.entries())).isEmpty();
    assertThat(browser.open(scan.targets().getFirst().key(), TreePath.ofQuery("path=no"), BY_NAME))
        .isEmpty();
  }
}
