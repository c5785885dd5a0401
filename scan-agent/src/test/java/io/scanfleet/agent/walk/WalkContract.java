package io.scanfleet.agent.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scanfleet.model.entry.EntryColumns;
import io.scanfleet.model.entry.EntryType;
import io.scanfleet.testing.DeletingTree;
import io.scanfleet.testing.IndependentWalk;
import io.scanfleet.testing.NastyTree;
import io.scanfleet.testing.RawPath;
import io.scanfleet.testing.TestTree;
import io.scanfleet.testing.VfxTree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What every reader must do, in the hands of the walker, with {@code find} as the witness. */
abstract class WalkContract {

  final DeletingTree disk = DeletingTree.create();

  abstract DirectoryReader reader();

  /** Whether paths of any length can be read and blocks are known. */
  abstract boolean seesEverything();

  @AfterEach
  void clean() {
    disk.close();
  }

  /** What a walk has shown. */
  static class Found implements DirectoryVisitor<RawPath> {

    final Map<RawPath, EntryColumns> entries = new ConcurrentHashMap<>();
    final Map<RawPath, Outcome> outcomes = new ConcurrentHashMap<>();
    final Set<RawPath> entered = ConcurrentHashMap.newKeySet();
    final AtomicInteger leftTwice = new AtomicInteger();

    @Override
    public RawPath enter(@Nullable RawPath parent, byte[] name) {
      RawPath own = RawPath.of(name);
      RawPath path =
          parent == null || parent.equals(RawPath.ROOT)
              ? own
              : new RawPath(parent.latin1() + "/" + own.latin1());
      assertThat(entered.add(path)).as("%s entered twice", path).isTrue();
      entries.put(path, new EntryColumns());
      return path;
    }

    @Override
    public void entries(RawPath directory, EntryColumns chunk) {
      EntryColumns all = entries.get(directory);
      for (int i = 0; i < chunk.size(); i++) {
        java.util.Objects.requireNonNull(all).addFrom(chunk, i);
      }
    }

    @Override
    public void leave(RawPath directory, Outcome outcome) {
      if (outcomes.put(directory, outcome) != null) {
        leftTwice.incrementAndGet();
      }
    }
  }

  Found walk(Path root, int threads, String... excludes) throws Exception {
    Found found = new Found();
    try (Walker walker = new Walker(reader(), new WalkLimits(threads, 0))) {
      walker.walk(
          new Walker.Request(root, root, Excludes.of(List.of(excludes)), false),
          found,
          () -> false);
    }
    assertThat(found.leftTwice).hasValue(0);
    assertThat(found.outcomes.keySet()).isEqualTo(found.entered);
    return found;
  }

  private void assertEquals(Found found, IndependentWalk truth) {
    truth
        .directories()
        .forEach(
            (path, directory) -> {
              EntryColumns shown = found.entries.get(path);
              if (shown == null && !seesEverything()) {
                return;
              }
              assertThat(shown).as("%s", path).isNotNull();
              assertThat(java.util.Objects.requireNonNull(shown).size())
                  .as("%s", path)
                  .isEqualTo(directory.entries().size());
              for (int i = 0; i < shown.size(); i++) {
                IndependentWalk.Entry entry = directory.entry(RawPath.of(shown.name(i)));
                if (!seesEverything() && shown.error(i) != null) {
                  continue;
                }
                assertThat(shown.type(i)).as("%s", entry).isEqualTo(typeOf(entry.type()));
                if (!entry.isDirectory()) {
                  assertThat(shown.bytes(i)).as("%s", entry).isEqualTo(entry.bytes());
                }
                assertThat(shown.inode(i)).as("%s", entry).isEqualTo(entry.inode());
                assertThat(shown.links(i)).as("%s", entry).isEqualTo((int) entry.links());
                assertThat(shown.mode(i)).as("%s", entry).isEqualTo(entry.mode());
                assertThat(shown.modifiedSeconds(i))
                    .as("%s", entry)
                    .isEqualTo(entry.modified().getEpochSecond());
                assertThat(shown.allocated(i))
                    .as("%s", entry)
                    .isEqualTo(
                        seesEverything() ? entry.allocatedBytes() : EntryColumns.UNKNOWN_SIZE);
              }
            });
  }

  private static EntryType typeOf(char type) {
    return switch (type) {
      case 'f' -> EntryType.FILE;
      case 'd' -> EntryType.DIRECTORY;
      case 'l' -> EntryType.SYMLINK;
      case 'p' -> EntryType.FIFO;
      case 's' -> EntryType.SOCKET;
      case 'c' -> EntryType.CHARACTER_DEVICE;
      case 'b' -> EntryType.BLOCK_DEVICE;
      default -> EntryType.UNKNOWN;
    };
  }

