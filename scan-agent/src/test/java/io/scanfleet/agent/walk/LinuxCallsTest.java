package io.scanfleet.agent.walk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

final class LinuxCallsTest {

  private static final int FAILED = -1;

  @Test
  void aCallThatASignalInterruptsIsMadeAgain() {
    Queue<Integer> results = new ArrayDeque<>(List.of(FAILED, FAILED, 7));

    assertThat(LinuxCalls.untilAnswered(results::remove, () -> Errno.EINTR)).isEqualTo(7);

    assertThat(results).isEmpty();
  }

  @Test
  void anyOtherFailureIsTheAnswer() {
    Queue<Integer> results = new ArrayDeque<>(List.of(FAILED, FAILED));
    Queue<Integer> reasons = new ArrayDeque<>(List.of(Errno.EINTR, Errno.EPERM));

    assertThat(LinuxCalls.untilAnswered(results::remove, reasons::remove)).isEqualTo(-Errno.EPERM);
  }
}
