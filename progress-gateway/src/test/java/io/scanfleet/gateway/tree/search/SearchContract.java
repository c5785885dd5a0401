package io.scanfleet.gateway.tree.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scanfleet.gateway.DatabaseContract;
import io.scanfleet.gateway.tree.DirectoryRows;
import io.scanfleet.gateway.tree.StoredPage;
import io.scanfleet.gateway.tree.TreeEntry;
import io.scanfleet.gateway.tree.TreePath;
import io.scanfleet.gateway.tree.TreeStore;
import io.scanfleet.model.DirectoryKey;
import io.scanfleet.model.Totals;
import io.scanfleet.model.entry.EntryColumns;
import io.scanfleet.model.entry.EntryType;
import io.scanfleet.model.entry.ListingCodec;
import io.scanfleet.model.page.PageRecord;
import io.scanfleet.model.page.PageRecord.FinishedDirectory;
import io.scanfleet.model.page.PageRecord.ListingPart;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Searching, the same on SQLite and PostgreSQL. */
abstract class SearchContract extends DatabaseContract {

  private static final List<String> WORDS =
      List.of("comp", "plate", "Sh010", "v003", ".exr", ".1042", "ü", "_", "final");

  private final AtomicLong targets = new AtomicLong();
  private TreeStore store;
  private TreeSearch search;

  @BeforeAll
  void start() {
    store = context.getBean(TreeStore.class);
    search = withClock(System::nanoTime);
  }

  @AfterAll
  void stop() {
    search.close();
  }

  private TreeSearch withClock(LongSupplier nanoTime) {
    return new TreeSearch(
        context.getBean(SearchRows.class), context.getBean(DirectoryRows.class), nanoTime);
  }

  /** A tree that is made up, stored, and remembered as plain paths. */
  private final class MadeUp {
    final long targetKey = 1_000_000 + targets.incrementAndGet();
    final List<Known> entries = new ArrayList<>();
    final Random random;
    private final List<PageRecord> records = new ArrayList<>();
    private long page;

    MadeUp(long seed) {
      this.random = new Random(seed);
    }

    /**
     * An entry.
     *
     * @param path in Latin-1, a character for each byte
     */
    record Known(String path, EntryType type, long bytes, long modified) {
      String name() {
        return path.substring(path.lastIndexOf('/') + 1);
      }
    }

    /** Makes a directory with some in it, and stores it. */
    MadeUp grow(int directories) {
      List<String> open = new ArrayList<>(List.of(""));
      int made = 1;
      while (!open.isEmpty()) {
        String path = open.remove(random.nextInt(open.size()));
        int parts = random.nextInt(10) == 0 ? 3 : 1;
        boolean inner = false;
        for (int part = 0; part < parts; part++) {
          EntryColumns entries = new EntryColumns();
          for (int n = random.nextInt(12); n > 0; n--) {
            boolean directory = made < directories && random.nextInt(3) == 0;
            String name = name(part);
            add(entries, path, name, directory);
            inner |= directory;
            if (directory) {
              made++;
              open.add(path.isEmpty() ? name : path + "/" + name);
            }
          }
          if (made < directories && open.isEmpty()) {
            String name = name(part);
            add(entries, path, name, true);
            inner = true;
            made++;
            open.add(path.isEmpty() ? name : path + "/" + name);
          }
          records.add(part(path, part, entries));
        }
        if (random.nextInt(5) == 0) {
          // What comes in another page than its directory stays a listing.
          store();
        }
        records.add(finished(path, parts, 100, inner ? directories : 0));
      }
      return store();
    }

