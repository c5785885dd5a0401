package io.scanfleet.gateway.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.scanfleet.model.BatchId;
import io.scanfleet.model.ScanStatus;
import io.scanfleet.model.Totals;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LiveSessionTest {

  private static final BatchId BATCH = BatchStateTest.BATCH;

  private final Output output = new Output();
  private final LiveSession session = new LiveSession(output, System::nanoTime, () -> {});
  private final BatchFeed feed = feed();
  private final Thread writer = Thread.ofVirtual().start(this::write);

  /** A reader that takes messages when it is let. */
  private static final class Output implements LiveSession.Output {

    final List<String> sent = new CopyOnWriteArrayList<>();
    final List<Long> times = new CopyOnWriteArrayList<>();
    final Semaphore permits = new Semaphore(0);
    volatile String closed = "";

    @Override
    public void send(String text) throws IOException {
      permits.acquireUninterruptibly();
      times.add(System.nanoTime());
      sent.add(text);
    }

    @Override
    public void closeForPolicy(String reason) {
      closed = reason;
    }
  }

  private static BatchFeed feed() {
    return new BatchFeed(
        BatchStateTest.scan(
            ScanStatus.QUEUED, BatchStateTest.target(0, ScanStatus.QUEUED, null, 0, null)),
        InstantSource.system(),
        message -> message.status().wireName() + " " + message.filesProcessed());
  }

  private void write() {
    try {
      session.write();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
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
