package io.scanfleet.gateway.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.scanfleet.gateway.live.channel.Frame;
import io.scanfleet.gateway.live.channel.FrameBatch;
import io.scanfleet.model.BatchId;
import io.scanfleet.model.ScanStatus;
import io.scanfleet.model.Totals;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What goes to whom and when, with a clock that is moved by hand. */
class DeliveryLoopTest {

  private static final Duration TICK = Duration.ofMillis(50);
  private static final Totals TOTALS = new Totals(999, 0, 0, 0, 0, 0L, 0, false);

  private final MeterRegistry meters = new SimpleMeterRegistry();
  private final List<BatchFeed> running = new ArrayList<>();
  private long now = -7_000_000_000L;
  private final DeliveryLoop loop =
      new DeliveryLoop(
          () -> now, () -> running, new LiveMetrics(meters, InstantSource.system()).newTally());
  private final ScriptedChannel channel = new ScriptedChannel();
  private final LiveSession session = newSession(channel);
  private final Batch batch = new Batch();

  /** A batch of one target that can be made to go on. */
  private static final class Batch {

    final BatchId id = BatchId.random();
    final BatchFeed feed =
        new BatchFeed(
            BatchStateTest.scan(
                id,
                ScanStatus.QUEUED,
                BatchStateTest.target(id, 0, ScanStatus.QUEUED, null, 0, null)),
            InstantSource.system(),
            message -> message.status().wireName() + " " + message.filesProcessed(),
            new Polls(System::nanoTime, (time, task) -> {}));
    private int ticks;

    void tick() {
      ticks++;
      feed.take(BatchStateTest.tick(id, 0, 1, ticks, ticks));
    }

    void end() {
      feed.take(
          BatchStateTest.scan(
              id,
              ScanStatus.COMPLETED,
              BatchStateTest.target(id, 0, ScanStatus.COMPLETED, null, 10_000, TOTALS)));
    }
  }

  private LiveSession newSession(ScriptedChannel to) {
    LiveSession made = new LiveSession(to, () -> now);
    loop.add(made);
    return made;
  }

  /** Lets the loop do all that is to be done now. */
  private void settle() {
    long wait = loop.step();
    for (int i = 0; wait == 0; i++) {
      assertThat(i).as("steps without an end").isLessThan(10_000);
      wait = loop.step();
    }
  }

  private void after(Duration time) {
    now += time.toNanos();
    settle();
  }

  private static List<String> texts(List<Frame> frames) {
    return frames.stream().map(Frame::toString).toList();
  }

  private List<String> sent() {
    return texts(channel.sent());
  }

  private double deliveries(String outcome) {
    return meters.get("scanfleet.deliveries").tag("outcome", outcome).counter().count();
  }

  @Test
  void theFirstMessageIsTheCurrentState() {
    batch.tick();
    loop.subscriptions().subscribe(session, batch.feed);
    settle();
    assertThat(sent()).containsExactly("running 1");
  }

  @Test
  void theFirstChangesGoOutAtOnceAndThenOneWriteATick() {
    loop.subscriptions().subscribe(session, batch.feed);
    settle();
    batch.tick();
    settle();
    assertThat(sent()).containsExactly("queued 0", "running 1");
    for (int millis = 1; millis <= 49; millis++) {
      batch.tick();
      after(Duration.ofMillis(1));
    }
    assertThat(channel.writes).hasSize(2);
    after(Duration.ofMillis(1));
    assertThat(sent()).containsExactly("queued 0", "running 1", "running 50");
    batch.tick();
    after(TICK.minusMillis(1));
    assertThat(channel.writes).hasSize(3);
    after(Duration.ofMillis(1));
    assertThat(sent()).endsWith("running 51");
    // After a quiet time the next changes are first ones again.
    after(TICK.multipliedBy(3));
    batch.tick();
    settle();
    batch.tick();
    settle();
    assertThat(sent()).endsWith("running 52", "running 53");
  }

