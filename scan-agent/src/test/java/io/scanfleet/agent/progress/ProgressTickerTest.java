package io.scanfleet.agent.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.scanfleet.agent.tree.ExpectedDirectory;
import io.scanfleet.model.AgentId;
import io.scanfleet.model.BatchId;
import io.scanfleet.model.Phase;
import io.scanfleet.model.TargetId;
import io.scanfleet.model.message.ProgressMessage;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ProgressTickerTest {

  private final ScanCounters counters =
      new ScanCounters(new AgentMetrics(new SimpleMeterRegistry()));
  private long nanos = 1_000_000;
  private boolean throttled;

  private @Nullable ExpectedDirectory lastScan;

  private ProgressTicker ticker(int attempt, @Nullable Long expected) {
    lastScan = expected == null ? null : ExpectedDirectory.target(expected, List.of());
    TotalEstimate estimate = TotalEstimate.of(lastScan, OptionalLong.empty());
    return new ProgressTicker(
        new TargetId(BatchId.random(), 0),
        new AgentId("nas-01"),
        attempt,
        "/vol",
        () -> estimate,
        counters,
        () -> throttled,
        InstantSource.fixed(Instant.ofEpochSecond(1_640_995_200L)),
        () -> nanos);
  }

  @Test
  void givingWayIsSaid() {
    ProgressTicker ticker = ticker(1, null);
    assertThat(Objects.requireNonNull(ticker.tick()).phase()).isEqualTo(Phase.WALKING);
    throttled = true;
    assertThat(Objects.requireNonNull(ticker.tick()).phase()).isEqualTo(Phase.THROTTLED);
    ticker.storing();
    assertThat(Objects.requireNonNull(ticker.tick()).phase()).isEqualTo(Phase.STORING);
  }

  private void find(int files) {
    counters.found(files, 1, 0, 0);
    Objects.requireNonNull(lastScan).found(files);
  }

  private void pass(Duration time) {
    nanos += time.toNanos();
  }

  @Test
  void ticksAtMostEvery50MillisWhileFilesAreFoundAndNotWhenNothingChanged() {
    ProgressTicker ticker = ticker(1, null);
    assertThat(ticker.tick()).as("the first at once").isNotNull();
    assertThat(ticker.tick()).isNull();
    counters.found(10, 0, 100, 0);
    pass(Duration.ofMillis(49));
    assertThat(ticker.tick()).isNull();
    pass(Duration.ofMillis(1));
    assertThat(Objects.requireNonNull(ticker.tick()).filesProcessed()).isEqualTo(10);
    pass(Duration.ofSeconds(10));
    assertThat(ticker.tick()).as("nothing changed").isNull();
  }

  @Test
  void ticksEvery100MillisWhileOnlyDirectoriesAreFound() {
    ProgressTicker ticker = ticker(1, null);
    ticker.tick();
    counters.found(0, 5, 0, 0);
    pass(Duration.ofMillis(99));
    assertThat(ticker.tick()).isNull();
    pass(Duration.ofMillis(1));
    assertThat(Objects.requireNonNull(ticker.tick()).directoriesProcessed()).isEqualTo(5);
  }

  @Test
  void askedEvery50MillisItTellsOfFilesEachTimeAndOfDirectoriesEveryOtherTime() {
    ProgressTicker ticker = ticker(1, null);
    ticker.tick();
    assertThat(toldOfTwenty(ticker, 7, 1)).isEqualTo(20);
    assertThat(toldOfTwenty(ticker, 0, 1)).isEqualTo(10);
  }

  private int toldOfTwenty(ProgressTicker ticker, int files, int directories) {
    int told = 0;
    for (int i = 0; i < 20; i++) {
      counters.found(files, directories, 0, 0);
      pass(ProgressTicker.FILE_TICK);
      if (ticker.tick() != null) {
        told++;
      }
    }
    return told;
  }

  @Test
  void thePercentageGrowsAndStaysBelow100AndIsNotKnownOnceTheEstimateIsPassed() {
    ProgressTicker ticker = ticker(1, 1000L);
    double last = 0;
    for (int i = 0; i < 20; i++) {
      find(50);
      pass(Duration.ofMillis(50));
      ProgressMessage message = Objects.requireNonNull(ticker.tick());
      double percentage = Objects.requireNonNull(message.progressPercentage());
      assertThat(percentage).isGreaterThanOrEqualTo(last).isLessThan(100);
      assertThat(Objects.requireNonNull(message.totalFiles()))
          .isGreaterThanOrEqualTo(message.filesProcessed());
      last = percentage;
    }
    find(1);
    pass(Duration.ofMillis(50));
    ProgressMessage passed = Objects.requireNonNull(ticker.tick());
    assertThat(passed.progressPercentage()).isNull();
    assertThat(passed.totalFiles()).isNull();
    assertThat(passed.etaSeconds()).isNull();
  }

  @Test
  void withoutAnEstimateThereIsNoPercentageAndNoEta() {
    ProgressTicker ticker = ticker(1, null);
    counters.found(5000, 1, 0, 0);
    pass(Duration.ofSeconds(2));
    ProgressMessage message = Objects.requireNonNull(ticker.tick());
    assertThat(message.totalFiles()).isNull();
    assertThat(message.progressPercentage()).isNull();
    assertThat(message.etaSeconds()).isNull();
    assertThat(message.filesPerSecond()).isNotNull();
  }

  @Test
  void storingIsSaidAtOnceAndLaterAttemptsCountHigher() {
    ProgressTicker ticker = ticker(1, null);
    ticker.tick();
    ticker.storing();
    ProgressMessage storing = Objects.requireNonNull(ticker.tick());
    assertThat(storing.phase()).isEqualTo(Phase.STORING);
    assertThat(storing.sequence()).isEqualTo(2);
    assertThat(ticker.nextSequence()).isEqualTo(3);
    assertThat(ticker(2, null).nextSequence()).isGreaterThan(1_000_000_000L);
  }

  @Test
  void theRateSettlesOnASteadyPaceAndFollowsAChangeWithinSeconds() {
    Rate rate = new Rate(0);
    long time = 0;
    long count = 0;
    assertThat(rate.perSecond()).isNull();
    for (int i = 0; i < 20; i++) {
      rate.sample(count += 50, time += Duration.ofMillis(50).toNanos());
    }
    assertThat(rate.perSecond()).isCloseTo(1000, within(1.0));
    for (int i = 0; i < 200; i++) {
      rate.sample(count += 5, time += Duration.ofMillis(50).toNanos());
    }
    assertThat(rate.perSecond()).isCloseTo(100, within(50.0));
  }
}
