package io.scanfleet.gateway.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.scanfleet.model.BatchId;
import io.scanfleet.model.ScanStatus;
import io.scanfleet.model.Totals;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.web.socket.CloseStatus;

class LiveSessionTest {

  private static final BatchId BATCH = BatchStateTest.BATCH;

  private final Output output = new Output();
  private final MeterRegistry meters = new SimpleMeterRegistry();
  private final LiveMetrics metrics = new LiveMetrics(meters, InstantSource.system());
  private final LiveSession session = new LiveSession(output, System::nanoTime, metrics);
  private final BatchFeed feed = feed();
  private final Thread writer = startWriting(session);

  /** A reader that takes messages when it is let. */
  private static final class Output implements LiveSession.Output {

    final List<String> sent = new CopyOnWriteArrayList<>();
    final List<Long> times = new CopyOnWriteArrayList<>();
    final Semaphore permits = new Semaphore(0);
    volatile String closed = "";

    @Override
    public void send(String text) {
      permits.acquireUninterruptibly();
      times.add(System.nanoTime());
      sent.add(text);
    }

    @Override
    public void ping() {
      send("ping");
    }

    @Override
    public void close(CloseStatus status) {
      closed = String.valueOf(status.getReason());
    }
  }

  private static BatchFeed feed() {
    return new BatchFeed(
        BatchStateTest.scan(
            ScanStatus.QUEUED, BatchStateTest.target(0, ScanStatus.QUEUED, null, 0, null)),
        InstantSource.system(),
        message -> message.status().wireName() + " " + message.filesProcessed());
  }

  private void end() {
    feed.take(
        BatchStateTest.scan(
            ScanStatus.COMPLETED,
            BatchStateTest.target(
                0, ScanStatus.COMPLETED, null, 10_000, new Totals(999, 0, 0, 0, 0, 0L, 0, false))));
  }

  @AfterEach
  void close() throws InterruptedException {
    session.close();
    output.permits.release(1000);
    writer.join();
  }

  @Test
  void theFirstMessageIsTheCurrentState() {
    output.permits.release(1000);
    feed.take(BatchStateTest.tick(0, 1, 1, 7));
    session.subscribe(BATCH, feed);
    await().untilAsserted(() -> assertThat(output.sent).containsExactly("running 7"));
  }

  @Test
  void aSlowReaderSkipsStatesButNeverTheFinalOne() {
    session.subscribe(BATCH, feed);
    // The writer is stuck with the first state while a thousand others pass.
    await().until(() -> output.permits.hasQueuedThreads());
    for (int i = 1; i <= 1000; i++) {
      feed.take(BatchStateTest.tick(0, 1, i, i));
    }
    end();
    output.permits.release(1000);
    await().untilAsserted(() -> assertThat(output.sent).contains("completed 999"));
    assertThat(output.sent).containsExactly("queued 0", "completed 999");
  }

  @Test
  void betweenTwoMessagesAboutABatchLieAtLeast50Millis() {
    output.permits.release(1000);
    session.subscribe(BATCH, feed);
    long stop = System.nanoTime() + 400_000_000L;
    int i = 0;
    while (System.nanoTime() < stop) {
      feed.take(BatchStateTest.tick(0, 1, ++i, i));
      Thread.onSpinWait();
    }
    end();
    await().untilAsserted(() -> assertThat(output.sent.getLast()).isEqualTo("completed 999"));
    assertThat(output.sent).hasSizeBetween(3, 12);
    for (int m = 1; m < output.times.size(); m++) {
      assertThat(output.times.get(m) - output.times.get(m - 1)).isGreaterThan(50_000_000L);
    }
    List<Long> files =
        output.sent.stream()
            .map(text -> Long.valueOf(text.substring(text.indexOf(' ') + 1)))
            .toList();
    assertThat(files.subList(0, files.size() - 1)).isSorted();
  }

  @Test
  void whoWantsLessHearsLessButTheEndAtOnce() {
    output.permits.release(1000);
    AtomicLong now = new AtomicLong();
    LiveSession calm = new LiveSession(output, now::get, metrics);
    Thread writing = startWriting(calm);
    calm.maxRate(0.1);
    calm.subscribe(BATCH, feed);
    await().until(() -> output.sent.contains("queued 0"));
    feed.take(BatchStateTest.tick(0, 1, 1, 1));
    // Each answer is an occasion to send the tick as well; it must let all but the last pass.
    int seconds = 0;
    while (!output.sent.contains("running 1")) {
      assertThat(++seconds).isLessThan(20);
      now.addAndGet(TimeUnit.SECONDS.toNanos(1));
      for (String answer : List.of("a" + seconds, "b" + seconds, "c" + seconds)) {
        calm.answer(answer);
        await().pollInterval(Duration.ofMillis(2)).until(() -> output.sent.contains(answer));
      }
    }
    assertThat(seconds).isGreaterThanOrEqualTo(10);
    end();
    now.addAndGet(TimeUnit.MILLISECONDS.toNanos(60));
    await().untilAsserted(() -> assertThat(output.sent).contains("completed 999"));
    calm.close();
    await().until(() -> !writing.isAlive());
    assertThatIllegalArgumentException().isThrownBy(() -> session.maxRate(0));
    assertThatIllegalArgumentException().isThrownBy(() -> session.maxRate(Double.NaN));
  }