  /** If a late one put off the next, delays would add up and never be made up for. */
  @Test
  void newsThatComesEveryTickIsNotHeldBackByWhatWasLate() {
    loop.subscriptions().subscribe(session, batch.feed);
    settle();
    long start = now + TICK.toNanos();
    for (int i = 0; i < 200; i++) {
      long lateness = i % 10 == 3 ? Duration.ofMillis(49).toNanos() : 0;
      now = start + i * TICK.toNanos() + lateness;
      batch.tick();
      settle();
      assertThat(sent().getLast()).isEqualTo("running " + (i + 1));
    }
  }

  @Test
  void onAverageThereIsOneMessageATickAtMost() {
    loop.subscriptions().subscribe(session, batch.feed);
    settle();
    Random random = new Random(50);
    for (int millis = 0; millis < 10_000; millis++) {
      if (random.nextInt(3) == 0) {
        batch.tick();
      }
      after(Duration.ofMillis(1));
    }
    assertThat(channel.writes.size()).isBetween(150, 202);
  }

  @Test
  void aWriteHasAllTheNewsOfItsSession() {
    Batch other = new Batch();
    Batch third = new Batch();
    for (Batch one : List.of(batch, other, third)) {
      loop.subscriptions().subscribe(session, one.feed);
    }
    settle();
    batch.tick();
    third.tick();
    after(TICK);
    assertThat(channel.writes).hasSize(2);
    assertThat(texts(channel.writes.getLast())).containsExactly("running 1", "running 1");
  }

  @Test
  void aSlowReaderSkipsStatesButNeverTheFinalOne() {
    channel.room = 1;
    loop.subscriptions().subscribe(session, batch.feed);
    settle();
    for (int i = 0; i < 1000; i++) {
      batch.tick();
      after(Duration.ofMillis(20));
    }
    batch.end();
    settle();
    assertThat(sent()).containsExactly("queued 0");
    channel.room = 10;
    loop.execute(() -> loop.resume(session));
    after(TICK);
    assertThat(sent()).containsExactly("queued 0", "completed 999");
    assertThat(session.subscriptions()).isEmpty();
    assertThat(deliveries("sent")).isEqualTo(2);
    assertThat(deliveries("conflated")).isEqualTo(1000);
  }

  @Test
  void aSlowReaderHearsOfAllItsBatchesInTurn() {
    List<Batch> batches = List.of(batch, new Batch(), new Batch(), new Batch());
    for (Batch one : batches) {
      loop.subscriptions().subscribe(session, one.feed);
    }
    settle();
    List<BatchFeed.State> states = new ArrayList<>();
    for (int round = 0; round < 8; round++) {
      after(TICK);
      batches.forEach(Batch::tick);
      channel.room = 1;
      channel.writes.clear();
      loop.execute(() -> loop.resume(session));
      after(TICK);
      assertThat(channel.sent()).hasSize(1);
      batches.stream()
          .map(one -> one.feed.newest())
          .filter(state -> channel.sent().contains(state.frame()))
          .forEach(states::add);
    }
    assertThat(states.stream().map(state -> state.message().batchId()).distinct()).hasSize(4);
  }

  @Test
  void aFinalStateDoesNotWaitForTheEndOfARest() {
    Batch other = new Batch();
    loop.subscriptions().subscribe(session, batch.feed);
    loop.subscriptions().subscribe(session, other.feed);
    settle();
    other.tick();
    settle();
    other.tick();
    settle();
    assertThat(channel.writes).as("it rests").hasSize(2);
    // The session rests, but this batch has not been told of twice.
    batch.end();
    settle();
    assertThat(sent()).endsWith("completed 999");
    assertThat(channel.writes).hasSize(3);
    // Of this one two messages went out at once.
    other.end();
    after(TICK.minusMillis(1));
    assertThat(channel.writes).hasSize(3);
    after(Duration.ofMillis(1));
    assertThat(channel.writes).hasSize(4);
    assertThat(loop.subscriptions().count()).isZero();
  }

