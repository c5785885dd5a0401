package io.scanfleet.gateway.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TickLengthTest {

  private static final long STEP = Duration.ofMillis(10).toNanos();

  private long now = -3;
  private final TickLength tick = new TickLength(now);

  /** Works for this share of some time. */
  private long after(double share, Duration time) {
    for (long end = now + time.toNanos(); now < end; ) {
      now += STEP;
      var _ = tick.worked(Math.round(STEP * share), now);
    }
    return Duration.ofNanos(tick.nanos()).toMillis();
  }

  @Test
  void atEaseItIs50Millis() {
    assertThat(after(0.6, Duration.ofSeconds(10))).isEqualTo(50);
  }

  @Test
  void itGrowsUnderLoadButNotBeyondASecondAndComesBack() {
    assertThat(after(1, Duration.ofMillis(210))).isEqualTo(71);
    assertThat(after(1, Duration.ofSeconds(20))).isEqualTo(1000);
    assertThat(after(0.68, Duration.ofSeconds(10))).isEqualTo(1000);
    assertThat(after(0.1, Duration.ofSeconds(20))).isEqualTo(50);
  }

  /** Half the writes take half the time: it settles where the work takes seven tenths. */
  @Test
  void itSettlesWhereTheWorkFits() {
    long millis = 50;
    for (int i = 0; i < 100; i++) {
      millis = after(Math.min(1, 75.0 / millis), Duration.ofMillis(200));
    }
    assertThat(millis).isBetween(95L, 125L);
  }
}
