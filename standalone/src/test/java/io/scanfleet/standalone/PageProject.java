package io.scanfleet.standalone;

import com.microsoft.playwright.impl.driver.Driver;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * The page's modules in a directory, as TypeScript's tools want to have them: sources below {@code
 * static}, libraries below {@code node_modules}. The Node that runs those tools is the one that
 * Playwright brings. Nothing of this is needed to build or run Scanfleet.
 */
final class PageProject {

  private static final String WEBJARS = "META-INF/resources/webjars/";

  private final PathMatchingResourcePatternResolver resources =
      new PathMatchingResourcePatternResolver();
  private final Path directory;

  private PageProject(Path directory) {
    this.directory = directory;
  }

  /** With the page's own modules. */
  static PageProject in(Path directory) throws IOException {
    PageProject project = new PageProject(directory);
    project.copy("classpath*:static/", "**/*.js", "static/", directory.resolve("static"));
    return project;
  }

  /** Adds files of a library. */
  void add(String webjar, String name, String... patterns) throws IOException {
    String version = WEBJARS + webjar + "/";
    Path place = directory.resolve("node_modules").resolve(name);
    for (String pattern : patterns) {
      copy("classpath*:" + version, "*/" + pattern, version, place);
    }
  }

  /** Adds a file that lies beside the tests. */
  void add(String file) throws IOException {
    copy("classpath*:page-types/", file, "page-types/", directory);
  }

  /** The modules' paths below {@code static}. */
  List<Path> modules() throws IOException {
    Path sources = directory.resolve("static");
    try (Stream<Path> files = Files.walk(sources)) {
      return files.filter(Files::isRegularFile).map(sources::relativize).toList();
    }
  }

  record Said(int exitCode, String text) {}

  Said node(String... command) throws IOException, InterruptedException {
    List<String> whole =
        new ArrayList<>(
            Driver.ensureDriverInstalled(Map.of(), false)
                .createProcessBuilder()
                .command()
                .subList(0, 1));
    whole.addAll(List.of(command));
    Process node =
        new ProcessBuilder(whole).directory(directory.toFile()).redirectErrorStream(true).start();
    String text = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Said(node.waitFor(), text);
  }

  /** Copies what lies below a folder of the class path, without the folder of a version. */
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
