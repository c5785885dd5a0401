package io.scanfleet.gateway.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scanfleet.model.DirectoryKey;
import io.scanfleet.model.Totals;
import io.scanfleet.model.entry.EntryColumns;
import io.scanfleet.model.entry.EntryType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Walking stored trees of every shape. */
class StoredWalkTest {

  private final StoreOnDisk store = new StoreOnDisk();
  private final List<String> made = new ArrayList<>();

  @AfterEach
  void close() {
    store.close();
  }

  /** Writes down every path, and whether directories nest. */
  private static class Paths implements TreeVisitor {
    final List<String> seen = new ArrayList<>();
    final List<String> unfinished = new ArrayList<>();
    final Deque<String> open = new ArrayDeque<>();
    int deepest;

    @Override
    public void enter(
        @Nullable EntryColumns entries, int i, @Nullable Totals totals, @Nullable String error) {
      String path =
          open.isEmpty() || entries == null ? "" : open.element() + "/" + entries.displayName(i);
      open.push(path);
      deepest = Math.max(deepest, open.size());
      seen.add(path + "/");
      if (totals == null) {
        unfinished.add(path);
      }
    }

    @Override
    public void entry(EntryColumns entries, int i) throws IOException {
      seen.add(open.element() + "/" + entries.displayName(i));
    }

    @Override
    public void leave() {
      open.pop();
    }
  }

  private static byte[] bytes(String name) {
    return name.getBytes(StandardCharsets.UTF_8);
  }

  private Paths walk(String path, boolean whole) throws IOException {
    store.flush();
    Paths paths = new Paths();
    store
        .trees()
        .find(store.targetKey(), TreePath.ofBytes(bytes(path)), whole)
        .orElseThrow()
        .walk(paths);
    assertThat(paths.open).isEmpty();
    return paths;
  }

  /** Makes a tree of random shape; returns how many directories lie in this one. */
  private long random(SplittableRandom random, DirectoryKey parent, String path, int level) {
    byte[] name = bytes(path.substring(path.lastIndexOf('/') + 1));
    DirectoryKey key = path.isEmpty() ? DirectoryKey.ROOT : parent.child(name);
    made.add(path + "/");
    int parts = random.nextInt(4) == 0 ? random.nextInt(4) : 1;
    long directories = 0;
    for (int part = 0; part < parts; part++) {
      EntryColumns entries = new EntryColumns();
      for (int f = random.nextInt(6); f > 0; f--) {
        StoreOnDisk.add(entries, bytes("f" + part + "." + f), EntryType.FILE, f);
        made.add(path + "/f" + part + "." + f);
      }
      int passedOver = StoreOnDisk.add(entries, bytes("mount" + part), EntryType.DIRECTORY, 1);
      entries.setFlag(passedOver, EntryColumns.OTHER_FILE_SYSTEM);
      made.add(path + "/mount" + part);
      directories++;
      int below = level > 30 ? 0 : random.nextInt(level % 10 == 0 ? 70 : 3);
      for (int d = 0; d < below; d++) {
        String child = path + "/d" + part + "." + d;
        StoreOnDisk.add(entries, bytes("d" + part + "." + d), EntryType.DIRECTORY, 1);
        directories++;
        // Wide levels would multiply.
        directories += random(random, key, child, d < 2 ? level + 1 : 100);
      }
      store.listing(key, part, entries);
    }
    store.finished(
        parent, name, parts, 1, random.nextInt(3) == 0 ? directories + 1 : directories, 1);
    return directories;
  }

  @Test
  void everyEntryIsShownOnceInItsDirectory() throws Exception {
    random(new SplittableRandom(7), DirectoryKey.ROOT, "", 0);
    assertThat(made.size()).isGreaterThan(2000);
    Paths paths = walk("", true);
    assertThat(paths.deepest).isGreaterThan(20);
    assertThat(paths.unfinished).isEmpty();
    assertThat(paths.seen).containsExactlyInAnyOrderElementsOf(made);
  }

