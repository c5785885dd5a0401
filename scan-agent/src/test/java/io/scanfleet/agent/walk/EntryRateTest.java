package io.scanfleet.agent.walk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class EntryRateTest {

  private static final long SECOND = 1_000_000_000L;

  @Test
  void whoeverIsAheadOfTheScheduleWaits() {
    EntryRate rate = new EntryRate(1_000, 0);
    assertThat(rate.delayAfter(500, 0)).isEqualTo(SECOND / 2);
    assertThat(rate.delayAfter(500, SECOND / 2)).isEqualTo(SECOND / 2);
    assertThat(rate.delayAfter(100, SECOND * 5)).as("half a second was saved").isZero();
    assertThat(rate.delayAfter(1_000, SECOND * 5)).isEqualTo(SECOND * 6 / 10);
  }

  @Test
  void withoutACeilingNobodyWaits() {
    assertThat(new EntryRate(0, 0).delayAfter(Integer.MAX_VALUE, 1)).isZero();
  }
}
