package io.scanfleet.gateway.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PollRoundsTest {

  private static final Duration LONG = Duration.ofMinutes(1);

  private final AtomicLong clock = new AtomicLong(1_000_000_000);
  private final List<Timed> timers = new CopyOnWriteArrayList<>();
  private final Polls polls = new Polls(clock::get, (in, task) -> timers.add(new Timed(in, task)));
  private final PollRounds rounds = new PollRounds(polls, 5, false);
  private final List<Thread> threads = new ArrayList<>();

  private record Timed(Duration in, Runnable task) {}

  @AfterEach
  void everybodyGoes() throws InterruptedException {
    polls.letGo();
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(polls.count()).isZero();
  }

  private void pass(Duration time) {
    clock.addAndGet(time.toNanos());
  }

  private void fire() {
    Timed timed = timers.removeFirst();
    pass(timed.in());
    timed.task().run();
  }

  private Thread start(PollRounds asked, long since) {
    Thread thread =
        Thread.startVirtualThread(
            () -> {
              try {
                asked.await(since, LONG);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    threads.add(thread);
    return thread;
  }

  private Thread poll(long since) {
    Thread thread = start(rounds, since);
    await()
        .pollInterval(Duration.ofMillis(2))
        .until(() -> !thread.isAlive() || thread.getState() == Thread.State.TIMED_WAITING);
    return thread;
  }

  private static void assertAnswered(Thread... polls) {
    for (Thread poll : polls) {
      await().pollInterval(Duration.ofMillis(2)).until(() -> !poll.isAlive());
    }
  }

  private static void assertWaits(Thread poll) {
    assertThat(poll.getState()).isEqualTo(Thread.State.TIMED_WAITING);
  }

  @Test
  void theFirstNewsAfterAQuietTimeIsToldAtOnce() {
    Thread one = poll(5);
    Thread other = poll(5);
    rounds.news(6, false);
    assertAnswered(one, other);
    assertThat(timers).isEmpty();
  }

  @Test
  void furtherNewsWaitForTheNextRound() {
    Thread first = poll(5);
    rounds.news(6, false);
    assertAnswered(first);
    pass(Duration.ofMillis(100));
    Thread second = poll(6);
    rounds.news(7, false);
    rounds.news(8, false);
    assertWaits(second);
    assertThat(timers).extracting(Timed::in).containsExactly(Duration.ofMillis(150));
    // It had the newest when it was answered.
    Thread third = poll(7);
    assertWaits(third);
    fire();
    assertAnswered(second, third);
    assertThat(timers).isEmpty();
  }

  @Test
  void whoMissedTheLastRoundDoesNotWait() {
    Thread first = poll(5);
    rounds.news(6, false);
    assertAnswered(first, poll(5), poll(-1));
    assertWaits(poll(6));
  }

  @Test
  void withNobodyWaitingNothingHappensAndWhoComesFindsTheNews() {
    rounds.news(6, false);
    rounds.news(7, false);
    assertThat(timers).isEmpty();
    assertAnswered(poll(6));
    assertWaits(poll(7));
  }

  @Test
  void theEndWaitsForNothing() {
    Thread first = poll(5);
    rounds.news(6, false);
    assertAnswered(first);
    Thread second = poll(6);
    Thread ahead = poll(1000);
    rounds.news(7, true);
    assertAnswered(second, ahead, poll(1000));
    PollRounds ended = new PollRounds(polls, 7, true);
    assertAnswered(start(ended, 7));
  }

  @Test
  void theMoreWaitTheRarerAreRounds() {
    PollRounds other = new PollRounds(polls, 5, false);
    for (int i = 0; i < 1999; i++) {
      var _ = start(other, 5);
    }
    Thread one = poll(5);
    await().until(() -> polls.count() == 2000);
    rounds.news(6, false);
    assertAnswered(one);
    Thread again = poll(6);
    rounds.news(7, false);
    assertThat(timers).extracting(Timed::in).containsExactly(Duration.ofSeconds(1));
    fire();
    assertAnswered(again);
  }

  @Test
  void aTimerThatFindsNobodyBeginsNoRound() throws InterruptedException {
    Thread first = poll(5);
    rounds.news(6, false);
    assertAnswered(first);
    Thread gone = poll(6);
    rounds.news(7, false);
    gone.interrupt();
    gone.join();
    fire();
    assertAnswered(poll(6));
  }

  @Test
  void theTimeEndsByItself() throws InterruptedException {
    PollRounds real = new PollRounds(new Polls(System::nanoTime, (in, task) -> {}), 5, false);
    long begun = System.nanoTime();
    real.await(5, Duration.ofMillis(30));
    assertThat(System.nanoTime() - begun).isGreaterThanOrEqualTo(30_000_000);
  }

  @Test
  void aGatewayThatStopsLetsEverybodyGo() {
    Thread waiting = poll(5);
    polls.letGo();
    assertAnswered(waiting, poll(5));
  }
}
