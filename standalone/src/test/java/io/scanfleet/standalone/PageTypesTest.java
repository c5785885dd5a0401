package io.scanfleet.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The page's modules are plain JavaScript with their types in JSDoc; TypeScript's compiler checks
 * them here. Nothing is compiled.
 */
class PageTypesTest {

  /** WebJars, and what their packages are called. */
  private static final Map<String, String> LIBRARIES =
      Map.of(
          "lit", "lit",
          "lit-html", "lit-html",
          "lit-element", "lit-element",
          "lit__reactive-element", "@lit/reactive-element",
          "uplot", "uplot",
          "d3-hierarchy", "d3-hierarchy",
          "types__d3-hierarchy", "@types/d3-hierarchy",
          "types__trusted-types", "@types/trusted-types");

  @TempDir Path directory;

  @Test
  void everyModuleKeepsToItsTypes() throws Exception {
    PageProject project = PageProject.in(directory);
    assertThat(project.modules()).contains(Path.of("page/main.js"));
    for (Map.Entry<String, String> library : LIBRARIES.entrySet()) {
      project.add(library.getKey(), library.getValue(), "package.json", "**/*.d.ts");
    }
    project.add("typescript", "typescript", "package.json", "**/*.d.ts", "lib/*tsc.js");
    project.add("tsconfig.json");

    PageProject.Said said = project.node("node_modules/typescript/lib/tsc.js", "--pretty", "false");
    assertThat(said.text()).isEmpty();
    assertThat(said.exitCode()).isZero();
  }
}
