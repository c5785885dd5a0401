package io.scanfleet.gateway.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scanfleet.model.DirectoryKey;
import io.scanfleet.model.RawName;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TreePathTest {

  @Test
  void percentSignsStandForBytes() {
    TreePath path = TreePath.ofQuery("target=0&path=show/%FF%20%26%3D+/%E2%9C%93&sort=size");
    assertThat(path.names())
        .containsExactly(
            RawName.of("show"),
            RawName.of(new byte[] {(byte) 0xFF, ' ', '&', '=', '+'}),
            RawName.of("✓"));
    assertThat(path.key())
        .isEqualTo(
            DirectoryKey.ROOT
                .child(RawName.of("show"))
                .child(new byte[] {(byte) 0xFF, ' ', '&', '=', '+'})
                .child(RawName.of("✓")));
    assertThat(path.parentKey().child(RawName.of("✓"))).isEqualTo(path.key());
  }

  @Test
  void slashesAtTheEndsDoNotMatter() {
    assertThat(TreePath.ofQuery("path=/a//b/")).isEqualTo(TreePath.ofQuery("path=a/b"));
    assertThat(TreePath.ofQuery(null).key()).isEqualTo(DirectoryKey.ROOT);
    assertThat(TreePath.ofQuery("path=").names()).isEmpty();
    assertThat(new String(TreePath.ofQuery("path=/a/b/").toBytes(), StandardCharsets.UTF_8))
        .isEqualTo("a/b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/../b", ".", "..", "a%2F..%2Fb", "%", "%F", "%ZZ", "a%00b"})
  void whatIsNoPathIsRefused(String path) {
    assertThatThrownBy(() -> TreePath.ofQuery("path=" + path))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "!", "AAAA"})
  void whatIsNoCursorIsRefused(String cursor) {
    assertThatThrownBy(() -> TreeOrder.Place.ofCursor(cursor))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
