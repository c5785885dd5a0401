package io.scanfleet.gateway.tree.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.scanfleet.model.DirectoryKey;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class PlaceTest {

  @Test
  void aCursorIsReadBackAndOnlyAsItWas() {
    Place place = new Place(Place.Table.LISTINGS, new DirectoryKey(-5, 7), 3, 8192);
    String cursor = place.toCursor(42);
    assertThat(Place.ofCursor(cursor, 42)).isEqualTo(place);
    assertThatIllegalArgumentException().isThrownBy(() -> Place.ofCursor(cursor, 43));
    byte[] bytes = Base64.getUrlDecoder().decode(cursor);
    for (int bit = 0; bit < bytes.length * 8; bit++) {
      byte[] tampered = bytes.clone();
      tampered[bit / 8] ^= (byte) (1 << bit % 8);
      String other = Base64.getUrlEncoder().withoutPadding().encodeToString(tampered);
      assertThatIllegalArgumentException().isThrownBy(() -> Place.ofCursor(other, 42));
    }
    assertThatIllegalArgumentException().isThrownBy(() -> Place.ofCursor("", 42));
    assertThatIllegalArgumentException().isThrownBy(() -> Place.ofCursor("%", 42));
  }

  @Test
  void theFractionGrowsWithTheUnsignedKey() {
    assertThat(Place.BEGINNING.fractionOfKeys()).isZero();
    assertThat(Place.at(Place.Table.LISTINGS, new DirectoryKey(Long.MIN_VALUE, 0)).fractionOfKeys())
        .isEqualTo(0.5);
    assertThat(Place.at(Place.Table.LISTINGS, new DirectoryKey(-1, -1)).fractionOfKeys())
        .isLessThan(1)
        .isGreaterThan(0.99);
  }
}
