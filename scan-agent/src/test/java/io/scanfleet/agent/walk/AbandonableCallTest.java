package io.scanfleet.agent.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class AbandonableCallTest {

  private final CountDownLatch silence = new CountDownLatch(1);
  private final AtomicLong clock = new AtomicLong();
  private final BlockingQueue<String> unclaimed = new LinkedBlockingQueue<>();

  private String silent() {
    try {
      silence.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return "late";
  }

  @Test
  void whatIsAnsweredAndThrownComesBack() throws Exception {
    String answer = AbandonableCall.<String, RuntimeException>make(() -> "here", () -> false);
    assertThat(answer).isEqualTo("here");
    AbandonableCall.Call<String, FileNotFoundException> failing =
        () -> {
          throw new FileNotFoundException("x");
        };
    assertThatThrownBy(() -> AbandonableCall.make(failing, () -> false))
        .isInstanceOf(FileNotFoundException.class);
  }

  @Test
  void aCallWithoutAnAnswerIsLeftBehindAndWhatItBringsIsDealtWith() throws Exception {
    AbandonableCall.Call<String, RuntimeException> call = this::silent;
    assertThatThrownBy(
            () ->
                AbandonableCall.make(
                    call,
                    Duration.ofSeconds(30),
                    () -> clock.addAndGet(16_000_000_000L),
                    () -> false,
                    unclaimed::add))
        .isInstanceOf(DirectoryException.class)
        .hasMessageStartingWith("No answer");
    silence.countDown();
    assertThat(unclaimed.poll(10, TimeUnit.SECONDS)).isEqualTo("late");
  }

  @Test
  void aCancelDoesNotWait() {
    AtomicBoolean asked = new AtomicBoolean();
    AbandonableCall.Call<String, RuntimeException> call = this::silent;
    assertThatThrownBy(
            () ->
                AbandonableCall.make(
                    call,
                    Duration.ofHours(1),
                    clock::get,
                    () -> asked.getAndSet(true),
                    unclaimed::add))
        .isInstanceOf(DirectoryException.class);
    silence.countDown();
  }
}
