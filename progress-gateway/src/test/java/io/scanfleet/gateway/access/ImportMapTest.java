package io.scanfleet.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ImportMapTest {

  @Test
  void itsDigestIsAsBrowsersComputeIt() {
    // printf '{"imports":{}}' | openssl dgst -sha256 -binary | base64
    assertThat(new ImportMap("{\"imports\":{}}").digest())
        .isEqualTo("sha256-URrTy+Il/Nz0lHojVUx275hWqAWhkSF0VsHbUM4/6Hw=");
  }

  @Test
  void thePageHasOne() {
    assertThat(ImportMap.of("static/index.html").text()).contains("\"lit\"");
    assertThatThrownBy(() -> ImportMap.of("static/favicon.svg"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("favicon.svg");
  }
}