  @Test
  void underLoadTheTickStretchesAndFinalsStillHurry() {
    List<ScriptedChannel> crowd = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      ScriptedChannel one = new ScriptedChannel();
      // 400 writes of half a millisecond take four ticks.
      one.whenOffered = () -> now += Duration.ofMillis(1).toNanos() / 2;
      crowd.add(one);
      loop.subscriptions().subscribe(newSession(one), batch.feed);
    }
    long end = now + Duration.ofSeconds(10).toNanos();
    while (now < end) {
      batch.tick();
      now += Duration.ofMillis(1).toNanos();
      var _ = loop.step();
    }
    assertThat(loop.tick()).isBetween(Duration.ofMillis(200), Duration.ofMillis(400));
    for (ScriptedChannel one : crowd) {
      // Nobody is left behind: all were told about as often, and lately.
      assertThat(one.writes.size()).isBetween(25, 50);
    }
    batch.end();
    settle();
    after(TICK);
    for (ScriptedChannel one : crowd) {
      assertThat(one.sent().getLast().toString()).isEqualTo("completed 999");
    }
    after(Duration.ofSeconds(30));
    for (int i = 0; i < 100; i++) {
      after(Duration.ofMillis(300));
    }
    assertThat(loop.tick()).isEqualTo(TICK);
  }

  @Test
  void whoWantsLessHearsLessButTheEndAtOnce() {
    session.maxRate(0.1);
    loop.subscriptions().subscribe(session, batch.feed);
    settle();
    batch.tick();
    for (int i = 0; i < 99; i++) {
      after(Duration.ofMillis(100));
    }
    assertThat(sent()).containsExactly("queued 0");
    after(Duration.ofMillis(150));
    assertThat(sent()).containsExactly("queued 0", "running 1");
    after(TICK);
    batch.end();
    settle();
    assertThat(sent()).endsWith("completed 999");
    assertThatIllegalArgumentException().isThrownBy(() -> session.maxRate(0));
    assertThatIllegalArgumentException().isThrownBy(() -> session.maxRate(Double.NaN));
  }

  @Test
  void whatIsSentIsCountedAndItsAgeIsThatOfNews() {
    loop.subscriptions().subscribe(session, batch.feed);
    settle();
    batch.tick();
    after(TICK);
    assertThat(deliveries("sent")).isEqualTo(2);
    assertThat(deliveries("conflated")).isZero();
    assertThat(meters.get("scanfleet.delivered.bytes").counter().count())
        .isEqualTo("queued 0".length() + "running 1".length());
    // Of the state that a subscription begins with no age is told.
    assertThat(meters.get("scanfleet.delivery.age").timer().count()).isEqualTo(1);
  }

  @Test
  @Timeout(10)
  void whoAsksWithoutEndHoldsUpNobody() {
    Runnable[] endless = new Runnable[1];
    endless[0] = () -> loop.execute(endless[0]);
    for (int i = 0; i < 100; i++) {
      endless[0].run();
    }
    loop.subscriptions().subscribe(session, batch.feed);
    var _ = loop.step();
    assertThat(sent()).containsExactly("queued 0");
  }

  @Test
  void whatGoesWrongWithOneIsTheEndOfThatOneAlone() {
    LiveSession broken =
        newSession(
            new ScriptedChannel() {
              @Override
              public int offer(FrameBatch frames) {
                throw new IllegalStateException("broken");
              }
            });
    loop.subscriptions().subscribe(broken, batch.feed);
    loop.execute(
        () -> {
          throw new IllegalStateException("broken, too");
        });
    loop.subscriptions().subscribe(session, batch.feed);
    settle();
    assertThat(sent()).containsExactly("queued 0");
  }

  /** Also where the machine itself is at its end for a moment. */
  @Test
  void aSessionIsWrittenToAgainAfterAnError() {
    channel.whenOffered =
        () -> {
          channel.whenOffered = () -> {};
          throw new OutOfMemoryError("for a moment");
        };
    loop.subscriptions().subscribe(session, batch.feed);
    assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(loop::step);
    after(TICK);
    assertThat(sent()).containsExactly("queued 0");
  }

  @Test
  void aBatchDeletedBeforeItsTopicWasThereIsLetGoToo() {
    batch.feed.deleted();
    loop.subscriptions().subscribe(session, batch.feed);
    settle();
    assertThat(loop.subscriptions().count()).isZero();
  }

  @Test
  void aDeletedBatchIsLetGo() {
    loop.subscriptions().subscribe(session, batch.feed);
    settle();
    batch.feed.deleted();
    settle();
    assertThat(session.subscriptions()).isEmpty();
    assertThat(loop.subscriptions().count()).isZero();
  }

  @Test
  void aSessionThatIsGoneHasNoSubscriptions() {
    loop.subscriptions().subscribe(session, batch.feed);
    loop.subscriptions().followAll(session);
    loop.remove(session);
    loop.remove(session);
    loop.subscriptions().began(new Batch().feed);
    assertThat(loop.subscriptions().subscribe(session, batch.feed)).isTrue();
    batch.tick();
    settle();
    assertThat(channel.writes).isEmpty();
    assertThat(loop.sessionCount()).isZero();
    assertThat(loop.subscriptions().count()).isZero();
  }

  @Test
  void whoFollowsAllHearsOfThoseThatRunAndThoseThatBegin() {
    running.add(batch.feed);
    loop.subscriptions().followAll(session);
    Batch later = new Batch();
    loop.subscriptions().began(later.feed);
    loop.subscriptions().began(later.feed);
    assertThat(session.subscriptions()).hasSize(2);
    // What was asked for by itself stays.
    loop.subscriptions().subscribe(session, later.feed);
    loop.subscriptions().unfollowAll(session);
    assertThat(session.subscriptions())
        .extracting(one -> one.topic.feed())
        .containsExactly(later.feed);
    loop.subscriptions().began(new Batch().feed);
    assertThat(session.subscriptions()).hasSize(1);
  }

  @Test
  void thereAreAtMostSoManySubscriptionsThatWereAskedFor() {
    Collection<BatchFeed> many = new ArrayList<>();
    for (int i = 0; i < LiveSession.MAX_SUBSCRIPTIONS; i++) {
      many.add(new Batch().feed);
    }
    running.addAll(many);
    loop.subscriptions().followAll(session);
    assertThat(many).allMatch(feed -> loop.subscriptions().subscribe(session, feed));
    assertThat(loop.subscriptions().subscribe(session, batch.feed)).isFalse();
    assertThat(loop.subscriptions().subscribe(session, many.iterator().next())).isTrue();
  }

  @Test
  void unsubscribingEndsIt() {
    loop.subscriptions().subscribe(session, batch.feed);
    settle();
    loop.subscriptions().unsubscribe(session, batch.id);
    loop.subscriptions().unsubscribe(session, batch.id);
    batch.end();
    after(TICK);
    assertThat(sent()).containsExactly("queued 0");
  }

  @Test
  void answersWaitForRoomButNotTooMany() {
    channel.room = 1;
    loop.subscriptions().subscribe(session, batch.feed);
    settle();
    for (int i = 0; i < 64; i++) {
      loop.answer(session, Frame.text("pong"));
    }
    assertThat(channel.closeCode()).isZero();
    channel.room = 1000;
    loop.resume(session);
    assertThat(channel.sent()).hasSize(65);
    channel.room = 1;
    loop.answer(session, Frame.text("pong"));
    for (int i = 0; i < 65; i++) {
      loop.answer(session, Frame.text("pong"));
    }
    assertThat(channel.closeCode()).isEqualTo(1008);
  }

  @Test
  void whoDoesNotReadFor30SecondsIsGivenUp() {
    channel.room = 1;
    loop.subscriptions().subscribe(session, batch.feed);
    settle();
    for (int i = 0; i < 30; i++) {
      batch.tick();
      after(Duration.ofSeconds(1));
    }
    assertThat(channel.closeCode()).isZero();
    after(Duration.ofSeconds(1));
    assertThat(channel.closeCode()).isEqualTo(1013);
    assertThat(meters.get("scanfleet.sessions.stalled").counter().count()).isEqualTo(1);
    assertThat(channel.aborted).isFalse();
    after(Duration.ofSeconds(6));
    assertThat(channel.aborted).isTrue();
    assertThat(meters.get("scanfleet.sessions.stalled").counter().count()).isEqualTo(1);
  }

  @Test
  void whoSaysNothingIsPingedAndAtLastGivenUp() {
    for (int i = 0; i < 32; i++) {
      after(Duration.ofSeconds(1));
    }
    assertThat(channel.sent()).containsExactly(Frame.ping());
    for (int i = 0; i < 60; i++) {
      after(Duration.ofSeconds(1));
    }
    assertThat(channel.closeCode()).isEqualTo(1001);
  }
}
