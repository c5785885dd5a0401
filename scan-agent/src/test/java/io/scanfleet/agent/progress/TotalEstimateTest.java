package io.scanfleet.agent.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class TotalEstimateTest {

  @Test
  void theLastScanIsTheBestGuess() {
    TotalEstimate estimate = TotalEstimate.of(1_000L, OptionalLong.of(9_999));
    assertThat(estimate.after(250, 10)).isEqualTo(new TotalEstimate.Total(1_000, 25.0));
    assertThat(Objects.requireNonNull(estimate.after(1_000, 10)).percentage()).isEqualTo(99.9);
  }

  @Test
  void nobodyKnowsHowMuchIsLeftOnceTheEstimateIsPassed() {
    assertThat(TotalEstimate.of(1_000L, OptionalLong.empty()).after(1_001, 10)).isNull();
    assertThat(TotalEstimate.of(null, OptionalLong.of(100)).after(95, 6)).isNull();
    assertThat(TotalEstimate.of(null, OptionalLong.empty()).after(95, 6)).isNull();
    assertThat(TotalEstimate.of(0L, OptionalLong.empty()).after(0, 1)).isNull();
  }

  @Test
  void onAWholeVolumeFilesAndDirectoriesAreItsInodes() {
    TotalEstimate estimate = TotalEstimate.of(null, OptionalLong.of(1_100));
    assertThat(estimate.after(100, 10)).isEqualTo(new TotalEstimate.Total(1_000, 10.0));
    double before = 0;
    for (int found = 1; found <= 1_100; found++) {
      TotalEstimate.Total total =
          Objects.requireNonNull(estimate.after(found - found / 3, found / 3));
      assertThat(total.percentage()).isBetween(before, 99.9);
      assertThat(total.percentage())
          .as("one denominator")
          .isCloseTo(
              Math.min(99.9, 100.0 * (found - found / 3) / total.files()),
              org.assertj.core.data.Offset.offset(0.2));
      before = total.percentage();
    }
  }
}
