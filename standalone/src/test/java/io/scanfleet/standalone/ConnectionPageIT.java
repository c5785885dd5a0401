package io.scanfleet.standalone;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * The page on a network that goes wrong: whichever way news can come, it comes, the page says which
 * it is, and the end always arrives.
 */
@Tag("browser")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConnectionPageIT {

  private static final String AGENT = "nas-04";
  private static final String SHOW = AGENT + "=/vol/show";

  private Fleet fleet;
  private String database;
  private GatewayClient gateway;
  private FakeAgent agent;
  private Chromium chromium;
  private CuttingProxy proxy;
  private Page page;

  @BeforeAll
  void start() throws Exception {
    fleet = Fleet.onEmbeddedBroker();
    database = fleet.sqlite("page");
    gateway = fleet.gateway(database);
    agent = FakeAgent.announce(fleet.brokerUri(), AGENT, "/vol");
    gateway.awaitAgents(AGENT);
    chromium = new Chromium();
  }

  @BeforeEach
  void open() throws IOException {
    proxy = CuttingProxy.to(gateway.port());
    page = chromium.page();
  }

  @AfterEach
  void close() {
    page.close();
    proxy.close();
  }

  @AfterAll
  void stop() throws IOException {
    chromium.close();
    agent.close();
    fleet.close();
  }

  @Test
  void aSocketThatIsRefusedIsDoneWithoutAndTakenBack() throws IOException {
    proxy.refuseUpgrades(true);
    String batch = watch();
    assertThat(connection()).hasText("Using polling mode");
    found(batch, 2, 150);
    assertThat(files()).hasText("150");
    found(batch, 3, 151);
    assertThat(files()).hasText("151");

    // It is tried again all the time.
    proxy.refuseUpgrades(false);
    assertThat(connection()).hasText("Live");
    found(batch, 4, 152);
    assertThat(files()).hasText("152");

    // What is open goes on; the end comes by polling.
    proxy.refuseUpgrades(true);
    proxy.cut();
    assertThat(connection()).hasText("Using polling mode");
    chromium.assertUsableByAll(page, "progress-polling");
    agent.end(batch, 0, 5, "completed", 153, null);
    assertThat(status()).hasText("Completed");
    assertThat(files()).hasText("153");
    assertThat(page.getByTestId("percentage")).hasText("100 %");
  }

  @Test
  void aSocketThatIsCutIsMadeAnew() throws IOException {
    String batch = watch();
    found(batch, 2, 150);
    assertThat(files()).hasText("150");
    proxy.refuse(true);
    proxy.cut();
    assertThat(connection()).hasText(Pattern.compile("Reconnecting in \\d+ s|Offline since .*"));
    found(batch, 3, 170);
    proxy.refuse(false);
    retry();
    assertThat(connection()).hasText("Live");
    assertThat(files()).hasText("170");
    agent.end(batch, 0, 4, "completed", 171, null);
    assertThat(status()).hasText("Completed");
  }

  @Test
  void withNothingItIsOfflineAndTheEndArrivesAfterwards() throws IOException {
    String batch = watch();
    proxy.refuse(true);
    proxy.cut();
    assertThat(connection()).hasText(Pattern.compile("Offline since \\d\\d:\\d\\d"));
    assertThat(page.getByTestId("progress-retry")).hasText("Retry now");
    chromium.assertUsableByAll(page, "progress-offline");

    agent.end(batch, 0, 4, "completed", 171, null);
    gateway.awaitEnd(batch);
    proxy.refuseUpgrades(true);
    proxy.refuse(false);
    retry();
    assertThat(status()).hasText("Completed");
    assertThat(files()).hasText("171");
  }

  @Test
  void aSlowNetworkOnlyMakesItLater() throws IOException {
    proxy.slow(Duration.ofMillis(60));
    String batch = watch();
    assertThat(connection()).hasText("Live");
    for (int i = 2; i < 60; i++) {
      found(batch, i, i * 10L);
    }
    assertThat(files()).hasText("590");
    agent.end(batch, 0, 100, "completed", 600, null);
    assertThat(status()).hasText("Completed");
    assertThat(files()).hasText("600");
  }

  @Test
  void aConnectionThatCarriesNothingIsGivenUp() throws IOException {
    page.clock().install();
    String batch = watch();
    assertThat(connection()).hasText("Live");
    proxy.deaden();
    agent.end(batch, 0, 4, "completed", 171, null);
    gateway.awaitEnd(batch);
    // Ten seconds until it is asked, twenty more for the answer.
    page.clock().runFor(28_000);
    assertThat(connection()).hasText("Live");
    assertThat(files()).hasText("100");
    page.clock().runFor(6_000);
    assertThat(status()).hasText("Completed");
  }

  @Test
  void whoWakesUpSeesTheStateAtOnce() throws IOException {
    page.clock().install();
    String batch = watch();
    found(batch, 2, 150);
    assertThat(files()).hasText("150");
    proxy.deaden();
    agent.end(batch, 0, 4, "completed", 171, null);
    gateway.awaitEnd(batch);
    page.clock().fastForward("05:00");
    assertThat(status()).hasText("Completed");
  }

  @Test
  void aGatewayThatRestartsIsFoundAgain() throws IOException {
    String batch = watch();
    found(batch, 2, 150);
    assertThat(files()).hasText("150");

    fleet.stopAll();
    assertThat(connection())
        .hasText(
            Pattern.compile(
                "Reconnecting in \\d+ s|Connecting to real-time updates…|Offline since .*"));
    assertThat(connection()).hasText(Pattern.compile("Offline since \\d\\d:\\d\\d"));
    assertThat(files()).hasText("150");

    gateway = fleet.gateway(database);
    proxy.leadTo(gateway.port());
    // By this gateway too, for the tests that come.
    gateway.awaitAgents(AGENT);
    retry();
    assertThat(connection()).hasText("Live");
    // What is said before the gateway listens again, it does not hear.
    AtomicLong sequence = new AtomicLong(9);
    await()
        .pollInSameThread()
        .untilAsserted(
            () -> {
              found(batch, sequence.incrementAndGet(), 180);
              assertThat(files()).hasText("180", within(1000));
            });
    agent.end(batch, 0, sequence.incrementAndGet(), "completed", 181, null);
    assertThat(status()).hasText("Completed");

    page.reload();
    assertThat(status()).hasText("Completed");
    assertThat(files()).hasText("181");
  }

  /** Begins a scan and looks at it through the proxy. */
  private String watch() throws IOException {
    String batch = gateway.start(SHOW);
    found(batch, 1, 100);
    page.navigate("http://127.0.0.1:" + proxy.port() + "/#/scans/" + batch);
    assertThat(files()).hasText("100");
    // All of the page's modules have come.
    assertThat(page.getByTestId("treemap")).isVisible();
    return batch;
  }

  private void found(String batch, long sequence, long files) throws IOException {
    agent.say(batch, 0, sequence, Map.of("filesProcessed", files, "currentFile", "/vol/show/a"));
  }

  private static LocatorAssertions.HasTextOptions within(double millis) {
    return new LocatorAssertions.HasTextOptions().setTimeout(millis);
  }

  /** Presses the button, which is not seen any more if the connection has come back by itself. */
  private void retry() {
    page.getByTestId("progress-retry").dispatchEvent("click");
  }

  private Locator connection() {
    return page.getByTestId("progress-connection");
  }

  private Locator files() {
    return page.getByTestId("files");
  }

  private Locator status() {
    return page.getByTestId("status");
  }
}
