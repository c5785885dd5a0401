package io.scanfleet.agent.walk;

import static io.scanfleet.agent.walk.ScriptedReader.directory;
import static io.scanfleet.agent.walk.ScriptedReader.file;
import static io.scanfleet.agent.walk.ScriptedReader.mount;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scanfleet.agent.walk.DirectoryVisitor.Outcome;
import io.scanfleet.model.entry.EntryColumns;
import io.scanfleet.testing.RawPath;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the walker does when storage does what no disk can be made to do at will. */
@Timeout(60)
final class WalkerTest {

  private static final Path ROOT = Path.of("/");

  private final CountDownLatch answer = new CountDownLatch(1);

  @AfterEach
  void letGo() {
    answer.countDown();
  }

  private WalkContract.Found walk(ScriptedReader reader, boolean crossMounts) throws Exception {
    return walk(reader, crossMounts, Duration.ofMillis(200), () -> false);
  }

  private static WalkContract.Found walk(
      ScriptedReader reader, boolean crossMounts, Duration patience, BooleanSupplier cancelled)
      throws Exception {
    WalkContract.Found found = new WalkContract.Found();
    try (Walker walker = new Walker(reader, new WalkLimits(2, 0), patience, System::nanoTime)) {
      walker.walk(
          new Walker.Request(ROOT, ROOT, Excludes.of(List.of()), crossMounts), found, cancelled);
    }
    assertThat(found.leftTwice).hasValue(0);
    assertThat(found.outcomes.keySet()).isEqualTo(found.entered);
    return found;
  }

  private static EntryColumns entries(WalkContract.Found found, String path) {
    RawPath raw = path.isEmpty() ? RawPath.ROOT : RawPath.of(path);
    return Objects.requireNonNull(found.entries.get(raw), path);
  }

