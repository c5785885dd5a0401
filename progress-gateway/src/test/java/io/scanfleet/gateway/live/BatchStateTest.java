package io.scanfleet.gateway.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.scanfleet.gateway.batch.Scan;
import io.scanfleet.gateway.batch.Target;
import io.scanfleet.model.AgentId;
import io.scanfleet.model.BatchId;
import io.scanfleet.model.Phase;
import io.scanfleet.model.ScanStatus;
import io.scanfleet.model.TargetId;
import io.scanfleet.model.Totals;
import io.scanfleet.model.message.ProgressMessage;
import io.scanfleet.model.message.TargetProgress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BatchStateTest {

  static final BatchId BATCH = BatchId.random();

  static Target target(
      int index,
      ScanStatus status,
      @Nullable Long expected,
      long sequence,
      @Nullable Totals totals) {
    return target(BATCH, index, status, expected, sequence, totals);
  }

  static Target target(
      BatchId batch,
      int index,
      ScanStatus status,
      @Nullable Long expected,
      long sequence,
      @Nullable Totals totals) {
    return new Target(
        index,
        new TargetId(batch, index),
        new AgentId("nas-0" + index),
        "/vol",
        status,
        expected,
        false,
        1,
        null,
        totals,
        1,
        sequence,
        null);
  }

  static Scan scan(ScanStatus status, Target... targets) {
    return scan(BATCH, status, targets);
  }

  static Scan scan(BatchId batch, ScanStatus status, Target... targets) {
    return new Scan(batch, null, List.of(), false, status, 1, null, null, List.of(targets));
  }

  static ProgressMessage tick(int target, int attempt, long sequence, long files) {
    return tick(BATCH, target, attempt, sequence, files);
  }

  static ProgressMessage tick(BatchId batch, int target, int attempt, long sequence, long files) {
    return new ProgressMessage(
        batch,
        ScanStatus.RUNNING,
        files,
        null,
        null,
        "/vol/" + files,
        1,
        1,
        files * 10,
        0,
        100.0,
        false,
        null,
        Phase.WALKING,
        (attempt - 1) * 1_000_000_000L + sequence,
        target,
        new AgentId("nas-0" + target),
        attempt,
        null);
  }

  private static Totals totals(long files) {
    return new Totals(files, 1, 0, 0, files * 10, 0L, 0, false);
  }

  @Test
  void lateAndRepeatedTicksChangeNothing() {
    BatchState state =
        new BatchState(scan(ScanStatus.QUEUED, target(0, ScanStatus.QUEUED, null, 0, null)));
    assertThat(state.take(tick(0, 1, 5, 50), 1)).isTrue();
    assertThat(state.take(tick(0, 1, 5, 50), 2)).isFalse();
    assertThat(state.take(tick(0, 1, 4, 40), 3)).isFalse();
    assertThat(state.take(tick(7, 1, 9, 90), 3)).as("no such target").isFalse();
    assertThat(state.message(4).filesProcessed()).isEqualTo(50);
    assertThat(state.message(4).status()).isEqualTo(ScanStatus.RUNNING);
  }

  @Test
  void anAgentThatBeginsAgainMakesNothingFall() {
    BatchState state =
        new BatchState(scan(ScanStatus.RUNNING, target(0, ScanStatus.RUNNING, 100L, 1, null)));
    state.take(new TickWithTotal(tick(0, 1, 5, 50), 100).message(), 1);
    double before = Objects.requireNonNull(state.message(1).progressPercentage());
    assertThat(state.take(new TickWithTotal(tick(0, 2, 1, 3), 100).message(), 2)).isTrue();
    ProgressMessage after = state.message(2);
    assertThat(after.filesProcessed()).isEqualTo(50);
    assertThat(after.progressPercentage()).isEqualTo(before);
    state.take(new TickWithTotal(tick(0, 2, 2, 60), 100).message(), 3);
    assertThat(state.message(3).filesProcessed()).isEqualTo(60);
    state.take(tick(0, 2, 3, 101), 4);
    assertThat(state.message(4).progressPercentage())
        .as("the estimate was passed: nobody knows how much is left")
        .isNull();
  }

  private record TickWithTotal(ProgressMessage tick, long total) {
    ProgressMessage message() {
      return new ProgressMessage(
          tick.batchId(),
          tick.status(),
          tick.filesProcessed(),
          total,
          Math.min(99.9, 100.0 * tick.filesProcessed() / total),
          tick.currentFile(),
          tick.timestamp(),
          tick.directoriesProcessed(),
          tick.bytesProcessed(),
          tick.errors(),
          tick.filesPerSecond(),
          false,
          1.0,
          tick.phase(),
          tick.sequence(),
          tick.target(),
          tick.agent(),
          tick.attempt(),
          null);
    }
  }

  @Test
  void targetsAreSummedAndAnUnknownTotalMakesNoPercentage() {
    BatchState state =
        new BatchState(
            scan(
                ScanStatus.QUEUED,
                target(0, ScanStatus.QUEUED, null, 0, null),
                target(1, ScanStatus.QUEUED, null, 0, null)));
    state.take(new TickWithTotal(tick(0, 1, 1, 50), 100).message(), 1);
    state.take(tick(1, 1, 1, 7), 2);
    ProgressMessage message = state.message(3);
    assertThat(message.filesProcessed()).isEqualTo(57);
    assertThat(message.bytesProcessed()).isEqualTo(570);
    assertThat(message.filesPerSecond()).isEqualTo(200);
    assertThat(message.totalFiles()).isNull();
    assertThat(message.progressPercentage()).isNull();
    assertThat(message.etaSeconds()).isNull();
    assertThat(message.currentFile()).isEqualTo("/vol/7");
    state.take(new TickWithTotal(tick(1, 1, 2, 50), 300).message(), 4);
    assertThat(state.message(5).totalFiles()).isEqualTo(400);
    assertThat(state.message(5).progressPercentage()).isEqualTo(25);
  }

  @Test
  void hundredPercentIsSaidOnlyWhenCompletedAndNothingUndoesIt() {
    BatchState state =
        new BatchState(scan(ScanStatus.RUNNING, target(0, ScanStatus.RUNNING, 50L, 1, null)));
    state.take(new TickWithTotal(tick(0, 1, 5, 50), 50).message(), 1);
    assertThat(state.message(1).progressPercentage()).isLessThan(100);
    state.take(scan(ScanStatus.COMPLETED, target(0, ScanStatus.COMPLETED, 50L, 6, totals(51))));
    ProgressMessage end = state.message(2);
    assertThat(end.progressPercentage()).isEqualTo(100);
    assertThat(end.filesProcessed()).isEqualTo(51);
    assertThat(end.totalFiles()).isEqualTo(51);
    assertThat(end.totalIsExact()).isTrue();
    assertThat(end.phase()).isEqualTo(Phase.DONE);
    assertThat(state.take(tick(0, 1, 99, 99), 3)).isFalse();
    state.take(scan(ScanStatus.RUNNING, target(0, ScanStatus.RUNNING, 50L, 100, null)));
    assertThat(state.message(4).status()).isEqualTo(ScanStatus.COMPLETED);
  }

  @Test
  void whoHasHeardTheSameSaysTheSameSequence() {
    Scan scan = scan(ScanStatus.RUNNING, target(0, ScanStatus.RUNNING, null, 1, null));
    BatchState one = new BatchState(scan);
    BatchState other = new BatchState(scan);
    one.take(tick(0, 1, 2, 2), 1);
    long before = one.sequence();
    one.take(tick(0, 1, 3, 3), 2);
    other.take(tick(0, 1, 3, 3), 9);
    assertThat(one.sequence()).isEqualTo(other.sequence()).isGreaterThan(before);
    Scan ended = scan(ScanStatus.COMPLETED, target(0, ScanStatus.COMPLETED, null, 4, totals(3)));
    one.take(ended);
    assertThat(one.sequence())
        .isEqualTo(new BatchState(ended).sequence())
        .isGreaterThan(other.sequence());
  }

  @Test
  void noAttemptIsUndoneByALateTickOfTheOneBefore() {
    BatchState state =
        new BatchState(scan(ScanStatus.RUNNING, target(0, ScanStatus.RUNNING, null, 1, null)));
    state.take(tick(0, 2, 1, 70), 1);
    assertThat(state.take(tick(0, 1, 900, 90), 2)).isFalse();
    assertThat(state.message(2).currentFile()).isEqualTo("/vol/70");
    assertThat(state.message(2).filesProcessed()).isEqualTo(70);
  }

  @Test
  void inWhateverOrderTicksComeNothingFalls() {
    List<ProgressMessage> ticks = new ArrayList<>();
    for (int attempt = 1; attempt <= 3; attempt++) {
      for (int i = 1; i <= 20; i++) {
        // The second attempt finds less, the third more.
        ticks.add(tick(0, attempt, i, i * (attempt == 2 ? 5L : 10L * attempt)));
      }
    }
    ticks.addAll(List.copyOf(ticks));
    for (int seed = 0; seed < 50; seed++) {
      Collections.shuffle(ticks, new Random(seed));
      BatchState state =
          new BatchState(scan(ScanStatus.RUNNING, target(0, ScanStatus.RUNNING, null, 1, null)));
      ProgressMessage before = state.message(0);
      for (ProgressMessage tick : ticks) {
        boolean changed = state.take(tick, 1);
        ProgressMessage after = state.message(1);
        assertThat(after.sequence() > before.sequence()).isEqualTo(changed);
        assertThat(after.filesProcessed()).isGreaterThanOrEqualTo(before.filesProcessed());
        assertThat(after.bytesProcessed()).isGreaterThanOrEqualTo(before.bytesProcessed());
        assertThat(after.directoriesProcessed())
            .isGreaterThanOrEqualTo(before.directoriesProcessed());
        before = after;
      }
      assertThat(before.sequence()).isEqualTo(2_000_000_020L);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"COMPLETED", "FAILED", "CANCELLED"})
  void afterTheEndNothingChangesWhateverComes(ScanStatus end) {
    BatchState state =
        new BatchState(scan(ScanStatus.RUNNING, target(0, ScanStatus.RUNNING, null, 1, null)));
    state.take(tick(0, 1, 5, 50), 1);
    state.take(scan(end, target(0, end, null, 6, totals(60))));
    ProgressMessage said = state.message(2);
    assertThat(said.status()).isEqualTo(end);
    assertThat(said.filesProcessed()).isEqualTo(60);
    assertThat(state.take(tick(0, 1, 7, 70), 3)).isFalse();
    assertThat(state.take(tick(0, 2, 1, 1), 3)).isFalse();
    state.take(scan(ScanStatus.RUNNING, target(0, ScanStatus.RUNNING, null, 9, null)));
    assertThat(state.message(2)).isEqualTo(said);
  }

  @Test
  void aTargetThatHasEndedStaysSoWhileOthersRun() {
    Scan before =
        scan(
            ScanStatus.RUNNING,
            target(0, ScanStatus.RUNNING, null, 1, null),
            target(1, ScanStatus.RUNNING, null, 1, null));
    BatchState state = new BatchState(before);
    state.take(tick(0, 1, 5, 50), 1);
    state.take(
        scan(
            ScanStatus.RUNNING,
            target(0, ScanStatus.COMPLETED, null, 6, totals(60)),
            target(1, ScanStatus.RUNNING, null, 1, null)));
    long sequence = state.sequence();
    // What another thread had read before, and takes later.
    state.take(before);
    assertThat(state.sequence()).isEqualTo(sequence);
    assertThat(state.take(tick(0, 1, 7, 70), 2)).isFalse();
    assertThat(state.take(tick(1, 1, 2, 5), 2)).isTrue();
    assertThat(state.message(3).filesProcessed()).isEqualTo(65);
    assertThat(Objects.requireNonNull(state.message(3).targets()))
        .extracting(TargetProgress::status)
        .containsExactly(ScanStatus.COMPLETED, ScanStatus.RUNNING);
  }

  @Test
  void whoBeginsToLookWhileTheTreeIsStoredSeesWhatWasFound() {
    BatchState state =
        new BatchState(
            scan(ScanStatus.RUNNING, target(0, ScanStatus.RUNNING, null, 6, totals(60))));
    assertThat(state.message(1).filesProcessed()).isEqualTo(60);
    assertThat(state.message(1).bytesProcessed()).isEqualTo(600);
    assertThat(state.message(1).directoriesProcessed()).isEqualTo(1);
    assertThat(state.message(1).status()).isEqualTo(ScanStatus.RUNNING);
  }
}
