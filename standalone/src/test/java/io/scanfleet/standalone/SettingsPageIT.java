package io.scanfleet.standalone;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Contrast;
import com.microsoft.playwright.options.ForcedColors;
import io.scanfleet.testing.DeletingTree;
import io.scanfleet.testing.VfxTree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * The page as others have it: on a large screen, with more contrast, with few colours, without TLS.
 */
@Tag("browser")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SettingsPageIT {

  private static final int WIDTH = 1280;
  private static final int HEIGHT = 900;
  private static final int MOST_STOPS = 18;
  private static final String RUNNING_PATH = "/vol/show/" + "deep/".repeat(60) + "a.exr";

  /** Where the focus is, also within elements with a tree of their own. */
  private static final String FOCUSED =
      """
      () => {
        let at = document.activeElement;
        while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
        const {x, y, width, height} = at.getBoundingClientRect();
        return at === document.body ? [] : [at.outerHTML.slice(0, 120), x, y, width, height];
      }
      """;

  /** Lines of text with more letters than anybody can follow. */
  private static final String LONG_LINES =
      """
      () => {
        const ruler = document.createElement('canvas').getContext('2d');
        const found = [];
        const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        for (let text; (text = texts.nextNode());) {
          ruler.font = getComputedStyle(text.parentElement).font;
          const range = document.createRange();
          range.selectNodeContents(text);
          const widest = Math.max(0, ...[...range.getClientRects()].map(({width}) => width));
          const letters = widest / ruler.measureText('0').width;
          if (letters > 110) found.push(`${Math.round(letters)}: ${text.data.trim()}`);
        }
        return found;
      }
      """;

  private static final String TEXT = "getComputedStyle(document.body).color";
  private static final String BORDER =
      "getComputedStyle(document.querySelector('header')).borderBottomColor";

  /** Rows of tables in which what belongs together lies too far apart. */
  private static final String LONG_ROWS =
      """
      () => [...document.querySelectorAll('table')].map((table) => table.offsetWidth)
          .filter((width) => width > 2000)
      """;

  private final DeletingTree disk = DeletingTree.create();
  private final Path show = disk.path().resolve("show");
  private Fleet fleet;
  private GatewayClient gateway;
  private FakeAgent fake;
  private Chromium chromium;
  private String done = "";
  private String running = "";

  @BeforeAll
  void start() throws Exception {
    VfxTree.create(show, VfxTree.Size.SMALL);
    fleet = Fleet.onEmbeddedBroker();
    gateway = fleet.gateway(fleet.sqlite("gateway"), "--server.address=0.0.0.0");
    fleet.agent("nas-01", show);
    fake = FakeAgent.announce(fleet.brokerUri(), "nas-04", "/vol");
    gateway.awaitAgents("nas-01", "nas-04");
    done = gateway.start("nas-01=" + show);
    gateway.awaitEnd(done);
    running = gateway.start("nas-04=/vol/show", "nas-04=/vol/plates");
    fake.say(
        running,
        0,
        1,
        Map.of("filesProcessed", 300, "totalFiles", 1000, "currentFile", RUNNING_PATH));
    fake.say(running, 1, 1, Map.of("filesProcessed", 300, "totalFiles", 1000));
    chromium = new Chromium();
  }

  @AfterAll
  void stop() throws IOException {
    chromium.close();
    fake.close();
    fleet.close();
    disk.close();
  }

  @AfterEach
  void nothingWasComplainedOf() {
    assertThat(chromium.complaints()).isEmpty();
  }

  private void open(Page page, String place, String testId) {
    page.navigate(gateway.http("/") + "#/" + place);
    assertThat(page.getByTestId(testId).first()).isVisible();
  }

  @Test
  void aScreenOfFourThousandPointsIsUsedWell() {
    Page page = chromium.page(3840, 2160, ColorScheme.DARK);
    for (String[] view :
        new String[][] {
          {"dashboard", "", "scan-row"},
          {"tree", "scans/" + done, "tree-row"},
          {"report", "scans/" + done + "/reports/largest-files", "row"},
          {"search", "scans/" + done + "/search?q=*.exr", "hit"},
          {"progress", "scans/" + running, "progress-target"}
        }) {
      open(page, view[1], view[2]);
      Chromium.screenshot(page, "4k-" + view[0]);
      assertThat(page.evaluate("document.documentElement.scrollWidth")).isEqualTo(3840);
      assertThat((List<?>) page.evaluate(LONG_LINES)).as(view[0]).isEmpty();
      assertThat((List<?>) page.evaluate(LONG_ROWS)).as(view[0]).isEmpty();
      assertThat(Chromium.accessibilityViolations(page)).as(view[0]).isEmpty();
    }
    page.close();
  }

  @Test
  void withMoreContrastNothingIsFaint() {
    for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      Page page = chromium.page(WIDTH, HEIGHT, scheme);
      page.emulateMedia(new Page.EmulateMediaOptions().setContrast(Contrast.MORE));
      String theme = scheme.name().toLowerCase(Locale.ROOT);
      for (String[] view :
          new String[][] {
            {"dashboard", "", "scan-row"},
            {"report", "scans/" + done + "/reports/extensions", "row"},
            {"tree", "scans/" + done, "tree-row"},
            {"progress", "scans/" + running, "progress-target"}
          }) {
        open(page, view[1], view[2]);
        String name = "contrast-" + view[0] + "-" + theme;
        Chromium.screenshot(page, name);
        assertThat(Chromium.violations(page, "color-contrast-enhanced")).as(name).isEmpty();
        assertThat(page.evaluate(BORDER)).as(name).isEqualTo(page.evaluate(TEXT));
        assertThat(Chromium.accessibilityViolations(page)).as(name).isEmpty();
      }
      page.close();
    }
  }

  @Test
  void withForcedColoursBarsAreSeen() {
    Page page = forced();
    open(page, "", "scan-row");
    Chromium.screenshot(page, "forced-dashboard");
    assertPartIsSeen(page, page.getByRole(AriaRole.PROGRESSBAR), 0.3);
    assertEndIsSeen(page, page.getByRole(AriaRole.PROGRESSBAR));
    assertEndIsSeen(page, page.getByRole(AriaRole.METER).first());

    open(page, "scans/" + running, "progress-target");
    Chromium.screenshot(page, "forced-progress");
    assertPartIsSeen(page, page.getByTestId("progressbar"), 0.3);
    assertEndIsSeen(page, page.getByTestId("progressbar"));

    open(page, "scans/" + done + "/reports/extensions", "row");
    Chromium.screenshot(page, "forced-report");
    assertEndIsSeen(page, page.locator(".gauge").last());
    open(page, "scans/" + done + "/reports/sizes", "chart");
    Chromium.screenshot(page, "forced-columns");
    page.close();
  }

  @Test
  void theFocusIsSeenWhateverTheColours() {
    String tree = "scans/" + done;
    for (Page page :
        List.of(forced(), chromium.page(), chromium.page(WIDTH, HEIGHT, ColorScheme.LIGHT))) {
      open(page, tree, "tree-row");
      assertFocusIsSeen(page);
      page.close();
    }
    Page page = forced();
    open(page, "", "scan-row");
    assertFocusIsSeen(page);
    open(page, tree + "/reports/extensions", "row");
    assertFocusIsSeen(page);
    page.close();
  }

  @Test
  void aPathIsCopiedWithoutTls() {
    Page page = chromium.page();
    page.navigate(
        "http://%s:%d/#/scans/%s".formatted(Chromium.OTHER_HOST, gateway.port(), running));
    assertThat(page.evaluate("isSecureContext")).isEqualTo(false);
    assertThat(page.evaluate("navigator.clipboard === undefined")).isEqualTo(true);
    Locator copy = page.getByTestId("copy");
    assertThat(copy).isEnabled();
    copy.focus();
    page.keyboard().press("Enter");
    assertThat(copy).hasText("Copied");
    assertThat(copy).isFocused();

    page.getByTestId("tab-search").click();
    page.getByTestId("q").focus();
    page.keyboard().press("Control+V");
    assertThat(page.getByTestId("q")).hasValue(RUNNING_PATH);
    page.close();
  }

  private Page forced() {
    Page page = chromium.page();
    page.emulateMedia(new Page.EmulateMediaOptions().setForcedColors(ForcedColors.ACTIVE));
    return page;
  }

  /** What is done stands out from what is not; how much it is comes with the first news. */
  private static void assertPartIsSeen(Page page, Locator bar, double part) {
    await()
        .pollInSameThread()
        .untilAsserted(
            () -> {
              Pixels.Box box = Pixels.Box.of(bar);
              int y = box.height() / 2;
              int within = (int) (box.width() * part / 2);
              int beyond = (int) (box.width() * (1 + part) / 2);
              assertThat(Pixels.of(page, box).differ(within, y, beyond, y)).as("%s", bar).isTrue();
            });
  }

  /** Where a bar ends is seen, although it is not full. */
  private static void assertEndIsSeen(Page page, Locator bar) {
    bar.scrollIntoViewIfNeeded();
    Pixels.Box box = Pixels.Box.of(bar);
    Pixels pixels = Pixels.of(page, box.grown(3, WIDTH, HEIGHT));
    int y = box.height() / 2 + 3;
    assertThat(
            IntStream.range(box.width(), box.width() + 5)
                .anyMatch(x -> pixels.differ(x, y, box.width() - 5, y)))
        .as("end of %s", bar)
        .isTrue();
  }

  /** Goes with the Tab key through what is in the window. */
  private static void assertFocusIsSeen(Page page) {
    Pixels before = Pixels.of(page, new Pixels.Box(0, 0, WIDTH, HEIGHT));
    List<String> seen = new ArrayList<>();
    List<String> unseen = new ArrayList<>();
    while (seen.size() + unseen.size() < MOST_STOPS) {
      page.keyboard().press("Tab");
      List<?> at = (List<?>) page.evaluate(FOCUSED);
      if (at.isEmpty() || !page.evaluate("scrollY").equals(0)) {
        break;
      }
      int[] place = at.stream().skip(1).mapToInt(each -> ((Number) each).intValue()).toArray();
      Pixels.Box box = new Pixels.Box(place[0], place[1], place[2], place[3]);
      Pixels now = Pixels.of(page, box.grown(5, WIDTH, HEIGHT));
      boolean clear = now.changed(before) >= box.width() + box.height();
      (clear ? seen : unseen).add(String.valueOf(at));
    }
    assertThat(unseen).isEmpty();
    assertThat(seen).hasSizeGreaterThan(5);
  }
}
