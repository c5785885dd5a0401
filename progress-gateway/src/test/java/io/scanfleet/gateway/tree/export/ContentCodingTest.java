package io.scanfleet.gateway.tree.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContentCodingTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          gzip                          | GZIP
          zstd                          | ZSTD
          gzip, deflate, br, zstd       | ZSTD
          zstd;q=0.5, gzip;q=0.8        | GZIP
          ZSTD ; Q=0.5 , gzip;q=0.5     | ZSTD
          gzip;q=0                      | IDENTITY
          gzip;q=0, *                   | ZSTD
          *                             | ZSTD
          *;q=0, gzip;q=0.1             | GZIP
          identity, gzip;q=0.5          | IDENTITY
          identity;q=0.5, gzip;q=0.5    | GZIP
          identity;q=0, zstd            | ZSTD
          x-gzip                        | GZIP
          br                            | IDENTITY
          br, *;q=0                     | NONE
          identity;q=0                  | NONE
          identity;q=0, gzip;q=0        | NONE
          gzip;q=nonsense               | IDENTITY
          gzip;q=2                      | IDENTITY
          ''                            | IDENTITY
          """)
  void theClientsWishCounts(String accepted, String expected) {
    assertThat(ContentCoding.negotiate(List.of(accepted)).map(Enum::name).orElse("NONE"))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"'gzip;q=0.1','zstd'"})
  void severalHeadersAreOne(String first, String second) {
    assertThat(ContentCoding.negotiate(List.of(first, second))).hasValue(ContentCoding.ZSTD);
    assertThat(ContentCoding.negotiate(List.of())).hasValue(ContentCoding.IDENTITY);
  }
}
