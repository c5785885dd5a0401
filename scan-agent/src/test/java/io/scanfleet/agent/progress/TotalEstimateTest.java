package io.scanfleet.agent.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.scanfleet.agent.tree.ExpectedDirectory;
import io.scanfleet.model.SteadyTotal;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class TotalEstimateTest {

  private final ExpectedDirectory lastScan = ExpectedDirectory.target(1_000, List.of());

  @Test
  void theLastScanIsTheBestGuess() {
    TotalEstimate estimate = TotalEstimate.of(lastScan, OptionalLong.of(9_999));
    lastScan.found(250);
    assertThat(estimate.after(250, 10)).isEqualTo(new SteadyTotal.Shown(1_000, 25.0));
    lastScan.found(750);
    assertThat(Objects.requireNonNull(estimate.after(1_000, 10)).percentage()).isEqualTo(99.9);
  }

  @Test
  void nobodyKnowsHowMuchIsLeftOnceTheEstimateIsPassed() {
    TotalEstimate estimate = TotalEstimate.of(lastScan, OptionalLong.empty());
    lastScan.found(1_001);
    assertThat(estimate.after(1_001, 10)).isNull();
    assertThat(TotalEstimate.of(null, OptionalLong.of(100)).after(95, 6)).isNull();
    assertThat(TotalEstimate.of(null, OptionalLong.empty()).after(95, 6)).isNull();
    assertThat(TotalEstimate.none().after(0, 1)).isNull();
  }

  @Test
  void onAWholeVolumeFilesAndDirectoriesAreItsInodes() {
    TotalEstimate estimate = TotalEstimate.of(null, OptionalLong.of(1_100));
    assertThat(estimate.after(100, 10)).isEqualTo(new SteadyTotal.Shown(1_000, 10.0));
    TotalEstimate growing = TotalEstimate.of(null, OptionalLong.of(1_100));
    double before = 0;
    for (int found = 1; found <= 1_100; found++) {
      int files = found - found / 3;
      SteadyTotal.Shown total = Objects.requireNonNull(growing.after(files, found / 3));
      assertThat(total.percentage()).isBetween(before, 99.9);
      assertThat(total.percentage())
          .as("one denominator")
          .isCloseTo(Math.min(99.9, 100.0 * files / total.total()), within(0.2));
      before = total.percentage();
    }
  }
}
