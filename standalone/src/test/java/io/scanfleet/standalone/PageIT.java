package io.scanfleet.standalone;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.LocatorAssertions;
import io.scanfleet.testing.DeletingTree;
import io.scanfleet.testing.TestTree;
import io.scanfleet.testing.VfxTree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * The pages in a real Chromium: start a scan in the dialog, watch it, open its tree; and try the
 * HTTP interface out.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PageIT {

  private static final Path CHROMIUM =
      Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
          .map(Path::of)
          .filter(Files::isExecutable)
          .findFirst()
          .orElseThrow(
              () -> new IllegalStateException("no Chromium; ./scanfleet test installs it"));

  private final DeletingTree disk = DeletingTree.create();
  private Fleet fleet;
  private GatewayClient gateway;
  private Playwright playwright;
  private Browser browser;
  private TestTree.Made made = new TestTree.Made(0, 0);

  @BeforeAll
  void start() {
    Path show = disk.path().resolve("show");
    made = VfxTree.create(show, VfxTree.Size.MEDIUM);
    TestTree.in(show).file("<img src=x onerror=alert(1)>.txt", "text");
    fleet = Fleet.onEmbeddedBroker();
    gateway = fleet.gateway();
    fleet.slowAgent("nas-01", Duration.ofMillis(8), show);
    gateway.awaitAgents("nas-01");
    playwright = Playwright.create();
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(CHROMIUM)
                    .setChromiumSandbox(!System.getProperty("user.name").equals("root"))
                    .setArgs(
                        List.of(
                            "--disable-background-networking",
                            "--disable-component-update",
                            "--disable-sync",
                            "--no-first-run")));
  }

  @AfterAll
  void stop() {
    browser.close();
    playwright.close();
    fleet.close();
    disk.close();
  }

  @Test
  void aScanIsStartedWatchedAndOpened() {
    String show = disk.path().resolve("show").toString();
    List<String> complaints = new ArrayList<>();
    Page page = newPage(complaints);
    page.navigate("http://127.0.0.1:" + gateway.port() + "/");
    assertThat(page.getByTestId("connection")).hasText("Live");

    page.getByTestId("new-scan").click();
    assertThat(page.getByTestId("start-agent")).hasValue("nas-01");
    assertThat(page.getByTestId("start-path")).hasValue(show);
    page.getByTestId("start-submit").click();

    assertThat(page.getByTestId("status")).hasText("Running");
    assertThat(page.getByTestId("percentage")).hasText("counting…");
    assertThat(page.getByTestId("current-file"))
        .hasAttribute("title", Pattern.compile("^" + show + "/.*"));
    assertThat(page.getByTestId("rate")).containsText("files/s");

    LocatorAssertions.HasTextOptions patient =
        new LocatorAssertions.HasTextOptions().setTimeout(30_000);
    assertThat(page.getByTestId("status")).hasText("Completed", patient);
    assertThat(page.getByTestId("percentage")).hasText("100 %");
    assertThat(page.getByTestId("files")).hasText(String.format("%,d", made.files() + 1));

    Locator rows = page.getByTestId("tree-row");
    int before = rows.count();
    Locator directory = page.locator("tr.directory").first();
    assertThat(directory).hasAttribute("aria-expanded", "false");
    directory.focus();
    page.keyboard().press("ArrowRight");
    assertThat(page.locator("tr.directory").first()).hasAttribute("aria-expanded", "true");
    assertThat(rows.nth(before)).isVisible();
    // A name is text, whatever it says.
    assertThat(page.getByText("<img src=x onerror=alert(1)>.txt")).isVisible();

    // A reload shows the same.
    page.reload();
    assertThat(page.getByTestId("status")).hasText("Completed");
    page.goBack();
    assertThat(page.getByTestId("scan-list")).containsText("Completed");
    assertThat(complaints).isEmpty();
    page.close();
  }

  @Test
  void theInterfaceCanBeTriedOut() {
    List<String> complaints = new ArrayList<>();
    Page page = newPage(complaints);
    page.navigate("http://127.0.0.1:" + gateway.port() + "/api");
    assertThat(page.locator(".opblock")).hasCount(OpenApiDocument.of(gateway).operations().size());

    Locator agents = page.locator("#operations-agent-listAgent");
    agents.locator(".opblock-summary-control").click();
    agents.getByText("Try it out").click();
    agents.getByText("Execute").click();
    Locator answer = agents.locator(".live-responses-table");
    assertThat(answer.locator("tbody td.response-col_status")).hasText("200");
    assertThat(answer.locator("tbody td.response-col_description")).containsText("nas-01");
    assertThat(complaints).isEmpty();
    page.close();
  }

  @Test
  void theInterfaceIsAsDescribed() {
    OpenApiDocument document = OpenApiDocument.of(gateway);
    assertThat(document.faults()).isEmpty();

    String id = gateway.start("nas-01=" + disk.path().resolve("show/sh010"));
    assertThat(document.differences("getScan", gateway.get("/api/v1/scans/" + id))).isEmpty();
    gateway.awaitEnd(id);
    assertThat(document.differences("getScan", gateway.get("/api/v1/scans/" + id))).isEmpty();
    assertThat(document.differences("getScan", gateway.get("/api/v1/scans"))).isNotEmpty();
    assertThat(document.differences("listScan", gateway.get("/api/v1/scans"))).isEmpty();
    assertThat(document.differences("listAgent", gateway.get("/api/v1/agents"))).isEmpty();
    String tree = "/api/v1/scans/" + id + "/tree";
    assertThat(document.differences("openTree", gateway.get(tree + "?depth=4"))).isEmpty();
    assertThat(document.differences("openTree", gateway.get(tree + "?path=nowhere"))).isEmpty();
    assertThat(document.differences("openTree", gateway.get(tree + "?depth=5"))).isEmpty();
    String search = tree.replace("/tree", "/search?");
    assertThat(document.differences("pageSearch", gateway.get(search + "q=*"))).isEmpty();
    assertThat(document.differences("pageSearch", gateway.get(search + "q=*&limit=1"))).isEmpty();
    assertThat(document.differences("pageSearch", gateway.get(search + "q=*&sequences=true")))
        .isEmpty();
    assertThat(document.differences("pageSearch", gateway.get(search))).isEmpty();
    String reports = tree.replace("/tree", "/reports/");
    for (String[] report :
        new String[][] {
          {"largestFilesReport", "largest-files"},
          {"largestDirectoriesReport", "largest-directories"},
          {"extensionsReport", "extensions"},
          {"agesReport", "ages"},
          {"ownersReport", "owners?by=group"},
          {"sizesReport", "sizes"},
          {"unreadableReport", "unreadable"},
          {"largestSequencesSequenceReport", "largest-sequences"},
          {"incompleteSequencesSequenceReport", "incomplete-sequences"}
        }) {
      assertThat(document.differences(report[0], gateway.get(reports + report[1]))).isEmpty();
    }
    assertThat(document.differences("agesReport", gateway.get(reports + "ages?target=1")))
        .isEmpty();
    assertThat(document.differences("cancelScan", gateway.post(tree.replace("tree", "cancel"), "")))
        .isEmpty();
  }

  private Page newPage(List<String> complaints) {
    Page page = browser.newPage();
    page.setDefaultTimeout(30_000);
    page.onConsoleMessage(
        message -> {
          if (message.type().equals("error")) {
            complaints.add(message.text());
          }
        });
    page.onPageError(complaints::add);
    return page;
  }
}