  @Test
  void whatIsSentAndPassedOverIsCounted() {
    session.subscribe(BATCH, feed);
    await().until(() -> output.permits.hasQueuedThreads());
    for (int i = 1; i <= 3; i++) {
      feed.take(BatchStateTest.tick(0, 1, i, i));
    }
    output.permits.release(1000);
    await().until(() -> output.sent.contains("running 3"));
    await()
        .untilAsserted(
            () -> {
              assertThat(
                      meters.get("scanfleet.deliveries").tag("outcome", "sent").counter().count())
                  .isEqualTo(2);
              assertThat(meters.get("scanfleet.delivered.bytes").counter().count())
                  .isEqualTo("queued 0".length() + "running 3".length());
              // Of the state that a subscription begins with no age is told.
              assertThat(meters.get("scanfleet.delivery.age").timer().count()).isEqualTo(1);
            });
    assertThat(meters.get("scanfleet.deliveries").tag("outcome", "conflated").counter().count())
        .isEqualTo(2);
  }

  @Test
  void aDeletedBatchIsLetGo() {
    session.follow(BATCH, feed);
    feed.deleted();
    assertThat(session.subscriptions()).isZero();
  }

  @Test
  void aClosedSessionFollowsNothing() {
    assertThat(session.follow(BATCH, feed)).isTrue();
    session.close();
    assertThat(session.follow(BATCH, feed)).isFalse();
    assertThat(session.subscriptions()).isZero();
  }

  @Test
  void whoFollowsAllIsNotToldTwiceAndCanStop() {
    output.permits.release(1000);
    session.follow(BATCH, feed);
    session.follow(BATCH, feed);
    await().until(() -> output.sent.size() == 1);
    assertThat(session.subscriptions()).isEqualTo(1);
    session.unfollow();
    assertThat(session.subscriptions()).isZero();
    session.subscribe(BATCH, feed);
    session.follow(BATCH, feed);
    session.unfollow();
    assertThat(session.subscriptions()).isEqualTo(1);
  }

  @Test
  void aSilentSessionIsPingedAndAtLastGivenUp() {
    AtomicLong now = new AtomicLong();
    LiveSession quiet = new LiveSession(output, now::get, metrics);
    Thread writing = startWriting(quiet);
    output.permits.release(1000);
    assertThat(quiet.look()).isEqualTo(Liveness.Verdict.WELL);
    now.addAndGet(TimeUnit.SECONDS.toNanos(26));
    assertThat(quiet.look()).isEqualTo(Liveness.Verdict.PING);
    await().untilAsserted(() -> assertThat(output.sent).containsExactly("ping"));
    quiet.close();
    await().until(() -> !writing.isAlive());
  }

  @Test
  void whoDoesNotReadFor30SecondsIsStalled() {
    AtomicLong now = new AtomicLong();
    LiveSession stuck = new LiveSession(output, now::get, metrics);
    Thread writing = startWriting(stuck);
    stuck.subscribe(BATCH, feed);
    await().until(() -> output.permits.hasQueuedThreads());
    now.addAndGet(TimeUnit.SECONDS.toNanos(30));
    assertThat(stuck.look()).isEqualTo(Liveness.Verdict.WELL);
    now.addAndGet(TimeUnit.SECONDS.toNanos(1));
    assertThat(stuck.look()).isEqualTo(Liveness.Verdict.STALLED);
    output.permits.release(1000);
    stuck.close();
    await().until(() -> !writing.isAlive());
  }

  private static Thread startWriting(LiveSession session) {
    return Thread.ofVirtual()
        .start(
            () -> {
              try {
                session.write();
              } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
  }

  @Test
  void unsubscribingEndsIt() {
    output.permits.release(1000);
    session.subscribe(BATCH, feed);
    await().until(() -> output.sent.size() == 1);
    session.unsubscribe(BATCH);
    end();
    session.answer("pong");
    await().until(() -> output.sent.contains("pong"));
    assertThat(output.sent).containsExactly("queued 0", "pong");
  }

  @Test
  void whoAsksWithoutReadingIsDisconnected() {
    for (int i = 0; i < 100; i++) {
      session.answer("pong");
    }
    assertThat(output.closed).isNotEmpty();
  }
}