  @Test
  void aDirectoryWithoutDirectoriesMayHaveLeftOutTheOnesThatWerePassedOver() throws Exception {
    EntryColumns root = new EntryColumns();
    StoreOnDisk.add(root, bytes("a"), EntryType.DIRECTORY, 1);
    store.listing(DirectoryKey.ROOT, 0, root);
    DirectoryKey a = DirectoryKey.ROOT.child(bytes("a"));
    EntryColumns within = new EntryColumns();
    int i = StoreOnDisk.add(within, bytes(".snapshot"), EntryType.DIRECTORY, 1);
    within.setFlag(i, EntryColumns.EXCLUDED);
    StoreOnDisk.add(within, bytes("file"), EntryType.FILE, 1);
    store.listing(a, 0, within);
    store.finished(DirectoryKey.ROOT, bytes("a"), 1, 1, 0, 1);
    store.finished(DirectoryKey.ROOT, new byte[0], 1, 1, 1, 1);
    assertThat(walk("", true).seen).containsExactly("/", "/a/", "/a/.snapshot", "/a/file");
    assertThat(walk("a", true).seen).containsExactly("/", "/.snapshot", "/file");
    assertThat(store.trees().find(store.targetKey(), TreePath.ofBytes(bytes("b")), true)).isEmpty();
  }

  @Test
  void aTreeMayBeTwentyThousandDirectoriesDeep() throws Exception {
    int depth = 20_000;
    DirectoryKey key = DirectoryKey.ROOT;
    DirectoryKey parent = DirectoryKey.ROOT;
    for (int level = 0; level < depth; level++) {
      EntryColumns entries = new EntryColumns();
      StoreOnDisk.add(entries, bytes("d"), EntryType.DIRECTORY, 1);
      // One more at each level, so that every directory is come back to.
      StoreOnDisk.add(entries, bytes("e"), EntryType.DIRECTORY, 1);
      store.listing(key, 0, entries);
      store.finished(parent, level == 0 ? new byte[0] : bytes("d"), 1, 0, 2, 0);
      parent = key;
      key = key.child(bytes("d"));
    }
    store.flush();
    int[] count = new int[3];
    store
        .trees()
        .find(store.targetKey(), TreePath.ofBytes(new byte[0]), true)
        .orElseThrow()
        .walk(
            new TreeVisitor() {
              @Override
              public void enter(
                  @Nullable EntryColumns entries,
                  int i,
                  @Nullable Totals totals,
                  @Nullable String error) {
                count[0]++;
                count[1]++;
                count[2] = Math.max(count[2], count[1]);
              }

              @Override
              public void entry(EntryColumns entries, int i) {}

              @Override
              public void leave() {
                count[1]--;
              }
            });
    assertThat(count).containsExactly(2 * depth + 1, 0, depth + 1);
  }

  @Test
  void whatIsNotFinishedIsShownAsFarAsItIsThere() throws Exception {
    EntryColumns root = new EntryColumns();
    StoreOnDisk.add(root, bytes("listed"), EntryType.DIRECTORY, 1);
    StoreOnDisk.add(root, bytes("unlisted"), EntryType.DIRECTORY, 1);
    StoreOnDisk.add(root, bytes("late"), EntryType.DIRECTORY, 1);
    store.listing(DirectoryKey.ROOT, 0, root);
    EntryColumns within = new EntryColumns();
    StoreOnDisk.add(within, bytes("file"), EntryType.FILE, 1);
    store.listing(DirectoryKey.ROOT.child(bytes("listed")), 0, within);
    // Its row came before its listing.
    store.finished(DirectoryKey.ROOT, bytes("late"), 1, 1, 0, 1);
    Paths paths = walk("", false);
    assertThat(paths.seen)
        .containsExactlyInAnyOrder("/", "/listed/", "/listed/file", "/unlisted/", "/late/");
    assertThat(paths.unfinished).containsExactlyInAnyOrder("", "/listed", "/unlisted");
  }

  @Test
  void aTreeThatIsDeletedMeanwhileIsNoWholeTree() throws Exception {
    random(new SplittableRandom(8), DirectoryKey.ROOT, "", 0);
    store.flush();
    for (boolean whole : List.of(true, false)) {
      StoredWalk walk =
          store.trees().find(store.targetKey(), TreePath.ofBytes(new byte[0]), whole).orElseThrow();
      store.deleteScan();
      assertThatThrownBy(() -> walk.walk(new Paths()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("deleted");
    }
  }
}
