package io.scanfleet.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Contrast;
import com.microsoft.playwright.options.ForcedColors;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Windows of a real Chromium for one test class, and what their pages complain of. The program
 * itself is started once for all classes of a JVM, which run one after the other in the same
 * thread: to that thread Playwright's objects belong. It ends with the JVM.
 */
final class Chromium implements AutoCloseable {

  private static final Path PROGRAM =
      Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
          .map(Path::of)
          .filter(Files::isExecutable)
          .findFirst()
          .orElseThrow(
              () -> new IllegalStateException("no Chromium; ./scanfleet test installs it"));

  /** A name of this machine that browsers do not take for a safe one without TLS. */
  static final String OTHER_HOST = "scanfleet.studio.example";

  private static final Path SCREENSHOTS = Path.of("target/screenshots");

  private static final String AXE = "/axe.min.js";

  /** With one that is off by default: what a button says is part of its name. */
  private static final Map<String, Object> EVERY_RULE =
      Map.of("rules", Map.of("label-content-name-mismatch", Map.of("enabled", true)));

  private static final Map<String, Object> COLOUR_RULES =
      Map.of("runOnly", List.of("color-contrast", "link-in-text-block"));

  private static final int NARROW = 320;
  private static final int WIDE = 1280;
  private static final int HEIGHT = 900;
  private static final double PATIENCE_MILLIS = 30_000;

  private static final class Started {
    static final Browser BROWSER = launch();
  }

  private final List<String> complaints = new ArrayList<>();
  private final List<Page> windows = new ArrayList<>();

  private static Browser launch() {
    PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
    return Playwright.create()
        .chromium()
        .launch(
            new BrowserType.LaunchOptions()
                .setExecutablePath(PROGRAM)
                .setChromiumSandbox(!System.getProperty("user.name").equals("root"))
                .setArgs(
                    List.of(
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--host-resolver-rules=MAP " + OTHER_HOST + " 127.0.0.1",
                        "--enable-precise-memory-info",
                        "--js-flags=--expose-gc",
                        "--no-first-run")));
  }

  /** A new window of ordinary size, dark. */
  Page page() {
    return page(WIDE, HEIGHT, ColorScheme.DARK);
  }

  /** A new window with a profile of its own. */
  Page page(int width, int height, ColorScheme scheme) {
    Page page =
        Started.BROWSER.newPage(
            new Browser.NewPageOptions().setViewportSize(width, height).setColorScheme(scheme));
    windows.add(page);
    page.setDefaultTimeout(PATIENCE_MILLIS);
    page.onConsoleMessage(
        message -> {
          if (message.type().equals("error")) {
            complaints.add(message.text() + " " + message.location());
          }
        });
    page.onPageError(complaints::add);
    return page;
  }

  /**
   * Errors that scripts of pages threw, or that the browser wrote to the console, since the last
   * call.
   */
  List<String> complaints() {
    List<String> told = List.copyOf(complaints);
    complaints.clear();
    return told;
  }

  /**
   * What axe-core finds in the page as it is now, against WCAG 2.2 A and AA and its best practices:
   * a line each. Of a long table it looks at the first rows; the others are made alike.
   */
  static List<String> accessibilityViolations(Page page) {
    return violations(page, EVERY_RULE);
  }

  /** What axe-core finds against one rule, which may be of those that are not tried elsewhere. */
  static List<String> violations(Page page, String rule) {
    return violations(page, Map.of("runOnly", rule));
  }

  private static List<String> violations(Page page, Map<String, Object> options) {
    if (page.evaluate("window.axe") == null) {
      page.evaluate(axe());
    }
    Object found =
        page.evaluate(
            """
            async (options) => {
              const found = await axe.run({exclude: ['tbody tr:nth-child(n + 16)']},
                  {...options, resultTypes: ['violations'], preload: false});
              return found.violations.flatMap(({id, nodes}) => nodes.map(
                  ({target, failureSummary}) => `${id}: ${target.join(' ')}: ${failureSummary}`));
            }
            """,
            options);
    return ((List<?>) found).stream().map(String::valueOf).toList();
  }

  /** Keeps a picture of the page with the build's output. */
  static void screenshot(Page page, String name) {
    page.screenshot(new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve(name + ".png")));
  }

  /**
   * Asserts that axe-core finds nothing in a narrow light page and in a wide dark one, nor anything
   * about the colours of a wide light one, and that nothing has to be scrolled sideways; keeps a
   * picture of each. The page is wide and dark afterwards.
   */
  void assertUsableByAll(Page page, String name) {
    assertUsable(page, name, NARROW, ColorScheme.LIGHT, EVERY_RULE);
    assertUsable(page, name, WIDE, ColorScheme.LIGHT, COLOUR_RULES);
    assertUsable(page, name, WIDE, ColorScheme.DARK, EVERY_RULE);
  }

  private static void assertUsable(
      Page page, String name, int width, ColorScheme scheme, Map<String, Object> rules) {
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
    page.setViewportSize(width, HEIGHT);
    String view = name + "-" + scheme.name().toLowerCase(Locale.ROOT) + "-" + width;
    screenshot(page, view);
    assertThat(violations(page, rules)).as(view).isEmpty();
    assertThat(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
        .as(view + " fits")
        .isEqualTo(true);
  }

  /**
   * Asserts that all text stands out with more contrast, and that axe-core finds nothing about the
   * colours that a system forces; keeps a picture of each.
   */
  static void assertUsableInOtherColours(Page page, String name) {
    page.emulateMedia(new Page.EmulateMediaOptions().setContrast(Contrast.MORE));
    screenshot(page, name + "-contrast");
    assertThat(violations(page, "color-contrast-enhanced")).as(name + " contrast").isEmpty();
    page.emulateMedia(
        new Page.EmulateMediaOptions()
            .setContrast(Contrast.NO_PREFERENCE)
            .setForcedColors(ForcedColors.ACTIVE));
    screenshot(page, name + "-forced");
    assertThat(violations(page, COLOUR_RULES)).as(name + " forced").isEmpty();
    page.emulateMedia(new Page.EmulateMediaOptions().setForcedColors(ForcedColors.NONE));
  }

  private static String axe() {
    try (InputStream script = Chromium.class.getResourceAsStream(AXE)) {
      return new String(Objects.requireNonNull(script, AXE).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Closes the windows that are still open. */
  @Override
  public void close() {
    windows.forEach(Page::close);
  }
}
