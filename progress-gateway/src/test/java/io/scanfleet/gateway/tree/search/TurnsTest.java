package io.scanfleet.gateway.tree.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.scanfleet.gateway.problem.ProblemException;
import org.junit.jupiter.api.Test;

class TurnsTest {

  @Test
  void whoComesWhenAllAreTakenIsToldToComeAgain() {
    Turns turns = new Turns(2);
    Turns.Turn first = turns.take();
    try (Turns.Turn second = turns.take()) {
      assertThat(second).isNotSameAs(first);
      assertThatExceptionOfType(ProblemException.class)
          .isThrownBy(turns::take)
          .satisfies(
              busy -> {
                assertThat(busy.getStatusCode().value()).isEqualTo(503);
                assertThat(busy.getHeaders().getFirst("Retry-After")).isEqualTo("1");
              });
      first.close();
      turns.take().close();
    }
  }
}
