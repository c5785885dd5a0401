package io.scanfleet.standalone;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import io.scanfleet.testing.DeletingTree;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Search, reports, comparison and history on the page: a real directory is scanned, changed with
 * the system's own tools and scanned again; the second scan may not read all of it.
 */
@Tag("browser")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AnalysisPageIT {

  private static final int TEXTURES = 720;

  private static final String BEFORE =
      """
      mkdir -p comp/v001 plates/deep private/inner cache textures odd
      for f in 1001 1002 1003 1005 1006 1009 1010; do printf 0123456789 >"comp/v001/a.$f.exr"; done
      : >comp/v001/a.1007.exr
      head -c 3000000 /dev/zero >plates/deep/plate.mov
      printf 01234 >private/inner/secret
      head -c 50000 /dev/zero >cache/junk.tmp
      i=0; while [ $i -lt %d ]; do printf 012 >"textures/wood_${i}x.png"; i=$((i+1)); done
      touch -d '2001-02-03 04:05:06 UTC' textures/wood_7x.png
      printf 01 >grows.log
      printf 0 >'<img src=x onerror=alert(1)>.txt'
      mkdir "odd/$(printf '\\377d')"
      printf 0 >"odd/$(printf '\\377d')/$(printf 'raw\\351.dat')"
      """
          .formatted(TEXTURES);

  private static final String CHANGES =
      """
      mv plates/deep odd/shelved
      rm comp/v001/a.1002.exr
      printf 0123456789 >comp/v001/a.1011.exr
      rm -r cache
      head -c 700000 /dev/zero >>grows.log
      mkdir fresh; head -c 900000 /dev/zero >fresh/new.mov
      """;

  private final DeletingTree disk = DeletingTree.create();
  private final Path show = disk.path().resolve("show");
  private final Set<String> refused = ConcurrentHashMap.newKeySet();
  private Fleet fleet;
  private GatewayClient gateway;
  private Chromium chromium;
  private Page page;
  private String older = "";
  private String newer = "";

  @BeforeAll
  void scanTwice() throws Exception {
    Files.createDirectories(show);
    shell(BEFORE);
    fleet = Fleet.onEmbeddedBroker();
    gateway = fleet.gateway();
    fleet.guardedAgent("nas-01", GuardedReader.refusing(refused), show);
    fleet.slowAgent("slow-01", Duration.ofSeconds(2), show);
    gateway.awaitAgents("nas-01", "slow-01");
    chromium = new Chromium();
    page = chromium.page();
    older = scan();
    shell(CHANGES);
    refused.add("private");
    newer = scan();
  }

  @AfterAll
  void stop() {
    chromium.close();
    fleet.close();
    disk.close();
  }

  @AfterEach
  void nothingWasComplainedOf() {
    page.setViewportSize(1280, 900);
    assertThat(chromium.complaints()).isEmpty();
  }

  private void shell(String script) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder("sh", "-euc", script)
            .directory(show.toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
  }

  private String scan() {
    String id = gateway.start("nas-01=" + show);
    assertThat(gateway.awaitEnd(id).path("status").asString()).isEqualTo("completed");
    return id;
  }

  private void open(String place) {
    page.navigate("http://127.0.0.1:" + gateway.port() + "/#/" + place);
  }

  private Locator the(String testId) {
    return page.getByTestId(testId);
  }

  /** The row of a table whose first cell has this text. */
  private Locator row(String testId, String text) {
    return the(testId).filter(new Locator.FilterOptions().setHasText(text));
  }

  /** What the browser says of answers that a test provokes. */
  private void forgiveAnswers(int status) {
    assertThat(chromium.complaints())
        .isNotEmpty()
        .allSatisfy(complaint -> assertThat(complaint).contains("status of " + status));
  }

  @Test
  void namesAreSearched() {
    open("scans/" + newer + "/search");
    assertThat(the("search-form")).isVisible();
    the("search-submit").click();
    assertThat(the("fault-q")).containsText("Say what to look for");
    the("q").fill("*.EXR");
    the("sequences").check();
    page.keyboard().press("Enter");
    assertThat(the("found")).hasText("1 found");
    assertThat(the("hit")).containsText("a.1001-1005x2,1006-1007,1009-1011#.exr");
    assertThat(the("hit")).containsText("8 frames · 3 missing: 1002, 1004, 1008 · 1 empty: 1007");
    assertThat(the("hit").getByRole(AriaRole.LINK))
        .hasAttribute("href", "#/scans/" + newer + "?target=0&path=comp/v001");
    assertThat(page).hasURL(Pattern.compile("search\\?q=\\*\\.EXR&sequences=true$"));
    chromium.assertUsableByAll(page, "search");
    Chromium.assertUsableInOtherColours(page, "search");

    the("q").fill("raw");
    the("sequences").uncheck();
    the("search-submit").click();
    assertThat(the("hit").getByRole(AriaRole.LINK))
        .hasAttribute("href", "#/scans/" + newer + "?target=0&path=odd/%FFd");
    page.goBack();
    assertThat(the("q")).hasValue("*.EXR");
    assertThat(the("hit")).containsText("8 frames");

    open("scans/" + newer + "/search?q=onerror");
    assertThat(the("hit")).containsText("<img src=x onerror=alert(1)>.txt");
    open("scans/" + newer + "/search?q=nowhere-to-be-found");
    assertThat(the("found")).hasText("Nothing in this tree matches.");
    assertThat(the("partial")).containsText("could not be read");
    chromium.assertUsableByAll(page, "search-nothing");
  }

  @Test
  void moreHitsComeWhenAskedFor() {
    open("scans/" + older + "/search?q=wood_*x.png");
    assertThat(the("hit")).hasCount(100);
    assertThat(the("found")).containsText("100 found so far");
    the("more").click();
    assertThat(the("hit")).hasCount(600);
    the("more").click();
    assertThat(the("found")).hasText(TEXTURES + " found");
    assertThat(the("more")).hasCount(0);

    open("scans/" + older + "/search?minSize=1M&path=plates");
    assertThat(the("found")).hasText("1 found");
    assertThat(the("hit")).containsText("plate.mov");
    assertThat(the("path")).hasValue("plates");
    the("path").fill(show.resolve("comp").toString());
    the("minSize").fill("0.005 KiB");
    the("search-submit").click();
    assertThat(the("hit")).hasCount(7);
    assertThat(page).hasURL(Pattern.compile("path=comp$"));
  }

  @Test
  void aLongSearchIsStopped() {
    page.route(
        Pattern.compile("/search\\?"),
        route ->
            route.fulfill(
                new Route.FulfillOptions()
                    .setContentType("application/json")
                    .setBody(
                        """
                        {"hits":[],"status":"completed","progress":0.4,"complete":false,
                         "partial":false,"nextCursor":"on"}
                        """)));
    open("scans/" + newer + "/search?q=rare");
    assertThat(the("found")).hasText("0 found so far, 40 % of the tree searched");
    assertThat(
            page.getByRole(AriaRole.PROGRESSBAR, new Page.GetByRoleOptions().setName("searched")))
        .hasAttribute("aria-valuenow", "40");
    chromium.assertUsableByAll(page, "search-on-its-way");
    the("stop").click();
    assertThat(the("stop")).hasCount(0);
    page.unroute(Pattern.compile("/search\\?"));
    the("more").click();
    assertThat(the("problem")).containsText("cursor");
    chromium.assertUsableByAll(page, "search-refused");
    forgiveAnswers(400);
  }

  @Test
  void aTargetIsChosen() {
    String id = gateway.start("nas-01=" + show.resolve("comp"), "nas-01=" + show.resolve("odd"));
    gateway.awaitEnd(id);
    open("scans/" + id + "/reports/largest-files?target=1");
    assertThat(the("row").first()).containsText("plate.mov");
    the("choose-target").selectOption("0");
    assertThat(page).hasURL(Pattern.compile("target=0"));
    assertThat(the("row").first()).containsText(".exr");
    open("scans/" + id + "/search?q=plate&target=1");
    assertThat(the("hit")).containsText("plate.mov");
    open("scans/" + id + "/compare?target=1");
    assertThat(the("no-older")).isVisible();
    assertThat(the("choose-target")).hasValue("1");
    chromium.assertUsableByAll(page, "compare-of-several-targets");
  }

  @Test
  void whatIsWrongIsSaidAtTheField() {
    open("scans/" + newer + "/search?q=*.%5B&maxSize=many");
    assertThat(the("fault-maxSize")).containsText("such as 10M");
    assertThat(the("maxSize")).hasAttribute("aria-invalid", "true");
    the("maxSize").fill("");
    the("search-submit").click();
    assertThat(the("fault-q")).containsText("'[' is not closed");
    assertThat(the("q")).hasAttribute("aria-invalid", "true");
    forgiveAnswers(400);
    chromium.assertUsableByAll(page, "search-fault");
    open("scans/" + newer + "/search?q=a&path=gone");
    assertThat(the("fault-path")).containsText("no directory at this path");
    forgiveAnswers(404);
  }

  @Test
  void aBusyGatewayIsAskedAgain() {
    Pattern report = Pattern.compile("/reports/extensions");
    page.route(report, AnalysisPageIT::busy);
    open("scans/" + newer + "/reports/extensions");
    assertThat(the("problem")).containsText("Too many at once. Trying again in a moment.");
    chromium.assertUsableByAll(page, "reports-busy");
    page.unroute(report);
    assertThat(row("row", ".png")).isVisible();
    assertThat(the("problem")).hasCount(0);

    // Who does not want to wait presses the button.
    page.route(report, AnalysisPageIT::busy, new Page.RouteOptions().setTimes(1));
    page.reload();
    the("problem").getByRole(AriaRole.BUTTON).click();
    assertThat(row("row", ".png")).isVisible();
    forgiveAnswers(503);
  }

  private static void busy(Route route) {
    route.fulfill(
        new Route.FulfillOptions()
            .setStatus(503)
            .setContentType("application/problem+json")
            .setBody("{\"detail\":\"Too many at once.\"}"));
  }

  @Test
  void reportsTellWhatTheTreeHas() {
    open("scans/" + newer + "/reports");
    assertThat(row("row", "plate.mov")).containsText("odd/shelved");
    assertThat(the("partial")).containsText("lower bounds");
    chromium.assertUsableByAll(page, "reports-largest-files");

    the("report-largest-directories").click();
    assertThat(the("row").first()).containsText("odd/shelved");
    the("choose-files").click();
    assertThat(the("row").first()).containsText("textures");
    assertThat(page).hasURL(Pattern.compile("reports/largest-directories\\?measure=files$"));
    chromium.assertUsableByAll(page, "reports-largest-directories");

    the("report-unreadable").click();
    assertThat(the("unreadable-count")).hasText("1 could not be read.");
    assertThat(the("row")).containsText("Permission denied");
    chromium.assertUsableByAll(page, "reports-unreadable");

    the("report-largest-sequences").click();
    assertThat(the("row")).containsText("8 frames");
    chromium.assertUsableByAll(page, "reports-largest-sequences");
    the("report-incomplete-sequences").click();
    assertThat(the("row")).containsText("3 missing: 1002, 1004, 1008");
    chromium.assertUsableByAll(page, "reports-incomplete-sequences");

    the("report-owners").click();
    assertThat(the("row")).hasCount(1);
    the("choose-group").click();
    assertThat(page).hasURL(Pattern.compile("by=group"));
    assertThat(the("row")).hasCount(1);
    chromium.assertUsableByAll(page, "reports-owners");

    open("scans/" + older + "/reports/unreadable");
    assertThat(the("nothing")).hasText("Everything could be read.");
    chromium.assertUsableByAll(page, "reports-nothing");
    open("scans/" + older + "/reports/nonsense");
    assertThat(the("report")).hasText("There is no such report.");
    chromium.assertUsableByAll(page, "reports-unknown");
  }

  @Test
  void reportsLeadToTheirFiles() {
    open("scans/" + newer + "/reports/extensions?measure=files");
    assertThat(the("row").first()).containsText(".png");
    chromium.assertUsableByAll(page, "reports-extensions");
    link("row", ".png").click();
    assertThat(the("kind")).hasValue("file,symlink,other");
    assertThat(the("hit")).hasCount(100);

    open("scans/" + newer + "/reports/ages");
    assertThat(the("chart")).isVisible();
    chromium.assertUsableByAll(page, "reports-ages");
    link("row", "older than 5 years").click();
    assertThat(the("found")).hasText("1 found");
    assertThat(the("hit")).containsText("wood_7x.png");

    open("scans/" + newer + "/reports/sizes");
    assertThat(row("row", "2 MiB to below 4 MiB")).containsText("2.86 MiB");
    chromium.assertUsableByAll(page, "reports-sizes");
    link("row", "2 MiB to below 4 MiB").click();
    assertThat(the("hit")).containsText("plate.mov");

    open("scans/" + newer + "/reports/owners");
    the("row").getByRole(AriaRole.LINK).click();
    assertThat(the("owner")).hasValue(Pattern.compile("\\d+"));
    assertThat(the("hit")).hasCount(100);
  }

  private Locator link(String testId, String text) {
    return row(testId, text).getByRole(AriaRole.LINK);
  }

  @Test
  void aReportFollowsARunningScan() {
    String id = gateway.start("slow-01=" + show);
    open("scans/" + id + "/reports/extensions");
    assertThat(the("partial")).containsText("The scan is not finished");
    chromium.assertUsableByAll(page, "reports-running");
    open("scans/" + id + "/search?q=*.mov");
    assertThat(the("partial")).containsText("The scan was not finished");
    open("scans/" + id + "/compare");
    assertThat(the("no-older")).isVisible();
    open("scans/" + id + "/reports/extensions");
    assertThat(the("partial")).containsText("The scan is not finished");
    // What it says then comes by itself.
    assertThat(gateway.post("/api/v1/scans/" + id + "/cancel", "").status()).isEqualTo(202);
    assertThat(the("partial")).containsText("something was not read");
  }

  @Test
  void changesAreToldAndOpened() {
    open("scans/" + newer + "/compare");
    assertThat(the("with")).hasValue(older);
    assertThat(the("grown")).containsText("Grown by");
    assertThat(the("summary-moved")).containsText("1 file");
    assertThat(row("entry", "fresh/")).containsText("added");
    assertThat(row("entry", "cache/")).containsText("removed");
    assertThat(row("entry", "private/")).containsText("not known");
    assertThat(row("entry", "plates/")).containsText("shrunk");
    assertThat(row("entry", "grows.log")).containsText("+683.6 KiB");
    assertThat(the("comparison")).containsText("numbers are lower bounds");
    chromium.assertUsableByAll(page, "compare");
    Chromium.assertUsableInOtherColours(page, "compare");

    the("sort-name").click();
    assertThat(the("entry").first()).containsText("cache/");
    int differing = the("entry").count();
    the("unchanged").check();
    assertThat(row("entry", "textures/")).containsText("unchanged");
    assertThat(the("entry")).not().hasCount(differing);
    the("unchanged").uncheck();
    assertThat(the("entry")).hasCount(differing);

    link("entry", "odd/").click();
    assertThat(row("entry", "shelved/")).containsText("moved");
    assertThat(row("entry", "shelved/").getByTestId("moved")).hasText("from plates/deep");
    assertThat(the("crumbs")).containsText("odd");
    chromium.assertUsableByAll(page, "compare-moved");
    page.goBack();
    link("entry", "comp/").click();
    link("entry", "v001/").click();
    assertThat(row("entry", "a.1002.exr")).containsText("removed");
    the("sequences").check();
    assertThat(the("entry")).hasCount(1);
    assertThat(the("entry")).containsText("1 frame added · 1 frame removed");
    chromium.assertUsableByAll(page, "compare-sequences");
    the("crumbs").getByText("comp").click();
    assertThat(row("entry", "v001/")).isVisible();

    // What is gone can be opened too.
    open("scans/" + newer + "/compare?with=" + older + "&path=cache");
    assertThat(row("entry", "junk.tmp")).containsText("removed");
    assertThat(the("treemap"))
        .hasAttribute("href", "#/scans/" + newer + "?target=0&path=cache&color=growth");
  }

  @Test
  void withoutAnOlderScanThereIsAWayOn() {
    open("scans/" + older + "/compare");
    assertThat(the("no-older")).containsText("Scan it again later");
    chromium.assertUsableByAll(page, "compare-none");
    the("no-older").getByRole(AriaRole.LINK).click();
    assertThat(the("with")).hasValue(older);
    assertThat(the("comparison")).isVisible();
    open("scans/" + newer + "/compare?with=" + newer);
    assertThat(the("problem")).containsText("Scans of the same directory can be compared");
    chromium.assertUsableByAll(page, "compare-refused");
    forgiveAnswers(400);
  }

  @Test
  void aDirectoryHasAHistory() {
    open("scans/" + newer + "/compare");
    the("history").click();
    assertThat(the("past")).hasCount(2);
    assertThat(the("past").first()).containsText("lower bound");
    assertThat(the("past").first()).containsText("≥");
    assertThat(the("past").last()).not().containsText("≥");
    assertThat(the("chart").locator("canvas")).isVisible();
    chromium.assertUsableByAll(page, "history");
    Chromium.assertUsableInOtherColours(page, "history");
    the("past").first().getByText("Compare with the one before").click();
    assertThat(the("with")).hasValue(older);
    page.goBack();
    assertThat(the("past")).hasCount(2);

    open("roots?agent=nas-01&path=" + URLEncoder.encode("/nowhere", StandardCharsets.UTF_8));
    assertThat(the("problem")).containsText("Nothing was ever scanned");
    chromium.assertUsableByAll(page, "history-none");
    forgiveAnswers(404);
  }
}
