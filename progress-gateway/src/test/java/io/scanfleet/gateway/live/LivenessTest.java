package io.scanfleet.gateway.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.scanfleet.gateway.live.Liveness.Verdict;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LivenessTest {

  private final AtomicLong now = new AtomicLong(-5);
  private final Liveness liveness = new Liveness(now::get, Duration.ofSeconds(25));

  private Verdict after(int seconds) {
    now.addAndGet(Duration.ofSeconds(seconds).toNanos());
    return liveness.look();
  }

  @Test
  void whoIsSilentIsPingedNowAndThenAndAtLastGivenUp() {
    assertThat(after(25)).isEqualTo(Verdict.WELL);
    assertThat(after(1)).isEqualTo(Verdict.PING);
    assertThat(after(1)).isEqualTo(Verdict.WELL);
    assertThat(after(26)).isEqualTo(Verdict.PING);
    assertThat(after(26)).isEqualTo(Verdict.PING);
    assertThat(after(12)).isEqualTo(Verdict.SILENT);
  }

  @Test
  void whoAnswersStays() {
    for (int i = 0; i < 10; i++) {
      assertThat(after(26)).isEqualTo(Verdict.PING);
      liveness.heard();
    }
  }

  @Test
  void whatIsWrittenFor30SecondsIsStalled() {
    liveness.writing();
    assertThat(after(30)).isEqualTo(Verdict.WELL);
    // Also if it was tried again meanwhile.
    liveness.writing();
    assertThat(after(1)).isEqualTo(Verdict.STALLED);
  }

  @Test
  void whoDoesNotGoAfterLeaveWasTakenIsOverdue() {
    assertThat(after(91)).isEqualTo(Verdict.SILENT);
    liveness.leaving();
    assertThat(after(3)).isEqualTo(Verdict.WELL);
    liveness.leaving();
    assertThat(after(3)).isEqualTo(Verdict.OVERDUE);
    assertThat(after(1)).isEqualTo(Verdict.OVERDUE);
  }

  @Test
  void whoCannotBeUnderstoodHasLessTime() {
    liveness.leavingUnheard();
    liveness.leaving();
    assertThat(after(1)).isEqualTo(Verdict.WELL);
    assertThat(after(1)).isEqualTo(Verdict.OVERDUE);
  }

  @Test
  void eachMessageHasItsOwn30Seconds() {
    for (int i = 0; i < 10; i++) {
      liveness.writing();
      assertThat(after(20)).isEqualTo(Verdict.WELL);
      liveness.written();
      liveness.heard();
    }
  }
}
