package io.scanfleet.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.impl.driver.Driver;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * The page's modules are plain JavaScript with their types in JSDoc; TypeScript's compiler checks
 * them here, run by the Node that Playwright brings. Nothing is compiled, and nothing of this is
 * needed to build or run Scanfleet.
 */
class PageTypesTest {

  private static final String WEBJARS = "META-INF/resources/webjars/";

  /** WebJars, and what their packages are called. */
  private static final Map<String, String> PACKAGES =
      Map.of(
          "lit", "lit",
          "lit-html", "lit-html",
          "lit-element", "lit-element",
          "lit__reactive-element", "@lit/reactive-element",
          "uplot", "uplot",
          "d3-hierarchy", "d3-hierarchy",
          "types__d3-hierarchy", "@types/d3-hierarchy",
          "types__trusted-types", "@types/trusted-types",
          "typescript", "typescript");

  private final PathMatchingResourcePatternResolver resources =
      new PathMatchingResourcePatternResolver();

  @TempDir Path project;

  @Test
  void everyModuleKeepsToItsTypes() throws Exception {
    copy("classpath*:static/", "**/*.js", "static/", project.resolve("static"));
    for (Map.Entry<String, String> library : PACKAGES.entrySet()) {
      String version = WEBJARS + library.getKey() + "/";
      Path place = project.resolve("node_modules").resolve(library.getValue());
      copy("classpath*:" + version, "*/package.json", version, place);
      copy("classpath*:" + version, "*/**/*.d.ts", version, place);
      if (library.getKey().equals("typescript")) {
        copy("classpath*:" + version, "*/lib/*tsc.js", version, place);
      }
    }
    copy("classpath*:page-types/", "tsconfig.json", "page-types/", project);
    assertThat(project.resolve("static/page/main.js")).exists();

    String node =
        Driver.ensureDriverInstalled(Map.of(), false).createProcessBuilder().command().getFirst();
    Process compiler =
        new ProcessBuilder(node, "node_modules/typescript/lib/tsc.js", "--pretty", "false")
            .directory(project.toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(compiler.waitFor()).as(said).isZero();
    assertThat(said).isEmpty();
  }

  /**
   * Copies what lies below a folder of the class path, without the folder of a library's version.
   */
  private void copy(String folder, String pattern, String prefix, Path to) throws IOException {
    for (Resource file : resources.getResources(folder + pattern)) {
      String address = file.getURL().toString();
      String below = address.substring(address.lastIndexOf(prefix) + prefix.length());
      Path place =
          to.resolve(prefix.startsWith(WEBJARS) ? below.substring(below.indexOf('/') + 1) : below);
      Files.createDirectories(place.getParent());
      try (InputStream content = file.getInputStream()) {
        Files.copy(content, place);
      }
    }
  }
}
