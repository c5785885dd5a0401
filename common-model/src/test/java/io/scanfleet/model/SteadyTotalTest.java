package io.scanfleet.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class SteadyTotalTest {

  private final SteadyTotal steady = new SteadyTotal();

  @Test
  void aTotalThatGrowsHoldsThePercentageAndIsApproached() {
    assertThat(steady.show(50, 100)).isEqualTo(new SteadyTotal.Shown(100, 50));
    assertThat(steady.show(60, 200)).isEqualTo(new SteadyTotal.Shown(120, 50));
    assertThat(steady.show(120, 200)).isEqualTo(new SteadyTotal.Shown(200, 60));
  }

  @Test
  void whateverIsExpectedThePercentageNeverFallsAndFitsItsTotal() {
    Random random = new Random(7);
    double before = 0;
    for (long done = 0; done < 10_000; done += random.nextInt(20)) {
      SteadyTotal.Shown shown =
          steady.show(done, Math.max(1.0, (double) done + random.nextInt(5_000)));
      assertThat(shown.percentage()).isBetween(before, 99.9);
      assertThat(shown.total()).isGreaterThanOrEqualTo(done);
      if (shown.percentage() < 99.9 && shown.total() > 100) {
        assertThat(100.0 * done / shown.total()).isCloseTo(shown.percentage(), within(0.6));
      }
      before = shown.percentage();
    }
  }
}
