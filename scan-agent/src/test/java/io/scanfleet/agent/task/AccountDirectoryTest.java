package io.scanfleet.agent.task;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.scanfleet.model.message.AccountNames;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AccountDirectoryTest {

  private static final int NOBODY_HAS_THIS = 0x7FFF_FFF0;

  @Test
  void whoHasANameIsKnownByIt() throws Exception {
    AccountNames names =
        AccountDirectory.namesOf(Set.of(0, NOBODY_HAS_THIS), Set.of(0, NOBODY_HAS_THIS));
    assertThat(names.users()).isEqualTo(Map.of("0", "root"));
    assertThat(names.groups()).isEqualTo(Map.of("0", "root"));
    assertThat(AccountDirectory.namesOf(Set.of(), Set.of()).users()).isEmpty();
  }

  @Test
  void whatIsNoAccountIsPassedOver() {
    String output = "anna:x:1000:100:Anna:/home/anna:/bin/sh\nbroken\n:x:7:\nagain:x:1000:\n\n";
    assertThat(AccountDirectory.parse(output.getBytes(UTF_8))).isEqualTo(Map.of("1000", "anna"));
  }
}
