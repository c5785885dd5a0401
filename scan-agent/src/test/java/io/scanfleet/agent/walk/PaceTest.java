package io.scanfleet.agent.walk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class PaceTest {

  private static final long MICRO = 1_000;

  /** A second in which so many calls took so long on average. */
  private static void second(Pace pace, long calls, double micros) {
    pace.sample(calls, Math.round(calls * micros * MICRO), 1.0);
  }

  @Test
  void aWarmCacheNeedsNoMoreThreadsThanCores() {
    Pace pace = new Pace(2, 16);
    for (int i = 0; i < 20; i++) {
      second(pace, 500_000, 4);
    }
    assertThat(pace.threads()).isEqualTo(2);
    assertThat(pace.isThrottled()).isFalse();
  }

  @Test
  void whereCallsWaitThreadsGrowAsLongAsItHelps() {
    Pace pace = new Pace(2, 64);
    for (int i = 0; i < 30; i++) {
      int useful = Math.min(8, pace.threads());
      second(pace, useful * 5_000L, 200.0 * pace.threads() / useful);
    }
    assertThat(pace.threads()).isBetween(8, 13);
    assertThat(pace.isThrottled()).isFalse();
  }

  @Test
  void aGivenNumberStays() {
    Pace pace = new Pace(3, 3);
    for (int i = 0; i < 10; i++) {
      second(pace, 1_000, 300);
    }
    assertThat(pace.threads()).isEqualTo(3);
  }

  @Test
  void slowStorageIsGivenWayToAndTakenUpAgain() {
    Pace pace = new Pace(4, 4);
    second(pace, 10_000, 300);
    second(pace, 100, 20_000);
    assertThat(pace.isThrottled()).isTrue();
    assertThat(pace.threads()).isEqualTo(2);
    second(pace, 100, 20_000);
    second(pace, 100, 20_000);
    assertThat(pace.threads()).isEqualTo(1);
    assertThat(pace.pauseFactor()).isEqualTo(1);
    for (int i = 0; i < 10; i++) {
      second(pace, 50, 20_000);
    }
    assertThat(pace.pauseFactor()).isEqualTo(4);
    for (int i = 0; i < 6; i++) {
      assertThat(pace.isThrottled()).isTrue();
      second(pace, 10_000, 300);
    }
    assertThat(pace.isThrottled()).isFalse();
    assertThat(pace.threads()).isEqualTo(4);
    assertThat(pace.pauseFactor()).isZero();
  }

  @Test
  void storageThatIsAlwaysSlowIsNotTakenForTroubled() {
    Pace pace = new Pace(2, 2);
    for (int i = 0; i < 30; i++) {
      second(pace, 150, 12_000 + (i % 3) * 5_000);
    }
    assertThat(pace.isThrottled()).isFalse();
  }

  @Test
  void aCallThatTakesLongerThanASecondCounts() {
    Pace pace = new Pace(2, 2);
    second(pace, 10_000, 100);
    pace.sample(1, 3_000_000 * MICRO, 1.0);
    assertThat(pace.isThrottled()).isTrue();
  }
}
