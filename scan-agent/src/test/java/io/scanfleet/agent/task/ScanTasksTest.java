package io.scanfleet.agent.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.scanfleet.agent.progress.AgentMetrics;
import io.scanfleet.agent.progress.ProgressTicker;
import io.scanfleet.agent.walk.DirectoryReader;
import io.scanfleet.agent.walk.WalkLimits;
import io.scanfleet.agent.walk.Walker;
import io.scanfleet.model.AgentId;
import io.scanfleet.model.BatchId;
import io.scanfleet.model.ScanStatus;
import io.scanfleet.model.TargetId;
import io.scanfleet.model.message.AgentCommand;
import io.scanfleet.model.message.TargetState;
import io.scanfleet.testing.DeletingTree;
import io.scanfleet.testing.TestTree;
import io.scanfleet.testing.VfxTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class ScanTasksTest {

  private final DeletingTree disk = DeletingTree.create();
  private final Path show = disk.path().resolve("show");
  private final Published published = new Published();
  private final Walker walker = new Walker(DirectoryReader.forThisSystem(), new WalkLimits(2, 0));
  private final BatchId batch = BatchId.random();

  /** Takes results as the broker does, or holds them up. */
  private static final class Published implements ResultPublisher {

    final List<TargetState> states = new CopyOnWriteArrayList<>();
    final List<byte[]> pages = new CopyOnWriteArrayList<>();
    private final CountDownLatch open = new CountDownLatch(1);
    private volatile boolean held;

    void hold() {
      held = true;
    }

    void letGo() {
      open.countDown();
    }

    @Override
    public Pages pages(TargetId target, int attempt) {
      return new Pages() {
        @Override
        public void send(byte[] page) {
          if (held) {
            try {
              open.await();
            } catch (InterruptedException e) {
              throw new StoppedException();
            }
          }
          pages.add(page);
        }

        @Override
        public long awaitConfirmed() {
          return pages.size();
        }
      };
    }

    @Override
    public void publish(TargetState state) {
      states.add(state);
    }
  }

  private ScanTasks tasks() throws IOException {
    return tasks(System::nanoTime);
  }

  private ScanTasks tasks(LongSupplier nanoTime) throws IOException {
    if (!Files.exists(show)) {
      VfxTree.create(show, VfxTree.Size.SMALL);
    }
    ScanTasks tasks =
        new ScanTasks(
            new ScanContext(
                new AgentId("nas-01"),
                new Roots(List.of(show)),
                walker,
                published,
                tick -> {},
                new AgentMetrics(new SimpleMeterRegistry()),
                InstantSource.system(),
                nanoTime),
            new Journal(disk.path().resolve("journal"), JsonMapper.builder().build()));
    tasks.open();
    return tasks;
  }

  @AfterEach
  void clean() {
    published.letGo();
    walker.close();
    disk.close();
  }

  private AgentCommand.Start start(String path) {
    return new AgentCommand.Start(batch, 0, path, List.of(), false, null, null, 1);
  }

  private TargetState awaitFinal() {
    await().until(() -> published.states.stream().anyMatch(s -> s.status().isFinal()));
    return published.states.getLast();
  }

  private long journalled() throws IOException {
    try (var files = Files.list(disk.path().resolve("journal"))) {
      return files.count();
    }
  }

  @Test
  void aTargetRunsToItsEndAndLeavesTheJournal() throws Exception {
    try (ScanTasks tasks = tasks()) {
      tasks.accept(start(show.toString()));
      tasks.accept(start(show.toString()));
      TargetState end = awaitFinal();
      assertThat(published.states)
          .extracting(TargetState::status)
          .containsExactly(ScanStatus.RUNNING, ScanStatus.COMPLETED);
      assertThat(end.pages()).isEqualTo(published.pages.size());
      assertThat(Objects.requireNonNull(end.totals()).files()).isEqualTo(2_000);
      assertThat(end.attempt()).isEqualTo(1);
      await().until(() -> journalled() == 0);
    }
  }

  @Test
  void whatLiesOutsideTheRootsIsRefusedWithASentence() throws Exception {
    TestTree.in(disk.path()).file("secret/x", "x");
    try (ScanTasks tasks = tasks()) {
      TestTree.in(show).symbolicLink("way-out", "../secret");
      for (String path :
          List.of(
              disk.path() + "/secret",
              show + "/../secret",
              show + "/way-out",
              show + "/missing",
              "relative")) {
        published.states.clear();
        tasks.accept(
            new AgentCommand.Start(BatchId.random(), 0, path, List.of(), false, null, null, 1));
        TargetState end = awaitFinal();
        assertThat(end.status()).as(path).isEqualTo(ScanStatus.FAILED);
        assertThat(end.error()).as(path).contains(path);
      }
      published.states.clear();
      tasks.accept(
          new AgentCommand.Start(
              BatchId.random(), 0, show.toString(), List.of("["), false, null, null, 1));
      assertThat(awaitFinal().error()).contains("[");
    }
  }

  @Test
  void noTickComesBeforeAMessageMayFollowTheLast() throws Exception {
    List<Long> looks = new CopyOnWriteArrayList<>();
    published.hold();
    try (ScanTasks tasks =
        tasks(
            () -> {
              long now = System.nanoTime();
              looks.add(now);
              return now;
            })) {
      tasks.accept(start(show.toString()));
      await().until(() -> looks.size() > 20);
      // The first look is that of a target when it is taken on.
      for (int i = 2; i < looks.size(); i++) {
        assertThat(Duration.ofNanos(looks.get(i) - looks.get(i - 1)))
            .isGreaterThanOrEqualTo(ProgressTicker.FILE_TICK);
      }
      published.letGo();
      awaitFinal();
    }
  }

  @Test
  void aStopKeepsTheTargetForTheNextStart() throws Exception {
    published.hold();
    ScanTasks first = tasks();
    first.accept(start(show.toString()));
    await().until(() -> !published.states.isEmpty());
    first.close();
    assertThat(published.states).extracting(TargetState::status).containsOnly(ScanStatus.RUNNING);
    assertThat(journalled()).isEqualTo(1);

    published.letGo();
    published.states.clear();
    try (ScanTasks _ = tasks()) {
      TargetState end = awaitFinal();
      assertThat(end.status()).isEqualTo(ScanStatus.COMPLETED);
      assertThat(end.attempt()).isEqualTo(2);
      assertThat(end.sequence()).isGreaterThan(1_000_000_000L);
    }
  }

  @Test
  void aCancelledTargetStaysCancelledAcrossAStop() throws Exception {
    published.hold();
    ScanTasks first = tasks();
    first.accept(start(show.toString()));
    await().until(() -> !published.states.isEmpty());
    first.accept(new AgentCommand.Cancel(batch, 0));
    first.close();
    published.letGo();
    published.states.clear();
    try (ScanTasks _ = tasks()) {
      assertThat(awaitFinal().status()).isEqualTo(ScanStatus.CANCELLED);
    }
  }

  @Test
  void aCancelOfAnUnknownTargetIsAnsweredAsAttempt0() throws Exception {
    try (ScanTasks tasks = tasks()) {
      tasks.accept(new AgentCommand.Cancel(batch, 3));
      TargetState end = awaitFinal();
      assertThat(end.status()).isEqualTo(ScanStatus.CANCELLED);
      assertThat(end.attempt()).isZero();
    }
  }

  @Test
  void aBrokenJournalFileIsPassedOver() throws Exception {
    Files.createDirectories(disk.path().resolve("journal"));
    Files.writeString(disk.path().resolve("journal/broken.json"), "{");
    try (ScanTasks tasks = tasks()) {
      tasks.accept(start(show.toString()));
      assertThat(awaitFinal().status()).isEqualTo(ScanStatus.COMPLETED);
    }
  }

  @Test
  void rootsMustBeThere() {
    assertThatThrownBy(() -> new Roots(List.of(disk.path().resolve("missing"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("missing");
  }
}