  @Test
  void aShowIsSeenAsItIs() throws Exception {
    VfxTree.create(disk.path(), VfxTree.Size.SMALL);
    assertEquals(walk(disk.path(), 4), IndependentWalk.of(disk.path()));
  }

  @Test
  void everyNastyNameIsSeenAsItIs() throws Exception {
    NastyTree.create(disk.path());
    Found found = walk(disk.path(), 3);
    assertEquals(found, IndependentWalk.of(disk.path()));
    if (!seesEverything()) {
      assertThat(found.entries.values())
          .as("what is beyond the longest path is reported")
          .anyMatch(WalkContract::hasError);
    }
  }

  private static boolean hasError(EntryColumns entries) {
    return java.util.stream.IntStream.range(0, entries.size())
        .anyMatch(i -> entries.error(i) != null);
  }

  @Test
  void moreDirectoriesThanHandlesMayBeOpen() throws Exception {
    TestTree tree = TestTree.in(disk.path());
    for (int a = 0; a < 60; a++) {
      for (int b = 0; b < 60; b++) {
        tree.directory("d" + a + "/e" + b + "/f");
      }
    }
    Found found = walk(disk.path(), 8);
    assertThat(found.entered).hasSize(1 + 60 + 2 * 3600);
    assertThat(found.outcomes.values())
        .allMatch(outcome -> outcome instanceof DirectoryVisitor.Outcome.Complete);
  }

  @Test
  void aLargeFlatDirectoryComesInChunks() throws Exception {
    for (int i = 0; i < 20_000; i++) {
      Files.createFile(disk.path().resolve("file." + i));
    }
    Found found = walk(disk.path(), 2);
    assertThat(java.util.Objects.requireNonNull(found.entries.get(RawPath.ROOT)).size())
        .isEqualTo(20_000);
  }

  @Test
  void whatIsExcludedIsNotEntered() throws Exception {
    TestTree.in(disk.path()).file("a/.snapshot/x", "x").file("a/b/tmp/y", "y").file("a/c.tmp", "z");
    Found found = walk(disk.path(), 2, ".snapshot", "a/b/tmp", "*.tmp");
    assertThat(found.entered)
        .containsExactlyInAnyOrder(RawPath.ROOT, RawPath.of("a"), RawPath.of("a/b"));
    EntryColumns a = java.util.Objects.requireNonNull(found.entries.get(RawPath.of("a")));
    for (int i = 0; i < a.size(); i++) {
      assertThat(a.has(i, EntryColumns.EXCLUDED))
          .as(a.displayName(i))
          .isEqualTo(!a.displayName(i).equals("b"));
    }
  }

  @Test
  void aLinkBelowTheRootIsNotFollowedToTheStart() throws Exception {
    TestTree.in(disk.path()).file("real/x", "x").symbolicLink("link", "real");
    try (Walker walker = new Walker(reader(), new WalkLimits(1, 0))) {
      Walker.Request request =
          new Walker.Request(
              disk.path(), disk.path().resolve("link"), Excludes.of(List.of()), false);
      if (seesEverything()) {
        assertThatThrownBy(() -> walker.walk(request, new Found(), () -> false))
            .isInstanceOf(DirectoryException.class);
      }
    }
    assertThatThrownBy(() -> walk(disk.path().resolve("missing"), 1))
        .isInstanceOf(DirectoryException.class);
  }

  @Test
  void aCancelledWalkLeavesWhatItEntered() throws Exception {
    VfxTree.create(disk.path(), VfxTree.Size.SMALL);
    Found found = new Found();
    try (Walker walker = new Walker(reader(), new WalkLimits(2, 0))) {
      walker.walk(
          new Walker.Request(disk.path(), disk.path(), Excludes.of(List.of()), false),
          found,
          () -> found.outcomes.size() > 10);
    }
    assertThat(found.outcomes.keySet()).isEqualTo(found.entered);
    assertThat(found.outcomes.values())
        .anyMatch(outcome -> outcome instanceof DirectoryVisitor.Outcome.Cancelled);
  }

  @Test
  void aVisitorThatFailsEndsTheWalk() {
    VfxTree.create(disk.path(), VfxTree.Size.SMALL);
    Found failing =
        new Found() {
          @Override
          public void entries(RawPath directory, EntryColumns chunk) {
            throw new IllegalStateException("full");
          }
        };
    try (Walker walker = new Walker(reader(), new WalkLimits(2, 0))) {
      assertThatThrownBy(
              () ->
                  walker.walk(
                      new Walker.Request(disk.path(), disk.path(), Excludes.of(List.of()), false),
                      failing,
                      () -> false))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("full");
    }
  }
}
