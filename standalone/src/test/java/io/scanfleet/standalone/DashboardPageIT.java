package io.scanfleet.standalone;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import io.scanfleet.testing.DeletingTree;
import io.scanfleet.testing.TestTree;
import io.scanfleet.testing.VfxTree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The dashboard in a real Chromium, from a gateway that knows nothing yet to one whose broker is
 * gone. The tests are the chapters of that one story, in order.
 */
@Tag("browser")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DashboardPageIT {

  private final DeletingTree disk = DeletingTree.create();
  private final Path show = disk.path().resolve("show");
  private Fleet fleet;
  private GatewayClient gateway;
  private @Nullable ConfigurableApplicationContext agent;
  private Chromium chromium;
  private TestTree.Made made;

  @BeforeAll
  void start() {
    made = VfxTree.create(show, VfxTree.Size.MEDIUM);
    fleet = Fleet.onEmbeddedBroker();
    gateway = fleet.gateway();
    chromium = new Chromium();
  }

  @AfterAll
  void stop() {
    chromium.close();
    fleet.close();
    disk.close();
  }

  private Page open(String link) {
    Page page = chromium.page();
    page.navigate(gateway.http("/") + link);
    return page;
  }

  @Test
  @Order(1)
  void whoHasNothingYetIsToldWhatToTry() {
    Page page = open("");
    assertThat(page.getByTestId("connection")).hasText("Live");
    assertThat(page.getByTestId("no-scans")).containsText("./scanfleet run DIR");
    assertThat(page.getByTestId("no-agents")).containsText("./scanfleet agent DIR");
    chromium.assertUsableByAll(page, "dashboard-empty");
    assertThat(chromium.complaints()).isEmpty();
    page.close();
  }

  @Test
  @Order(2)
  void aScanIsStartedWithTheKeyboardAlone() {
    agent = fleet.slowAgent("nas-01", Duration.ofMillis(8), show);
    gateway.awaitAgents("nas-01");
    Page page = open("");
    assertThat(page.getByTestId("agent")).containsText("Alive");
    assertThat(page.getByTestId("agent")).containsText(show.toString());

    page.getByTestId("new-scan").focus();
    page.keyboard().press("Enter");
    assertThat(page.getByTestId("start-path")).isFocused();
    assertThat(page.getByTestId("start-agent")).hasValue("nas-01");
    assertThat(page.getByTestId("start-path")).hasValue(show.toString());
    chromium.assertUsableByAll(page, "start-dialog");

    // What is refused is said at the field it speaks of.
    page.getByTestId("start-path").fill("/elsewhere");
    page.keyboard().press("Enter");
    assertThat(page.locator("#problem-path")).containsText("may scan only");
    assertThat(page.getByTestId("start-path")).isFocused();
    chromium.assertUsableByAll(page, "start-refused");

    // Escape leaves, and focus is where it was.
    page.keyboard().press("Escape");
    assertThat(page.getByTestId("new-scan")).isFocused();
    page.keyboard().press("Enter");
    assertThat(page.getByTestId("start-path")).isFocused();
    page.keyboard().press("Enter");

    assertThat(page.locator("h1")).hasText("nas-01: " + show);
    page.getByText("All scans").click();
    assertThat(page.locator("scan-page")).hasCount(0);
    assertThat(page.getByTestId("running")).containsText("nas-01: " + show);
    assertThat(page.getByTestId("running-percent")).hasText("counting…");
    chromium.assertUsableByAll(page, "dashboard-running");
    assertThat(page.getByTestId("scan-row").getByText("Completed")).isVisible(patience());
    assertThat(page.getByTestId("scan-row"))
        .containsText(String.format("%,d", made.files()), containing());
    assertThat(page.getByTestId("running")).isHidden();
    // The 403 is the refusal above.
    assertThat(chromium.complaints()).singleElement().asString().contains("403");
    page.close();
  }

  @Test
  @Order(3)
  void scansAreFoundAndRepeated() {
    Page page = open("");
    Locator rows = page.getByTestId("scan-row");
    assertThat(rows).hasCount(1);
    page.getByTestId("filter").fill("no such label");
    assertThat(rows).hasCount(0);
    assertThat(page.getByText("No scan matches.")).isVisible();
    chromium.assertUsableByAll(page, "dashboard-no-match");
    page.getByTestId("filter").fill("NAS-01");
    assertThat(rows).hasCount(1);
    page.getByTestId("filter-state").selectOption("failed");
    assertThat(rows).hasCount(0);

    // What is looked for stands in the address.
    page.reload();
    assertThat(page.getByTestId("filter")).hasValue("NAS-01");
    assertThat(page.getByTestId("filter-state")).hasValue("failed");
    page.getByTestId("filter-state").selectOption("");

    page.getByText("Scan again").click();
    assertThat(page.locator("h1")).hasText("nas-01: " + show);
    page.goBack();
    assertThat(rows).hasCount(2);
    assertThat(page.getByTestId("scan-row").first().getByText("Completed")).isVisible(patience());

    // Directories to choose from are those that a scan has found.
    page.getByTestId("scan-root").click();
    page.getByTestId("folders").getByRole(AriaRole.BUTTON).first().click();
    assertThat(page.getByTestId("start-path")).hasValue(Pattern.compile(show + "/.+"));
    chromium.assertUsableByAll(page, "start-folders");
    page.keyboard().press("Escape");
    chromium.assertUsableByAll(page, "dashboard");
    assertThat(chromium.complaints()).isEmpty();
    page.close();
  }

  @Test
  @Order(4)
  void whatIsNotThereIsSaid() {
    Page page = open("#/nowhere");
    assertThat(page.getByText("There is nothing at this address.")).isVisible();
    chromium.assertUsableByAll(page, "unknown-link");
    page.navigate(gateway.http("/") + "#/scans/4e6cb7a0-0000-4000-8000-000000000000");
    assertThat(page.getByTestId("no-scan")).containsText("There is no such scan");
    chromium.assertUsableByAll(page, "no-such-scan");
    assertThat(chromium.complaints()).singleElement().asString().contains("404");

    page.evaluate("setTimeout(() => { throw new Error('a fault of the page'); })");
    assertThat(page.getByTestId("faults")).containsText("a fault of the page");
    chromium.assertUsableByAll(page, "fault");
    page.getByText("Dismiss").click();
    assertThat(page.getByTestId("faults")).hasCount(0);
    assertThat(chromium.complaints()).hasSize(1);

    page.route("**/page/state/store.js", route -> route.abort());
    page.reload();
    assertThat(page.getByTestId("not-loaded")).isVisible();
    chromium.assertUsableByAll(page, "not-loaded");
    page.unroute("**/page/state/store.js");
    page.reload();
    assertThat(page.getByTestId("connection")).hasText("Live");
    assertThat(page.getByTestId("not-loaded")).hasCount(0);
    assertThat(chromium.complaints()).first().asString().contains("store.js");
    page.close();
  }

  @Test
  @Order(5)
  void nothingComesFromElsewhere() {
    List<String> addresses = new CopyOnWriteArrayList<>();
    Page page = chromium.page();
    page.onRequest(request -> addresses.add(request.url()));
    String policy =
        page.navigate(gateway.http("/").toString()).headerValue("content-security-policy");
    assertThat(page.getByTestId("scan-row").first()).isVisible();
    assertThat(policy).contains("default-src 'self'").doesNotContain("unsafe").doesNotContain("*");
    assertThat(addresses)
        .isNotEmpty()
        .allMatch(url -> url.startsWith(gateway.http("/").toString()));
    // What the views are made of is fetched at once, not level by level.
    assertThat(
            page.evaluate(
                """
                Promise.all(["tree-explorer", "scan-progress"].map((name) => customElements.whenDefined(name)))
                  .then(() => {
                    const named = new Set(
                      [...document.querySelectorAll("link[rel=modulepreload]")].map(({ href }) => href));
                    return performance.getEntriesByType("resource")
                      .filter(({ name }) => name.endsWith(".js") && !named.has(name))
                      .map(({ name }) => new URL(name).pathname).join();
                  })
                """))
        .isEqualTo("/page/main.js");
    // A style or script in the document itself is refused by the browser.
    page.evaluate(
        "document.body.insertAdjacentHTML('beforeend', '<p id=painted style=color:red>')");
    assertThat(page.evaluate("document.getElementById('painted').style.color")).isEqualTo("");
    assertThat(chromium.complaints()).isNotEmpty();
    page.close();
  }

  @Test
  @Order(6)
  void modulesAreSentWithoutTheirCommentsAndWithAllElse(@TempDir Path directory) throws Exception {
    PageProject project = PageProject.in(directory);
    project.add("typescript", "typescript", "package.json", "lib/typescript.js");
    project.add("same-code.cjs");
    for (Path module : project.modules()) {
      String sent = gateway.text("/" + module);
      assertThat(sent).as(module.toString()).isNotBlank().doesNotContain("@type", "@param");
      Path copy = directory.resolve("sent").resolve(module);
      Files.createDirectories(copy.getParent());
      Files.writeString(copy, sent);
    }
    assertThat(project.node("same-code.cjs")).isEqualTo(new PageProject.Said(0, ""));
  }

  @Test
  @Order(7)
  void anAgentThatLeftIsSilent() {
    fleet.stop(Objects.requireNonNull(agent));
    Page page = open("");
    assertThat(page.getByTestId("agent"))
        .containsText("Silent for", new LocatorAssertions.ContainsTextOptions().setTimeout(30_000));
    assertThat(page.getByTestId("scan-root")).isDisabled();
    chromium.assertUsableByAll(page, "agent-silent");
    page.close();
  }

  @Test
  @Order(8)
  void withoutItsBrokerTheGatewayShowsWhatItHas() {
    Page page = open("");
    fleet.stopBroker();
    assertThat(page.getByTestId("broker-down")).isVisible(patience());
    chromium.assertUsableByAll(page, "broker-down");
    page.getByTestId("scan-row").first().getByRole(AriaRole.LINK).click();
    assertThat(page.locator("h1")).hasText("nas-01: " + show);
    page.close();
  }

  private static LocatorAssertions.IsVisibleOptions patience() {
    return new LocatorAssertions.IsVisibleOptions().setTimeout(30_000);
  }

  private static LocatorAssertions.ContainsTextOptions containing() {
    return new LocatorAssertions.ContainsTextOptions().setTimeout(30_000);
  }
}
