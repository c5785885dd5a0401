package io.scanfleet.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ContainerOrPackageTest {

  @Test
  void withoutEitherTheTestFailsAndSaysWhatToDo() {
    assertThatThrownBy(
            () ->
                ContainerOrPackage.start(
                    false, "A server", () -> "container", false, () -> "package"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("A server is not installed")
        .hasMessageContaining("./scanfleet test");
  }

  @Test
  void aContainerIsPreferred() {
    assertThat(ContainerOrPackage.start(true, "A server", () -> "container", true, () -> "package"))
        .isEqualTo("container");
    assertThat(
            ContainerOrPackage.start(false, "A server", () -> "container", true, () -> "package"))
        .isEqualTo("package");
  }

  @Test
  void anEngineThatCannotGetTheImageIsAsGoodAsNone() {
    assertThat(
            ContainerOrPackage.start(
                true, "A server", ContainerOrPackageTest::noImage, true, () -> "package"))
        .isEqualTo("package");
    assertThatThrownBy(
            () ->
                ContainerOrPackage.start(
                    true, "A server", ContainerOrPackageTest::noImage, false, () -> "package"))
        .isInstanceOf(IllegalStateException.class)
        .hasRootCauseMessage("no such image");
  }

  private static String noImage() {
    throw new IllegalStateException("no such image");
  }
}