  private void hangsAt(String name, String hanging) {
    if (name.equals(hanging)) {
      boolean interrupted = false;
      while (answer.getCount() > 0) {
        try {
          answer.await();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static ScriptedReader mounts() {
    return new ScriptedReader(name -> {})
        .with(1, 1, directory("same", 2), mount("bind", 3), mount("disk", 4))
        .with(2, 1)
        .with(3, 1, file("a"))
        .with(4, 2, directory("deeper", 5))
        .with(5, 2, file("b"));
  }

  @Test
  void mountsAreShownAndNotEnteredUnlessAsked() throws Exception {
    WalkContract.Found found = walk(mounts(), false);
    assertThat(found.entered).containsExactlyInAnyOrder(RawPath.ROOT, RawPath.of("same"));
    assertThat(entries(found, "").has(1, EntryColumns.OTHER_FILE_SYSTEM)).isTrue();
    assertThat(entries(found, "").has(2, EntryColumns.OTHER_FILE_SYSTEM)).isTrue();

    found = walk(mounts(), true);
    assertThat(found.entered).hasSize(5).contains(RawPath.of("disk/deeper"), RawPath.of("bind"));
    assertThat(entries(found, "").has(2, EntryColumns.OTHER_FILE_SYSTEM)).isFalse();
  }

  @Test
  void aLoopOfMountsIsWalkedOnce() throws Exception {
    ScriptedReader loop =
        new ScriptedReader(name -> {})
            .with(1, 1, directory("a", 2))
            .with(2, 1, mount("b", 1), file("c"));
    WalkContract.Found found = walk(loop, true);
    assertThat(found.entered).containsExactlyInAnyOrder(RawPath.ROOT, RawPath.of("a"));
    assertThat(entries(found, "a").error(0)).contains("loop");
  }

  @Test
  void aTypeThatTheListingDoesNotTellComesWithTheAttributes() throws Exception {
    ScriptedReader reader =
        new ScriptedReader(name -> {})
            .with(1, 1, new ScriptedReader.Entry("d", 2, false, false))
            .with(2, 1, file("x"));
    assertThat(walk(reader, false).entered).contains(RawPath.of("d"));
  }

  @Test
  void whatWasReadBeforeADirectoryFailsIsKept() throws Exception {
    ScriptedReader reader =
        new ScriptedReader(name -> {})
            .withChunks(1, 1, true, List.of(List.of(file("a")), List.of(file("b"))));
    WalkContract.Found found = walk(reader, false);
    assertThat(entries(found, "").size()).isEqualTo(2);
    assertThat(found.outcomes.get(RawPath.ROOT))
        .isEqualTo(new Outcome.Unreadable("Input/output error"));
  }

  @Test
  void whatChangesBetweenTwoCallsIsToldApartFromWhatCannotBeRead() throws Exception {
    ScriptedReader reader =
        new ScriptedReader(name -> {})
            .with(
                1,
                1,
                file("a"),
                file(ScriptedReader.VANISHES),
                directory(ScriptedReader.BECOMES_A_FILE, 2),
                directory(ScriptedReader.STALE, 3),
                file("b"))
            .with(2, 1)
            .with(3, 1);
    WalkContract.Found found = walk(reader, false);
    EntryColumns root = entries(found, "");
    assertThat(IntStream.range(0, root.size()).mapToObj(root::displayName))
        .containsExactly("a", ScriptedReader.BECOMES_A_FILE, ScriptedReader.STALE, "b");
    assertThat(found.outcomes.get(RawPath.of(ScriptedReader.BECOMES_A_FILE)))
        .isEqualTo(new Outcome.Gone());
    assertThat(found.outcomes.get(RawPath.of(ScriptedReader.STALE)))
        .isEqualTo(new Outcome.Unreadable("Stale file handle"));
  }

  @Test
  void aVisitorThatFailsAmongSeveralDirectoriesEndsTheWalk() {
    ScriptedReader reader =
        new ScriptedReader(name -> {})
            .with(1, 1, directory("a", 2), directory("b", 3))
            .with(2, 1)
            .with(3, 1);
    WalkContract.Found failing =
        new WalkContract.Found() {
          @Override
          public RawPath enter(@Nullable RawPath parent, byte[] name) {
            if (name.length == 1 && name[0] == 'b') {
              throw new IllegalStateException("full");
            }
            return super.enter(parent, name);
          }
        };
    try (Walker walker = new Walker(reader, new WalkLimits(2, 0))) {
      assertThatThrownBy(
              () ->
                  walker.walk(
                      new Walker.Request(ROOT, ROOT, Excludes.of(List.of()), false),
                      failing,
                      () -> false))
          .hasMessage("full");
    }
  }

  @Test
  void aHugeDirectoryIsSharedAndShownWhole() throws Exception {
    List<List<ScriptedReader.Entry>> chunks = new ArrayList<>();
    for (int chunk = 0; chunk < 60; chunk++) {
      int base = chunk * 100;
      chunks.add(IntStream.range(0, 100).mapToObj(i -> file("f" + (base + i))).toList());
    }
    WalkContract.Found found =
        walk(
            new ScriptedReader(name -> {}).withChunks(1, 1, false, chunks),
            false,
            Duration.ofSeconds(30),
            () -> false);
    assertThat(entries(found, "").size()).isEqualTo(6_000);
    assertThat(found.outcomes.get(RawPath.ROOT)).isEqualTo(new Outcome.Complete());
  }

  @Test
  void aCallThatHangsIsReportedAndTheRestGoesOn() throws Exception {
    ScriptedReader reader =
        new ScriptedReader(name -> hangsAt(name, "open stuck"))
            .with(1, 1, directory("stuck", 2), directory("fine", 3), directory("too", 4))
            .with(2, 1, file("never"))
            .with(3, 1, file("a"))
            .with(4, 1, file("b"));
    WalkContract.Found found = walk(reader, false);
    assertThat(found.outcomes.get(RawPath.of("stuck")))
        .isInstanceOfSatisfying(
            Outcome.Unreadable.class, o -> assertThat(o.reason()).contains("No answer"));
    assertThat(found.outcomes.get(RawPath.of("fine"))).isEqualTo(new Outcome.Complete());
    assertThat(found.outcomes.get(RawPath.of("too"))).isEqualTo(new Outcome.Complete());
  }

  @Test
  void moreHangingCallsThanThreadsDoNotStopAWalk() throws Exception {
    ScriptedReader.Entry[] stuck =
        IntStream.range(0, 6)
            .mapToObj(i -> directory("stuck" + i, 10 + i))
            .toArray(ScriptedReader.Entry[]::new);
    ScriptedReader reader =
        new ScriptedReader(name -> hangsAt(name.replaceAll("[0-9]", ""), "open stuck"));
    reader.with(1, 1, directory("all", 2), directory("fine", 3)).with(2, 1, stuck);
    reader.with(3, 1, file("a"));
    for (int i = 0; i < 6; i++) {
      reader.with(10 + i, 1);
    }
    WalkContract.Found found = walk(reader, false);
    assertThat(found.outcomes.values().stream().filter(o -> o instanceof Outcome.Unreadable))
        .hasSize(6);
  }

  @Test
  void aCancelDoesNotWaitForACallThatHangs() throws Exception {
    AtomicBoolean cancelled = new AtomicBoolean();
    ScriptedReader reader =
        new ScriptedReader(
                name -> {
                  if (name.equals("x")) {
                    cancelled.set(true);
                  }
                  hangsAt(name, "x");
                })
            .with(1, 1, file("x"));
    WalkContract.Found found = walk(reader, false, Duration.ofHours(1), cancelled::get);
    assertThat(found.outcomes.get(RawPath.ROOT)).isEqualTo(new Outcome.Cancelled());
    assertThat(entries(found, "").isEmpty()).isTrue();
  }

  @Test
  void aRootThatDoesNotAnswerIsAnError() {
    DirectoryReader silent =
        new DirectoryReader() {
          @Override
          public OpenDirectory open(Path root) throws DirectoryException {
            hangsAt("root", "root");
            throw new DirectoryException("too late", false);
          }

          @Override
          public String name() {
            return "silent";
          }
        };
    try (Walker walker =
        new Walker(silent, new WalkLimits(2, 0), Duration.ofMillis(200), System::nanoTime)) {
      assertThatThrownBy(
              () ->
                  walker.walk(
                      new Walker.Request(ROOT, ROOT, Excludes.of(List.of()), false),
                      new WalkContract.Found(),
                      () -> false))
          .isInstanceOf(DirectoryException.class)
          .hasMessageContaining("No answer");
    }
  }
}
