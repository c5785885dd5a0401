package io.scanfleet.gateway.tree.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.scanfleet.gateway.DatabaseContract;
import io.scanfleet.gateway.tree.StoredPage;
import io.scanfleet.gateway.tree.TreeOrder;
import io.scanfleet.gateway.tree.TreePath;
import io.scanfleet.gateway.tree.TreeStore;
import io.scanfleet.gateway.tree.compare.ComparedEntry.Deltas;
import io.scanfleet.gateway.tree.compare.EntrySelection.Query;
import io.scanfleet.gateway.tree.compare.EntrySelection.Selected;
import io.scanfleet.gateway.tree.compare.TreeComparer.Comparison;
import io.scanfleet.model.entry.EntryColumns;
import io.scanfleet.model.entry.EntryType;
import io.scanfleet.model.page.PageRecord;
import io.scanfleet.model.page.PageRecord.FinishedDirectory;
import io.scanfleet.model.page.PageRecord.ListingPart;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Comparing two trees, the same on SQLite and PostgreSQL. */
abstract class CompareContract extends DatabaseContract {

  private TreeStore store;
  private ComparedRows rows;
  private TreeComparer comparer;

  @BeforeAll
  void start() {
    store = context.getBean(TreeStore.class);
    rows = context.getBean(ComparedRows.class);
    comparer = new TreeComparer(rows);
  }

  private ComparedTree stored(List<PageRecord> records) {
    long key = newScan(1).targets().getFirst().key();
    store(key, 0, records);
    return new ComparedTree(key, true, true);
  }

  /** With the entries of every directory in listings, also of those that hold no other. */
  private ComparedTree storedInListings(PlantedTree tree) {
    long key = newScan(1).targets().getFirst().key();
    List<PageRecord> records = tree.records();
    store(key, 0, records.stream().filter(ListingPart.class::isInstance).toList());
    store(key, 1, records.stream().filter(FinishedDirectory.class::isInstance).toList());
    return new ComparedTree(key, true, true);
  }

  private void store(long key, long page, List<PageRecord> records) {
    store.store(List.of(new StoredPage(key, 1, page, 0, new byte[0], records)));
  }

  private ComparedTree stored(PlantedTree tree) {
    return stored(tree.records());
  }

  private static Query query(int limit, boolean unchanged, TreeOrder.@Nullable Place after) {
    return new Query(new TreeOrder(TreeOrder.Sort.NAME, false), after, limit, unchanged, false);
  }

  private Comparison compare(ComparedTree older, ComparedTree newer, String path) {
    return comparer
        .compare(older, newer, TreePath.ofBytes(PlantedTree.bytes(path)), query(1000, false, null))
        .orElseThrow();
  }

  private static Map<String, Change> changes(Comparison comparison) {
    Map<String, Change> changes = new LinkedHashMap<>();
    comparison.entries().forEach(each -> changes.put(each.entry().name(), each.entry().change()));
    assertThat(comparison.entryCount()).isEqualTo(changes.size());
    return changes;
  }