    private String name(int part) {
      StringBuilder name = new StringBuilder();
      for (int n = 1 + random.nextInt(4); n > 0; n--) {
        String word = WORDS.get(random.nextInt(WORDS.size()));
        name.append(new String(word.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
      }
      // Unique, and now and then not UTF-8.
      return name.append(random.nextInt(8) == 0 ? "\u00FF" : "")
          .append(part)
          .append(Integer.toString(random.nextInt(1 << 30), 36))
          .toString();
    }

    private void add(EntryColumns entries, String path, String name, boolean directory) {
      EntryType type =
          directory ? EntryType.DIRECTORY : EntryType.ofCode(random.nextBoolean() ? 1 : 3);
      byte[] bytes = name.getBytes(StandardCharsets.ISO_8859_1);
      int i = entries.add(bytes, 0, bytes.length, type);
      long size = random.nextInt(1000);
      entries.setSizes(i, size, 4096);
      entries.setModified(i, size * 2, 500_000_000);
      entries.setAccess(i, 0644, (int) (size % 3), 5);
      this.entries.add(
          new Known(
              path.isEmpty() ? name : path + "/" + name, type, directory ? 100 : size, size * 2));
    }

    MadeUp put(PageRecord... more) {
      records.addAll(List.of(more));
      return this;
    }

    MadeUp store() {
      return store(1);
    }

    MadeUp store(int attempt) {
      store.store(List.of(new StoredPage(targetKey, attempt, page++, 0, new byte[0], records)));
      records.clear();
      return this;
    }

    List<Known> where(java.util.function.Predicate<Known> condition) {
      return entries.stream().filter(condition).toList();
    }
  }

  private static DirectoryKey key(String path) {
    return TreePath.ofBytes(path.getBytes(StandardCharsets.ISO_8859_1)).key();
  }

  private static DirectoryKey parentKey(String path) {
    return TreePath.ofBytes(path.getBytes(StandardCharsets.ISO_8859_1)).parentKey();
  }

  private static byte[] name(String path) {
    return path.substring(path.lastIndexOf('/') + 1).getBytes(StandardCharsets.ISO_8859_1);
  }

  private static ListingPart part(String path, int part, EntryColumns entries) {
    return new ListingPart(
        key(path), parentKey(path), name(path), part, ListingCodec.encode(entries));
  }

  private static FinishedDirectory finished(String path, int parts, long bytes, long directories) {
    return new FinishedDirectory(
        key(path),
        parentKey(path),
        name(path),
        parts,
        new Totals(7, directories, 0, 0, bytes, null, 0, false),
        1,
        bytes,
        0,
        null);
  }

  private static EntryColumns files(String... names) {
    EntryColumns entries = new EntryColumns();
    for (String name : names) {
      byte[] bytes = name.getBytes(StandardCharsets.ISO_8859_1);
      entries.add(bytes, 0, bytes.length, EntryType.FILE);
    }
    return entries;
  }

  private static SearchQuery query(@Nullable String latin1, EntryType... types) {
    return new SearchQuery(
        latin1 == null ? null : NamePattern.of(latin1.getBytes(StandardCharsets.ISO_8859_1), false),
        types.length == 0 ? EnumSet.allOf(EntryType.class) : EnumSet.of(types[0], types),
        null,
        null,
        null,
        null,
        null,
        false);
  }

  private static SearchQuery sequences(SearchQuery query) {
    return new SearchQuery(
        query.pattern(),
        query.types(),
        query.minSize(),
        query.maxSize(),
        query.modifiedAfter(),
        query.modifiedBefore(),
        query.owner(),
        true);
  }

  private static TreeSearch.Tree all(long targetKey) {
    return new TreeSearch.Tree(targetKey, true, TreePath.ofQuery(null));
  }

  private static String path(SearchHit hit) {
    String bytes = hit.pathBytes();
    return new String(
        bytes == null
            ? hit.path().getBytes(StandardCharsets.UTF_8)
            : Base64.getDecoder().decode(bytes),
        StandardCharsets.ISO_8859_1);
  }

  private static final class Paths implements HitSink {
    final List<String> all = new ArrayList<>();
    double progress;

    @Override
    public void hit(SearchHit hit) {
      all.add(path(hit));
    }

    @Override
    public void pause(long directories, double now) {
      assertThat(now).isBetween(progress, 1.0);
      progress = now;
    }
  }

  /** What is found in pages of so many hits, with a cursor from each to the next. */
  private List<String> found(TreeSearch.Tree tree, SearchQuery query, int limit)
      throws IOException {
    List<String> all = new ArrayList<>();
    Place from = Place.BEGINNING;
    while (true) {
      Paths page = new Paths();
      TreeSearch.Outcome outcome = search.search(tree, query, from, limit, null, page);
      assertThat(page.all).hasSizeLessThanOrEqualTo(limit);
      all.addAll(page.all);
      Place rest = outcome.rest();
      if (rest == null) {
        return all;
      }
      from = Place.ofCursor(rest.toCursor(tree.targetKey()), tree.targetKey());
    }
  }

  private static List<String> paths(List<MadeUp.Known> entries) {
    return entries.stream().map(MadeUp.Known::path).toList();
  }

  @Test
  void eachEntryComesOnceHoweverLongPagesAre() throws IOException {
    MadeUp tree = new MadeUp(1).grow(3_000);
    for (int limit : List.of(97, 1000, 1_000_000)) {
      // Sorted, since comparing so many in any order takes long.
      assertThat(found(all(tree.targetKey), query("*"), limit).stream().sorted())
          .containsExactlyElementsOf(paths(tree.entries).stream().sorted().toList());
    }
    assertThat(found(all(tree.targetKey), query(null, EntryType.DIRECTORY), 10))
        .containsExactlyInAnyOrderElementsOf(
            paths(tree.where(known -> known.type() == EntryType.DIRECTORY)));
  }

  @Test
  void patternsFindWhatTheyDescribe() throws IOException {
    MadeUp tree = new MadeUp(2).grow(800);
    TreeSearch.Tree all = all(tree.targetKey);
    assertThat(found(all, query("v003.1042"), 5))
        .isNotEmpty()
        .containsExactlyInAnyOrderElementsOf(
            paths(tree.where(known -> known.name().contains("v003.1042"))));
    assertThat(found(all, query("comp*.exr*"), 5))
        .isNotEmpty()
        .containsExactlyInAnyOrderElementsOf(
            paths(tree.where(known -> known.name().matches("(?s)comp.*\\.exr.*"))));
    assertThat(found(all, query("**/*comp*/plate*"), 5))
        .isNotEmpty()
        .containsExactlyInAnyOrderElementsOf(
            paths(tree.where(known -> known.path().matches("(.*/)?[^/]*comp[^/]*/plate[^/]*"))));
    assertThat(found(all, query("\u00FF0"), 5))
        .as("bytes that are not UTF-8")
        .isNotEmpty()
        .containsExactlyInAnyOrderElementsOf(
            paths(tree.where(known -> known.name().contains("\u00FF0"))));
  }

  @Test
  void attributesAreConditionsToo() throws IOException {
    MadeUp tree = new MadeUp(3).grow(200);
    TreeSearch.Tree all = all(tree.targetKey);
    SearchQuery sized =
        new SearchQuery(
            null, EnumSet.allOf(EntryType.class), 100L, 300L, 250.5, 500.5, null, false);
    assertThat(found(all, sized, 10))
        .containsExactlyInAnyOrderElementsOf(
            paths(
                tree.where(
                    known ->
                        known.bytes() >= 100
                            && known.bytes() <= 300
                            && known.modified() >= 250
                            && known.modified() < 500)));
    SearchQuery owned =
        new SearchQuery(null, EnumSet.of(EntryType.SYMLINK), null, null, null, null, 2L, false);
    assertThat(found(all, owned, 10))
        .containsExactlyInAnyOrderElementsOf(
            paths(
                tree.where(
                    known -> known.type() == EntryType.SYMLINK && known.modified() / 2 % 3 == 2)));
  }

  @Test
  void belowADirectoryOnlyItsEntriesAreFoundWhetherOrNotItIsFinished() throws IOException {
    MadeUp tree = new MadeUp(4).grow(400);
    int some = 0;
    for (MadeUp.Known top : tree.where(known -> known.type() == EntryType.DIRECTORY)) {
      List<String> below = paths(tree.where(known -> known.path().startsWith(top.path() + "/")));
      TreePath path = TreePath.ofBytes(top.path().getBytes(StandardCharsets.ISO_8859_1));
      assertThat(found(new TreeSearch.Tree(tree.targetKey, true, path), query("*"), 100))
          .containsExactlyInAnyOrderElementsOf(below);
      some += below.isEmpty() ? 0 : 1;
    }
    assertThat(some).isGreaterThan(100);

    MadeUp running = new MadeUp(4);
    running
        .put(part("a", 0, files("in a")), part("", 0, files("x")), part("a/b", 0, files("in b")))
        .put(part("ab", 0, files("in ab")))
        .store();
    assertThat(
            found(
                new TreeSearch.Tree(running.targetKey, false, TreePath.ofQuery("path=a")),
                query("*"),
                1))
        .containsExactlyInAnyOrder("a/in a", "a/b/in b");
  }

  @Test
  void pagesThatArriveMeanwhileDisturbNothing() throws IOException {
    MadeUp tree = new MadeUp(5).grow(300);
    List<String> before = paths(tree.entries);
    List<String> all = new ArrayList<>();
    Place from = Place.BEGINNING;
    for (int n = 0; from != null; n++) {
      Paths page = new Paths();
      from = search.search(all(tree.targetKey), query("*"), from, 50, null, page).rest();
      all.addAll(page.all);
      tree.put(part("new" + n, 0, files("late1", "late2"))).store();
    }
    assertThat(all).doesNotHaveDuplicates();
    assertThat(new HashSet<>(all)).containsAll(before);
  }

  @Test
  void whatLiesBelowADirectoryThatIsNotStoredIsLeftOut() throws IOException {
    MadeUp tree = new MadeUp(6);
    tree.put(part("", 0, files("here")), part("a/b", 0, files("nowhere"))).store();
    assertThat(found(all(tree.targetKey), query("*here"), 10)).containsExactly("here");
    tree.put(part("a", 0, files("there"))).store();
    assertThat(found(all(tree.targetKey), query("*here"), 10))
        .containsExactlyInAnyOrder("here", "a/there", "a/b/nowhere");
  }

  @Test
  void whatAnAttemptThatWasGivenUpHadFoundIsPassedOver() throws IOException {
    MadeUp tree = new MadeUp(7);
    tree.put(part("", 0, files("old0")), part("", 1, files("old1"))).store(1);
    tree.put(part("", 0, files("new0"))).store(2);
    TreeSearch.Tree unsettled = new TreeSearch.Tree(tree.targetKey, false, TreePath.ofQuery(null));
    assertThat(found(unsettled, query("*"), 1)).containsExactly("new0");
    tree.put(part("", 0, files("newest")), finished("", 1, 1, 0)).store(3);
    assertThat(found(unsettled, query("*"), 1)).containsExactly("newest");
  }

  @Test
  void aDirectoryIsAsBigAsAllBelowIt() throws IOException {
    MadeUp tree = new MadeUp(8);
    EntryColumns entries = files("file");
    for (String name : List.of("big", "small", "running")) {
      entries.add(name(name), 0, name.length(), EntryType.DIRECTORY);
    }
    tree.put(part("", 0, entries), finished("big", 1, 5_000, 0), finished("small", 1, 10, 0))
        .store();
    List<SearchHit> hits = new ArrayList<>();
    HitSink sink =
        new HitSink() {
          @Override
          public void hit(SearchHit hit) {
            hits.add(hit);
          }

          @Override
          public void pause(long directories, double progress) {}
        };
    SearchQuery big =
        new SearchQuery(
            null, EnumSet.of(EntryType.DIRECTORY), 1_000L, null, null, null, null, false);
    search.search(all(tree.targetKey), big, Place.BEGINNING, 10, null, sink);
    search.search(all(tree.targetKey), query("running"), Place.BEGINNING, 10, null, sink);
    assertThat(hits.stream().map(hit -> hit.entry().bytes())).containsExactly(5_000L, null);
    assertThat(hits.stream().map(SearchHit::path)).containsExactly("big", "running");
  }

  @Test
  void anAnswerEndsWhenItsTimeIsOverAndTheNextGoesOn() throws IOException {
    MadeUp tree = new MadeUp(9).grow(2_000);
    AtomicLong clock = new AtomicLong();
    try (TreeSearch hurried = withClock(() -> clock.addAndGet(1_000))) {
      Paths all = new Paths();
      Place from = Place.BEGINNING;
      int answers = 0;
      long directories = 0;
      while (from != null) {
        TreeSearch.Outcome outcome =
            hurried.search(all(tree.targetKey), query("comp"), from, 1_000_000, 1_000L, all);
        directories += outcome.directories();
        from = outcome.rest();
        answers++;
      }
      assertThat(answers).isGreaterThan(3);
      assertThat(directories).isBetween(1_500L, 2_000L);
      assertThat(all.all)
          .containsExactlyInAnyOrderElementsOf(
              paths(tree.where(known -> known.name().contains("comp"))));
      assertThat(all.progress).isEqualTo(1);
    }
  }

  @Test
  void nothingGoesOnWhenNobodyTakesTheHits() {
    MadeUp tree = new MadeUp(10).grow(500);
    AtomicLong taken = new AtomicLong();
    HitSink gone =
        new HitSink() {
          @Override
          public void hit(SearchHit hit) throws IOException {
            if (taken.incrementAndGet() == 5) {
              throw new IOException("gone");
            }
          }

          @Override
          public void pause(long directories, double progress) {}
        };
    assertThatThrownBy(
            () ->
                search.search(all(tree.targetKey), query("*"), Place.BEGINNING, 1_000, null, gone))
        .hasMessage("gone");
    assertThat(taken).hasValue(5);
  }

  @Test
  void theFramesOfASequenceThatMatchAreOneHit() throws IOException {
    MadeUp tree = new MadeUp(11);
    tree.put(
            part("", 0, files("b.1.exr", "a.1.exr", "readme", "a.2.exr", "b.3.exr", "a.9.jpg")),
            part("d", 0, files("a.1.exr", "a.2.exr", "lonely.7.exr")),
            part("d", 1, files("a.3.exr", "a.4.exr")))
        .store();
    TreeSearch.Tree all = all(tree.targetKey);
    for (int limit : List.of(1, 2, 3, 100)) {
      assertThat(found(all, sequences(query("*")), limit))
          .as("in pages of " + limit)
          .containsExactlyInAnyOrder(
              "b.1,3@.exr",
              "a.1-2@.exr",
              "readme",
              "a.9.jpg",
              "d/a.1-2@.exr",
              "d/lonely.7.exr",
              "d/a.3-4@.exr");
    }
    assertThat(found(all, sequences(query("*.[12].exr")), 1))
        .as("only frames that match")
        .containsExactlyInAnyOrder("b.1.exr", "a.1-2@.exr", "d/a.1-2@.exr");
    assertThat(found(all, sequences(query("d/a.*")), 1))
        .containsExactlyInAnyOrder("d/a.1-2@.exr", "d/a.3-4@.exr");
    TreeSearch.Tree below = new TreeSearch.Tree(tree.targetKey, true, TreePath.ofQuery("path=d"));
    assertThat(found(below, sequences(query("*.exr")), 2))
        .containsExactlyInAnyOrder("d/a.1-2@.exr", "d/lonely.7.exr", "d/a.3-4@.exr");
  }

  @Test
  void conditionsAreOfEachFrame() throws IOException {
    EntryColumns entries = files("s.1.exr", "s.2.exr", "s.3.exr", "s.4.exr");
    for (int i = 0; i < entries.size(); i++) {
      entries.setSizes(i, i * 10L, 4096);
    }
    MadeUp tree = new MadeUp(12).put(part("", 0, entries)).store();
    SearchQuery sized =
        new SearchQuery(null, EnumSet.of(EntryType.FILE), 10L, 20L, null, null, null, true);
    List<SearchHit> hits = new ArrayList<>();
    HitSink sink =
        new HitSink() {
          @Override
          public void hit(SearchHit hit) {
            hits.add(hit);
          }

          @Override
          public void pause(long directories, double progress) {}
        };
    search.search(all(tree.targetKey), sized, Place.BEGINNING, 10, null, sink);
    assertThat(hits).hasSize(1);
    TreeEntry sequence = hits.getFirst().entry();
    assertThat(sequence.name()).isEqualTo("s.2-3@.exr");
    assertThat(sequence.bytes()).isEqualTo(30);
    assertThat(sequence.files()).isEqualTo(2);
    assertThat(sequence.sequence()).isNotNull();
  }

  @Test
  void moreFramesThanAreHeldAtOnceAreOneHitForEachPart() throws IOException {
    MadeUp tree = new MadeUp(13);
    List<String> expected = new ArrayList<>();
    for (int n = 0; n < 12; n++) {
      String[] names = new String[4_000];
      for (int i = 0; i < names.length; i++) {
        names[i] = "f." + (100_000 + i) + ".exr";
      }
      tree.put(part("d" + n, 0, files(names)));
      expected.add("d" + n + "/f.100000-103999@@@@@@.exr");
    }
    tree.put(part("", 0, files("top"))).store();
    for (int limit : List.of(1, 1000)) {
      assertThat(found(all(tree.targetKey), sequences(query("*.exr")), limit))
          .containsExactlyInAnyOrderElementsOf(expected);
    }
  }
}