  private static Selected named(Comparison comparison, String name) {
    return comparison.entries().stream()
        .filter(each -> each.entry().name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static @Nullable Deltas deltas(Comparison comparison, String name) {
    return named(comparison, name).entry().deltas();
  }

  private static Summary summary(Comparison comparison) {
    return Summary.of(comparison.differences());
  }

  private static Summary.Count count(long files, long directories, long bytes) {
    return new Summary.Count(files, directories, bytes);
  }

  private static final Summary.Count NONE = new Summary.Count(0, 0, 0);

  private static PlantedTree show() {
    return PlantedTree.empty()
        .file("grows/a", 100)
        .file("grows/b", 100)
        .file("shrinks/deep/er/a", 500)
        .file("shrinks/deep/er/b", 50)
        .file("touched/a", 10)
        .file("same/a", 1)
        .file("same/below/b", 2)
        .file("gone/a", 7)
        .file("gone/below/b", 8)
        .file("file", 3)
        .file("turns", 4)
        .directory("empty");
  }

  @Test
  void whatChangedIsToldOfEveryDirectoryOnTheWay() {
    ComparedTree older = stored(show());
    ComparedTree newer =
        stored(
            show()
                .copy()
                .edit("grows/a", node -> node.bytes = 150)
                .file("grows/c", 30)
                .remove("shrinks/deep/er/a")
                .edit("touched/a", node -> node.modified = 2000)
                .remove("gone")
                .remove("turns")
                .file("turns/into", 44)
                .file("new/x/y", 9)
                .edit("file", node -> node.type = EntryType.SYMLINK));

    Comparison root = compare(older, newer, "");
    assertThat(changes(root))
        .containsExactly(
            entry("file", Change.CHANGED),
            entry("gone", Change.REMOVED),
            entry("grows", Change.GROWN),
            entry("new", Change.ADDED),
            entry("shrinks", Change.SHRUNK),
            entry("touched", Change.CHANGED),
            entry("turns", Change.CHANGED));
    assertThat(deltas(root, "grows")).isEqualTo(new Deltas(80, 1));
    assertThat(deltas(root, "shrinks")).isEqualTo(new Deltas(-500, -1));
    assertThat(deltas(root, "touched")).isEqualTo(new Deltas(0, 0));
    assertThat(deltas(root, "gone")).isEqualTo(new Deltas(-15, -2));
    assertThat(deltas(root, "new")).isEqualTo(new Deltas(9, 1));
    assertThat(deltas(root, "turns")).isEqualTo(new Deltas(40, 0));
    ComparedEntry gone = named(root, "gone").entry();
    assertThat(gone.after()).isNull();
    assertThat(Objects.requireNonNull(gone.before()).files()).isEqualTo(2);
    assertThat(gone.partial()).isNull();
    assertThat(summary(root))
        .isEqualTo(
            new Summary(
                count(3, 3, 30 + 44 + 9),
                count(4, 2, 15 + 500 + 4),
                new Summary.Changed(3, 4, 50),
                NONE,
                NONE,
                NONE));
    assertThat(root.differences().bytesGrown).isEqualTo(80 - 500 - 15 + 9 + 40);
    assertThat(root.differences().partial).isFalse();
    assertThat(root.movesComplete()).isTrue();

    assertThat(changes(compare(older, newer, "shrinks/deep/er")))
        .containsExactly(entry("a", Change.REMOVED));
    assertThat(changes(compare(older, newer, "grows")))
        .containsExactly(entry("a", Change.CHANGED), entry("c", Change.ADDED));
    assertThat(changes(compare(older, newer, "same"))).isEmpty();
    assertThat(summary(compare(older, newer, "same/below")).changed())
        .isEqualTo(new Summary.Changed(0, 0, 0));
    Comparison added = compare(older, newer, "new");
    assertThat(changes(added)).containsExactly(entry("x", Change.ADDED));
    assertThat(summary(added).added()).isEqualTo(count(1, 1, 9));
    Comparison removed = compare(older, newer, "gone/below");
    assertThat(changes(removed)).containsExactly(entry("b", Change.REMOVED));
    assertThat(removed.located().newer().presence()).isEqualTo(Half.Presence.ABSENT);
    assertThat(comparer.compare(older, newer, TreePath.ofQuery("path=no"), query(1, false, null)))
        .isEmpty();
  }

  @Test
  void whatIsTheSameIsNotOpened() {
    List<PageRecord> before = new ArrayList<>();
    for (PageRecord record : show().records()) {
      // Whoever reads this fails.
      before.add(
          record instanceof ListingPart part && !part.key().equals(part.parent())
              ? new ListingPart(part.key(), part.parent(), part.name(), part.part(), new byte[] {1})
              : record);
    }
    ComparedTree older = stored(before);
    ComparedTree newer = stored(show().copy().file("z", 1));
    assertThat(changes(compare(older, newer, ""))).containsExactly(entry("z", Change.ADDED));
  }

  @Test
  void treesFromBeforeThereWereDigestsAreComparedInFull() {
    ComparedTree older = stored(show());
    ComparedTree newer =
        stored(show().copy().edit("same/below/b", node -> node.modified++).file("z", 1));
    context
        .getBean(JdbcClient.class)
        .sql("update directory set digest = null where target_key = :key")
        .param("key", older.key())
        .update();
    Comparison root = compare(older, newer, "");
    assertThat(changes(root))
        .containsExactly(entry("same", Change.CHANGED), entry("z", Change.ADDED));
    assertThat(changes(compare(older, newer, "same/below")))
        .containsExactly(entry("b", Change.CHANGED));
    assertThat(summary(root).changed()).isEqualTo(new Summary.Changed(1, 2, 0));
  }

  @Test
  void whatWasNotReadIsNotKnownAndNeverRemoved() {
    PlantedTree before = show().file("locked/a", 5).file("locked/below/b", 6).file("skip/s", 7);
    ComparedTree older = stored(before);
    PlantedTree after =
        before
            .copy()
            .remove("locked/a")
            .remove("locked/below")
            .edit("locked", node -> node.error = "Permission denied")
            .remove("skip/s")
            .edit("skip", node -> node.flags = EntryColumns.EXCLUDED)
            .remove("same/below/b")
            .edit("same/below", node -> node.flags = EntryColumns.OTHER_FILE_SYSTEM)
            .file("z", 1);
    ComparedTree newer = stored(after);
    Comparison root = compare(older, newer, "");
    assertThat(changes(root))
        .containsExactly(
            entry("locked", Change.NOT_KNOWN),
            entry("same", Change.NOT_KNOWN),
            entry("skip", Change.NOT_KNOWN),
            entry("z", Change.ADDED));
    assertThat(deltas(root, "locked")).isNull();
    assertThat(named(root, "locked").entry().partial()).isTrue();
    assertThat(Objects.requireNonNull(named(root, "locked").entry().after()).error())
        .isEqualTo("Permission denied");
    assertThat(root.differences().partial).isTrue();
    assertThat(summary(root).removed()).isEqualTo(NONE);
    assertThat(summary(root).added()).isEqualTo(count(1, 0, 1));
    assertThat(root.differences().bytesGrown).as("as far as known").isEqualTo(1);
    assertThat(summary(root).notKnown().files()).isEqualTo(2);
    Comparison locked = compare(older, newer, "locked");
    assertThat(changes(locked))
        .containsExactly(entry("a", Change.NOT_KNOWN), entry("below", Change.NOT_KNOWN));
    Comparison below = compare(older, newer, "locked/below");
    assertThat(below.located().newer().presence()).isEqualTo(Half.Presence.UNKNOWN);
    assertThat(changes(below)).containsExactly(entry("b", Change.NOT_KNOWN));
    assertThat(changes(compare(older, newer, "same/below")))
        .containsExactly(entry("b", Change.NOT_KNOWN));

    // The other way round: what the older scan could not see was not added.
    assertThat(changes(compare(newer, older, "locked")))
        .containsExactly(entry("a", Change.NOT_KNOWN), entry("below", Change.NOT_KNOWN));

    // Passed over in both, there is nothing to tell; unreadable in both, there is.
    ComparedTree again = stored(after.copy());
    assertThat(changes(compare(newer, again, "")))
        .containsExactly(entry("locked", Change.NOT_KNOWN));
  }

  @Test
  void whatACancelledScanDidNotFindIsNotKnown() {
    ComparedTree older = stored(show());
    PlantedTree cut =
        show()
            .remove("gone/a")
            .edit("gone", node -> node.cutShort = true)
            .remove("file")
            .remove("grows/a");
    ComparedTree completed = stored(cut);
    ComparedTree newer = new ComparedTree(completed.key(), false, true);
    assertThat(changes(compare(older, newer, "")))
        .containsExactly(
            entry("file", Change.NOT_KNOWN),
            entry("gone", Change.NOT_KNOWN),
            entry("grows", Change.SHRUNK));
    assertThat(changes(compare(older, newer, "grows")))
        .as("read to the end, with all below it")
        .containsExactly(entry("a", Change.REMOVED));
    assertThat(changes(compare(older, newer, "gone")))
        .containsExactly(entry("a", Change.NOT_KNOWN));
  }

  @Test
  void aRunningScanTellsWhatItKnows() {
    ComparedTree older = stored(show());
    PlantedTree running =
        show()
            .remove("gone/a")
            .file("gone/new", 1)
            .edit("gone", node -> node.unfinished = true)
            .remove("grows/a")
            .edit("", node -> node.unfinished = true);
    ComparedTree newer = new ComparedTree(stored(running).key(), false, false);
    Comparison root = compare(older, newer, "");
    assertThat(changes(root))
        .containsExactly(entry("gone", Change.NOT_KNOWN), entry("grows", Change.SHRUNK));
    assertThat(root.movesComplete()).isFalse();
    assertThat(changes(compare(older, newer, "gone")))
        .containsExactly(entry("a", Change.NOT_KNOWN), entry("new", Change.ADDED));
    store(
        newer.key(),
        1,
        PlantedTree.empty().records().stream()
            .filter(FinishedDirectory.class::isInstance)
            .toList());
    assertThat(changes(compare(older, newer, "")))
        .as("nothing is remembered, and a row that does not fit its listings says nothing")
        .containsExactly(entry("gone", Change.NOT_KNOWN), entry("grows", Change.SHRUNK));
  }

  @Test
  void whatMovedIsFoundByItsInode() {
    PlantedTree before =
        show()
            .file("wip/plate/p.1", 1000)
            .file("wip/plate/p.2", 1000)
            .file("wip/notes", 20)
            .directory("shelf");
    ComparedTree older = stored(before);
    ComparedTree newer =
        stored(
            before
                .copy()
                .move("wip/plate", "shelf/archived")
                .move("wip/notes", "same/renamed")
                .move("grows/a", "grows/a2"));
    Comparison root = compare(older, newer, "");
    assertThat(changes(root))
        .containsExactly(
            entry("grows", Change.CHANGED),
            entry("same", Change.GROWN),
            entry("shelf", Change.GROWN),
            entry("wip", Change.SHRUNK));
    assertThat(summary(root))
        .isEqualTo(
            new Summary(
                NONE,
                NONE,
                new Summary.Changed(0, 4, 0),
                count(4, 1, 2120),
                count(4, 1, 2120),
                NONE));
    Comparison shelf = compare(older, newer, "shelf");
    assertThat(changes(shelf)).containsExactly(entry("archived", Change.MOVED));
    assertThat(deltas(shelf, "archived")).isEqualTo(new Deltas(2000, 2));
    assertThat(named(shelf, "archived").from())
        .satisfies(
            move ->
                assertThat(Objects.requireNonNull(move).olderName()).asString().isEqualTo("plate"));
    assertThat(summary(shelf).moved()).isEqualTo(count(2, 1, 2000));
    assertThat(summary(shelf).movedAway()).isEqualTo(NONE);
    Comparison wip = compare(older, newer, "wip");
    assertThat(changes(wip))
        .containsExactly(entry("notes", Change.MOVED), entry("plate", Change.MOVED));
    assertThat(named(wip, "notes").to()).isNotNull();
    assertThat(named(wip, "notes").from()).isNull();

    Comparison moved = compare(older, newer, "shelf/archived");
    assertThat(changes(moved)).as("compared with where it was").isEmpty();
    assertThat(Objects.requireNonNull(moved.located().movedFrom()).name())
        .asString()
        .isEqualTo("plate");
    Comparison former = compare(older, newer, "wip/plate");
    assertThat(changes(former)).as("compared with where it is").isEmpty();
    assertThat(Objects.requireNonNull(former.located().movedTo()).name())
        .asString()
        .isEqualTo("archived");
  }

  @Test
  void aDirectoryThatMovedAndChangedIsComparedWithWhatItWas() {
    PlantedTree before =
        show().file("wip/d/a", 10).file("wip/d/b", 20).file("wip/d/e/c", 30).directory("shelf");
    ComparedTree older = stored(before);
    ComparedTree newer =
        stored(
            before
                .copy()
                .move("wip/d", "shelf/other")
                .remove("shelf/other/a")
                .edit("shelf/other/b", node -> node.bytes = 25)
                .move("shelf/other/e", "same/e"));
    Comparison root = compare(older, newer, "");
    assertThat(summary(root).added()).isEqualTo(NONE);
    assertThat(summary(root).removed()).isEqualTo(count(1, 0, 10));
    assertThat(summary(root).moved()).isEqualTo(count(2, 2, 25 + 30));
    assertThat(root.differences().bytesGrown).isEqualTo(-5);
    Comparison moved = compare(older, newer, "shelf/other");
    assertThat(changes(moved))
        .containsExactly(
            entry("a", Change.REMOVED), entry("b", Change.CHANGED), entry("e", Change.MOVED));
    assertThat(moved.differences().bytesGrown).isEqualTo(-35);
    assertThat(changes(compare(older, newer, "same"))).containsExactly(entry("e", Change.MOVED));
  }

  @Test
  void whatMovedOutOfWhatIsGoneAndIntoWhatIsNewIsFound() {
    PlantedTree before = show().file("gone/x/y/plate/p", 77).file("gone/x/y/other", 1);
    ComparedTree older = stored(before);
    ComparedTree newer =
        stored(
            before
                .copy()
                .move("gone/x/y/plate", "kept/in/here")
                .file("kept/in/fresh", 5)
                .remove("gone"));
    Comparison root = compare(older, newer, "");
    assertThat(changes(root))
        .containsExactly(entry("gone", Change.REMOVED), entry("kept", Change.ADDED));
    assertThat(summary(root))
        .isEqualTo(
            new Summary(
                count(1, 2, 5),
                count(3, 4, 7 + 8 + 1),
                new Summary.Changed(0, 1, 0),
                count(1, 1, 77),
                count(1, 1, 77),
                NONE));
    Comparison in = compare(older, newer, "kept/in");
    assertThat(changes(in))
        .containsExactly(entry("fresh", Change.ADDED), entry("here", Change.MOVED));
    assertThat(summary(in).moved()).isEqualTo(count(1, 1, 77));
    Comparison kept = compare(older, newer, "kept");
    assertThat(summary(kept).added()).isEqualTo(count(1, 1, 5));
    assertThat(summary(kept).moved()).isEqualTo(count(1, 1, 77));
  }

  @Test
  void anInodeThatIsUsedAgainIsNoMove() {
    PlantedTree before = show().file("old/f", 10).file("old/d/a", 10).directory("empty-a");
    ComparedTree older = stored(before);
    PlantedTree after = before.copy().remove("old").remove("empty-a");
    after.file("new/g", 11).file("new/e/b", 10).directory("empty-b");
    after.at("new/g").inode = before.at("old/f").inode;
    after.at("new/e").inode = before.at("old/d").inode;
    after.at("empty-b").inode = before.at("empty-a").inode;
    ComparedTree newer = stored(after);
    Comparison root = compare(older, newer, "");
    assertThat(summary(root).moved()).isEqualTo(NONE);
    assertThat(summary(root).movedAway()).isEqualTo(NONE);
    assertThat(changes(root))
        .containsExactly(
            entry("empty-a", Change.REMOVED),
            entry("empty-b", Change.ADDED),
            entry("new", Change.ADDED),
            entry("old", Change.REMOVED));
  }

  @Test
  void whichOfSeveralLinksIsCountedIsNoChange() {
    PlantedTree before = show().file("l/one", 100).file("m/two", 100).file("m/three", 100);
    before.edit("m/two", node -> node.flags = EntryColumns.REPEATED_LINK);
    before.edit("m/three", node -> node.flags = EntryColumns.REPEATED_LINK);
    ComparedTree older = stored(before);
    PlantedTree after = before.copy().edit("m/two", node -> node.flags = 0);
    after.edit("l/one", node -> node.flags = EntryColumns.REPEATED_LINK);
    assertThat(changes(compare(older, stored(after.copy()), ""))).isEmpty();
    for (String name : List.of("l/one", "m/two", "m/three")) {
      after.edit(name, node -> node.bytes = 130);
    }
    Comparison grown = compare(older, stored(after), "");
    assertThat(changes(grown))
        .containsExactly(entry("l", Change.CHANGED), entry("m", Change.GROWN));
    assertThat(grown.differences().bytesGrown).as("once").isEqualTo(30);
  }

  @Test
  void aDirectoryOfManyPartsIsComparedPieceByPiece() {
    PlantedTree before = PlantedTree.empty().inPartsOf(100);
    for (int i = 0; i < 3000; i++) {
      before.file("huge/f" + i, i);
    }
    for (int i = 0; i < 300; i++) {
      before.file("huge/d" + i + "/x", 1);
    }
    ComparedTree older = stored(before);
    PlantedTree after =
        before
            .copy()
            .remove("huge/f77")
            .edit("huge/f1234", node -> node.bytes++)
            .file("huge/g", 1)
            .edit("huge/d5/x", node -> node.modified++);
    ComparedTree newer = stored(after);
    Comparison huge = compare(older, newer, "huge");
    assertThat(changes(huge))
        .containsExactly(
            entry("d5", Change.CHANGED),
            entry("f1234", Change.CHANGED),
            entry("f77", Change.REMOVED),
            entry("g", Change.ADDED));
    assertThat(huge.differences().bytesGrown).isEqualTo(1 - 77 + 1);

    Map<String, Change> all = new TreeMap<>();
    TreeOrder.Place next = null;
    do {
      Comparison page =
          comparer
              .compare(older, newer, TreePath.ofQuery("path=huge"), query(700, true, next))
              .orElseThrow();
      page.entries()
          .forEach(
              each -> assertThat(all.put(each.entry().name(), each.entry().change())).isNull());
      assertThat(page.entryCount()).isEqualTo(3301);
      next = page.next();
    } while (next != null);
    assertThat(all).hasSize(3301);
    assertThat(all.values().stream().filter(change -> change != Change.UNCHANGED)).hasSize(4);

    ComparedTree emptied = stored(before.copy().remove("huge").directory("huge"));
    Comparison gone = compare(older, emptied, "huge");
    assertThat(gone.differences().removed.files()).isEqualTo(3300);
  }

  @Test
  void framesOfASequenceAreOneEntry() {
    PlantedTree before = PlantedTree.empty().inPartsOf(7);
    for (int frame = 1001; frame <= 1020; frame++) {
      before.file("plate." + frame + ".exr", 100).file("old." + frame + ".exr", 10);
      before.file("still." + frame + ".exr", 1).file("mv." + frame + ".exr", 2);
    }
    before.file("single.0001.dpx", 5).file("notes.txt", 3).directory("there");
    PlantedTree after = before.copy().inPartsOf(5);
    for (int frame = 1001; frame <= 1020; frame++) {
      after.remove("old." + frame + ".exr").file("new." + frame + ".exr", 11);
      after.move("mv." + frame + ".exr", "there/mv." + frame + ".exr");
    }
    after.remove("plate.1005.exr").file("plate.1021.exr", 100).file("plate.1022.exr", 100);
    after.edit("plate.1001.exr", node -> node.bytes = 150).file("single.0002.dpx", 6);
    ComparedTree older = stored(before);
    ComparedTree newer = stored(after);
    Query query = new Query(new TreeOrder(TreeOrder.Sort.NAME, false), null, 100, false, true);
    Comparison root = comparer.compare(older, newer, TreePath.ofQuery(null), query).orElseThrow();
    assertThat(changes(root))
        .containsExactly(
            entry("mv.1001-1020#.exr", Change.MOVED),
            entry("new.1001-1020#.exr", Change.ADDED),
            entry("old.1001-1020#.exr", Change.REMOVED),
            entry("plate.1001-1004,1006-1022#.exr", Change.CHANGED),
            entry("single.1-2#.dpx", Change.CHANGED),
            entry("there", Change.GROWN));
    ComparedEntry plate = named(root, "plate.1001-1004,1006-1022#.exr").entry();
    assertThat(plate.deltas()).isEqualTo(new Deltas(150, 1));
    ComparedSequence frames = Objects.requireNonNull(plate.sequence());
    assertThat(frames.added()).isEqualTo(2);
    assertThat(frames.removed()).isEqualTo(1);
    assertThat(frames.changed()).isEqualTo(1);
    assertThat(frames.missingBefore()).isZero();
    assertThat(frames.missingAfter()).isEqualTo(1);
    assertThat(Objects.requireNonNull(plate.before()).files()).isEqualTo(20);
    assertThat(Objects.requireNonNull(plate.after()).bytes()).isEqualTo(2150);
    assertThat(named(root, "mv.1001-1020#.exr").to()).isNotNull();
    Comparison there =
        comparer.compare(older, newer, TreePath.ofQuery("path=there"), query).orElseThrow();
    assertThat(changes(there)).containsExactly(entry("mv.1001-1020#.exr", Change.MOVED));

    List<String> all = new ArrayList<>();
    TreeOrder.Place next = null;
    do {
      Comparison page =
          comparer
              .compare(
                  older,
                  newer,
                  TreePath.ofQuery(null),
                  new Query(new TreeOrder(TreeOrder.Sort.SIZE, true), next, 2, true, true))
              .orElseThrow();
      page.entries().forEach(each -> all.add(each.entry().name()));
      next = page.next();
    } while (next != null);
    assertThat(all)
        .containsExactly(
            "new.1001-1020#.exr",
            "old.1001-1020#.exr",
            "plate.1001-1004,1006-1022#.exr",
            "mv.1001-1020#.exr",
            "there",
            "single.1-2#.dpx",
            "notes.txt",
            "still.1001-1020#.exr");
  }

  @Test
  void whereTooMuchDiffersTheUpperDirectoriesAreToldAndTheLowerWhenTheyAreOpened() {
    PlantedTree before = PlantedTree.empty();
    PlantedTree after = PlantedTree.empty();
    for (int i = 0; i < 20; i++) {
      before.file("d" + i + "/e/f/a", 10);
      after.file("d" + i + "/e/f/a", 12);
    }
    ComparedTree older = stored(before);
    ComparedTree newer = stored(after);
    TreeComparer hasty = new TreeComparer(rows, 10);
    Comparison root =
        hasty.compare(older, newer, TreePath.ofQuery(null), query(100, false, null)).orElseThrow();
    assertThat(root.differences().incomplete).isTrue();
    assertThat(root.movesComplete()).isFalse();
    assertThat(root.entries())
        .hasSize(20)
        .allSatisfy(
            each -> {
              assertThat(each.entry().change()).isEqualTo(Change.GROWN);
              assertThat(each.entry().deltas()).isEqualTo(new Deltas(2, 0));
            });
    Comparison lower =
        hasty
            .compare(older, newer, TreePath.ofQuery("path=d19/e"), query(100, false, null))
            .orElseThrow();
    assertThat(lower.differences().incomplete).isFalse();
    assertThat(lower.differences().changedFiles).isEqualTo(1);
  }

  @Test
  void pagesComeInTheOrderThatIsAskedFor() {
    PlantedTree before = PlantedTree.empty();
    for (int i = 0; i < 10; i++) {
      before.file("f" + i, 100);
    }
    PlantedTree after = before.copy();
    after.edit("f1", node -> node.bytes = 90).edit("f2", node -> node.bytes = 300).remove("f3");
    after.file("n\u00e9", 1).edit("f5", node -> node.modified = 5000);
    ComparedTree older = stored(before);
    ComparedTree newer = stored(after);
    List<String> names = new ArrayList<>();
    TreeOrder.Place next = null;
    do {
      Comparison page =
          comparer
              .compare(
                  older,
                  newer,
                  TreePath.ofQuery(null),
                  new Query(new TreeOrder(TreeOrder.Sort.SIZE, true), next, 2, false, false))
              .orElseThrow();
      page.entries().forEach(each -> names.add(each.entry().name()));
      next = page.next() == null ? null : TreeOrder.Place.ofCursor(page.next().toCursor());
    } while (next != null);
    assertThat(names).containsExactly("f2", "f3", "f1", "n\ufffd", "f5");
    assertThat(named(compare(older, newer, ""), "n\ufffd").entry().nameBytes()).isEqualTo("buk=");
  }

  /** Against a comparison of everything with everything, on trees nobody thought of. */
  @Test
  void anyTwoTreesDifferByWhatIsInOneAndNotInTheOther() {
    for (int seed = 0; seed < 25; seed++) {
      Random random = new Random(seed);
      PlantedTree before = PlantedTree.empty().inPartsOf(1 + random.nextInt(30));
      grow(before, random, 300, "a");
      PlantedTree after = before.copy().inPartsOf(1 + random.nextInt(30));
      Map<String, Long> files = new TreeMap<>();
      collect(before.at(""), "", files);
      for (String path : files.keySet()) {
        int dice = random.nextInt(20);
        if (dice == 0) {
          after.remove(path);
        } else if (dice == 1) {
          after.edit(path, node -> node.bytes += 1 + random.nextInt(50));
        }
      }
      grow(after, random, 20, "b");
      Map<String, Long> now = new TreeMap<>();
      collect(after.at(""), "", now);
      long added = now.keySet().stream().filter(path -> !files.containsKey(path)).count();
      long removed = files.keySet().stream().filter(path -> !now.containsKey(path)).count();
      long changed =
          files.entrySet().stream()
              .filter(each -> now.containsKey(each.getKey()))
              .filter(each -> !Objects.equals(now.get(each.getKey()), each.getValue()))
              .count();

      Comparison root =
          compare(stored(before), seed % 2 == 0 ? stored(after) : storedInListings(after), "");
      assertThat(summary(root).added().files()).as("seed %d", seed).isEqualTo(added);
      assertThat(summary(root).removed().files()).as("seed %d", seed).isEqualTo(removed);
      assertThat(summary(root).changed().files()).as("seed %d", seed).isEqualTo(changed);
      assertThat(summary(root).moved()).isEqualTo(NONE);
      assertThat(root.differences().bytesGrown)
          .isEqualTo(after.totals().bytes() - before.totals().bytes());
      assertThat(root.differences().filesGrown)
          .isEqualTo(after.totals().files() - before.totals().files());
      assertThat(root.entries().stream().mapToLong(e -> deltaBytes(e.entry())).sum())
          .isEqualTo(root.differences().bytesGrown);
    }
  }

  private static long deltaBytes(ComparedEntry entry) {
    return Objects.requireNonNull(entry.deltas()).bytes();
  }

  private static void grow(PlantedTree tree, Random random, int files, String prefix) {
    for (int i = 0; i < files; i++) {
      StringBuilder path = new StringBuilder();
      for (int depth = random.nextInt(5); depth > 0; depth--) {
        path.append("d").append(random.nextInt(4)).append('/');
      }
      tree.file(path + prefix + i, random.nextInt(1000));
    }
  }

  private static void collect(PlantedTree.Node node, String path, Map<String, Long> files) {
    node.below.forEach(
        (name, child) -> {
          if (child.isDirectory()) {
            collect(child, path + name + "/", files);
          } else {
            files.put(path + name, child.bytes);
          }
        });
  }
}
