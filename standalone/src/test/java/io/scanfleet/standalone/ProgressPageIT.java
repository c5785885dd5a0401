package io.scanfleet.standalone;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ForcedColors;
import com.microsoft.playwright.options.ReducedMotion;
import io.scanfleet.testing.DeletingTree;
import io.scanfleet.testing.VfxTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The element {@code <scan-progress>}, on the gateway's page and on others. */
@Tag("browser")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProgressPageIT {

  private static final String AGENT = "nas-04";
  private static final String SHOW = AGENT + "=/vol/show";

  private final DeletingTree disk = DeletingTree.create();
  private Fleet fleet;
  private HostSite site;
  private GatewayClient gateway;
  private FakeAgent agent;
  private FakeAgent other;
  private Chromium chromium;

  @BeforeAll
  void start() throws Exception {
    fleet = Fleet.onEmbeddedBroker();
    site = new HostSite();
    gateway =
        fleet.gateway(fleet.sqlite("page"), "--scanfleet.live.allowed-origins[0]=" + site.origin());
    agent = FakeAgent.announce(fleet.brokerUri(), AGENT, "/vol");
    other = FakeAgent.announce(fleet.brokerUri(), "nas-05", "/vol");
    gateway.awaitAgents(AGENT, "nas-05");
    chromium = new Chromium();
  }

  @AfterEach
  void nothingIsComplainedOf() {
    assertThat(chromium.complaints()).isEmpty();
  }

  @AfterAll
  void stop() throws IOException {
    chromium.close();
    agent.close();
    other.close();
    site.close();
    fleet.close();
    disk.close();
  }

  @Test
  void aScanIsShownFromBeginningToEnd() throws IOException {
    String batch = gateway.start(SHOW);
    Page page = chromium.page();
    page.clock().install();
    show(page, batch);
    assertThat(page.getByTestId("status")).hasText("Queued");
    Locator bar = page.getByTestId("progressbar");
    assertThat(page.getByTestId("percentage")).hasText("counting…");
    assertThat(bar).not().hasAttribute("aria-valuenow", Pattern.compile(".*"));

    String path =
        "/vol/show/sh010/" + "deep/".repeat(40) + "<img src=x onerror=alert(1)>\u202e.exr";
    agent.say(
        batch, 0, 1, Map.of("filesProcessed", 40, "currentFile", path, "filesPerSecond", 1204));
    assertThat(page.getByTestId("status")).hasText("Running");
    assertThat(page.getByTestId("files")).hasText("40");
    assertThat(page.getByTestId("of")).hasText("files");
    assertThat(page.getByTestId("current-file")).hasAttribute("title", path);
    assertThat(page.getByTestId("current-file")).containsText("…");
    // A name is text, and does not turn what is around it.
    assertThat(page.getByTestId("current-file"))
        .containsText("<img src=x onerror=alert(1)>\ufffd.exr");
    assertThat(page.getByTestId("rate")).hasText("1,200 files/s");
    assertThat(page.getByTestId("eta")).isHidden();
    chromium.assertUsableByAll(page, "progress-counting");

    Map<String, Object> known =
        Map.of(
            "filesProcessed", 150,
            "totalFiles", 1000,
            "currentFile", path,
            "filesPerSecond", 1204,
            "etaSeconds", 100,
            "bytesProcessed", 3L << 30);
    agent.say(batch, 0, 2, known);
    assertThat(page.getByTestId("files")).hasText("150");
    assertThat(page.getByTestId("of")).hasText("of about 1,000 files");
    assertThat(page.getByTestId("percentage")).hasText("15.0 %");
    assertThat(page.getByTestId("size")).hasText("3.00 GiB");
    page.clock().runFor(4000);
    assertThat(bar).hasAttribute("aria-valuenow", "15");
    assertThat(bar).hasAttribute("aria-valuetext", "15 percent, 150 of about 1,000 files");
    assertThat(page.getByTestId("eta")).hasText("about 2 minutes");
    assertThat(page.getByTestId("elapsed")).hasText(Pattern.compile("0:\\d\\d"));
    chromium.assertUsableByAll(page, "progress-running");

    // The agent says nothing more.
    page.clock().runFor(9000);
    assertThat(page.getByTestId("silent"))
        .hasText(Pattern.compile("No news from nas-04 for [1-5]\\d s"));
    chromium.assertUsableByAll(page, "progress-silent");

    agent.say(
        batch,
        0,
        3,
        Map.of("filesProcessed", 400, "totalFiles", 1000, "phase", "throttled", "errors", 2));
    assertThat(page.getByTestId("percentage")).hasText("40.0 %");
    assertThat(page.getByTestId("silent")).isHidden();
    assertThat(page.getByTestId("throttled")).isVisible();
    assertThat(page.getByTestId("errors")).hasText("2");
    assertThat(page.getByTestId("size")).hasText("≥ 3.00 GiB");
    assertThat(page.locator("scan-progress [role=status]"))
        .hasText("40 percent, 400 of about 1,000 files");
    chromium.assertUsableByAll(page, "progress-throttled");

    agent.say(batch, 0, 4, Map.of("filesProcessed", 1000, "totalFiles", 1000, "phase", "storing"));
    assertThat(page.getByTestId("phase")).hasText("storing the tree");
    assertThat(page.getByTestId("percentage")).hasText("99.9 %");

    agent.end(batch, 0, 5, "completed", 1000, null);
    assertThat(page.getByTestId("status")).hasText("Completed");
    assertThat(page.getByTestId("percentage")).hasText("100 %");
    assertThat(page.locator("scan-progress [role=status]")).hasText("Scan completed, 1,000 files.");
    chromium.assertUsableByAll(page, "progress-completed");

    page.reload();
    assertThat(page.getByTestId("status")).hasText("Completed");
    assertThat(page.getByTestId("files")).hasText("1,000");
    page.close();
  }

  @Test
  void whoReloadsSeesTheSame() throws IOException {
    String batch = gateway.start(SHOW);
    agent.say(batch, 0, 1, Map.of("filesProcessed", 150, "totalFiles", 1000));
    Page page = chromium.page();
    show(page, batch);
    assertThat(page.getByTestId("percentage")).hasText("15.0 %");
    // Nothing is said meanwhile.
    page.reload();
    assertThat(page.getByTestId("percentage")).hasText("15.0 %");
    assertThat(page.getByTestId("of")).hasText("of about 1,000 files");
    page.close();
  }

  @Test
  void targetsThatFailSayWhy() throws IOException {
    String batch = gateway.start(SHOW, "nas-05=/vol/<b>plates</b>");
    Page page = chromium.page();
    show(page, batch);
    agent.say(batch, 0, 1, Map.of("filesProcessed", 150, "totalFiles", 1000));
    other.say(batch, 1, 1, Map.of("filesProcessed", 50, "totalFiles", 1000));
    assertThat(page.getByTestId("of")).hasText("of about 2,000 files");
    assertThat(page.getByTestId("percentage")).hasText("10.0 %");
    Locator targets = page.getByTestId("progress-target");
    assertThat(targets).hasCount(2);
    assertThat(targets.nth(1)).containsText("nas-05: /vol/<b>plates</b>");
    chromium.assertUsableByAll(page, "progress-targets");

    agent.end(batch, 0, 2, "completed", 1000, null);
    other.end(batch, 1, 2, "failed", 50, "The volume is gone.");
    assertThat(page.getByTestId("status")).hasText("Failed");
    assertThat(page.getByTestId("failures"))
        .hasText("nas-05: /vol/<b>plates</b>: The volume is gone.");
    assertThat(page.locator("scan-progress .frame > [role=alert]"))
        .hasText("Scan failed, 1,050 files found.");
    assertThat(page.getByTestId("percentage")).not().hasText("100 %");
    chromium.assertUsableByAll(page, "progress-failed");
    page.close();
  }

  @Test
  void aScanIsStoppedAfterAQuestion() {
    Path show = disk.path().resolve("show");
    VfxTree.create(show, VfxTree.Size.SMALL);
    fleet.slowAgent("slow-01", Duration.ofSeconds(2), show);
    gateway.awaitAgents("slow-01");
    String batch = gateway.start("slow-01=" + show);
    Page page = chromium.page();
    show(page, batch);
    page.getByTestId("cancel").focus();
    page.keyboard().press("Enter");
    assertThat(page.getByTestId("cancel-dialog")).isVisible();
    assertThat(page.getByTestId("keep")).isFocused();
    chromium.assertUsableByAll(page, "progress-question");
    page.keyboard().press("Escape");
    assertThat(page.getByTestId("cancel-dialog")).isHidden();
    assertThat(page.getByTestId("cancel")).isFocused();

    page.keyboard().press("Enter");
    page.getByTestId("cancel-confirm").click();
    assertThat(page.getByTestId("status")).hasText("Cancelled");
    assertThat(page.getByTestId("cancel")).isHidden();
    assertThat(page.locator("scan-progress .frame")).isFocused();
    assertThat(page.getByTestId("size")).containsText("≥");
    chromium.assertUsableByAll(page, "progress-cancelled");
    page.close();
  }

  @Test
  void aPathIsCopiedWhole() throws IOException {
    String batch = gateway.start(SHOW);
    String path = "/vol/show/" + "deep/".repeat(60) + "a.exr";
    agent.say(batch, 0, 1, Map.of("filesProcessed", 150, "currentFile", path));
    Page page = chromium.page();
    page.context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
    show(page, batch);
    page.getByTestId("copy").click();
    assertThat(page.getByTestId("copy")).hasText("Copied");
    assertThat(page.evaluate("navigator.clipboard.readText()")).isEqualTo(path);
    page.close();
  }

  @Test
  void anotherSiteShowsAScan() throws IOException {
    String batch = gateway.start(SHOW);
    agent.say(batch, 0, 1, Map.of("filesProcessed", 150, "totalFiles", 1000));
    site.show(
        gateway,
        """
        <scan-progress id="inline" batch-id="%s" theme="light"></scan-progress>
        <button type="button">Before</button>
        <scan-progress id="modal" modal batch-id="%s"></scan-progress>
        """
            .formatted(batch, batch));
    Page page = chromium.page();
    page.navigate(site.origin());
    Locator inline = page.locator("#inline");
    assertThat(inline.getByTestId("percentage")).hasText("15.0 %");
    assertThat(inline.getByTestId("progress-connection")).hasText("Live");
    page.evaluate(
        """
        () => {
          window.told = [];
          for (const name of ['progress', 'completed', 'failed', 'cancelled', 'gone']) {
            document.addEventListener('scan-' + name, (e) => window.told.push(e.target.id + ' ' + e.type + ' ' + e.detail.filesProcessed));
          }
        }
        """);

    Locator button = page.getByText("Before");
    button.focus();
    page.evaluate("() => document.getElementById('modal').show()");
    Locator modal = page.locator("#modal");
    assertThat(modal.getByTestId("percentage")).hasText("15.0 %");
    assertThat(modal.getByTestId("close")).isFocused();
    chromium.assertUsableByAll(page, "progress-embedded-modal");
    page.keyboard().press("Escape");
    assertThat(modal.getByTestId("percentage")).isHidden();
    assertThat(button).isFocused();

    agent.end(batch, 0, 2, "completed", 1000, null);
    assertThat(inline.getByTestId("status")).hasText("Completed");
    assertThat(((List<?>) page.evaluate("window.told")).stream().map(String::valueOf))
        .contains("inline scan-completed 1000", "modal scan-completed 1000");
    chromium.assertUsableByAll(page, "progress-embedded");
    page.close();
  }

  @Test
  void anotherSiteMayStopAScan() throws IOException {
    String batch = gateway.start(SHOW);
    agent.say(batch, 0, 1, Map.of("filesProcessed", 150));
    site.show(gateway, "<scan-progress batch-id=\"%s\"></scan-progress>".formatted(batch));
    Page page = chromium.page();
    page.navigate(site.origin());
    page.getByTestId("cancel").click();
    page.getByTestId("cancel-confirm").click();
    assertThat(page.getByTestId("cancel")).hasText("Cancelling…");
    await().until(() -> agent.isToldTo("cancel", batch));
    agent.end(batch, 0, 2, "cancelled", 150, null);
    assertThat(page.getByTestId("status")).hasText("Cancelled");
    page.close();
  }

  @Test
  void aSiteThatIsNotListedGetsNothing() throws IOException {
    String batch = gateway.start(SHOW);
    site.show(gateway, "<scan-progress batch-id=\"%s\"></scan-progress>".formatted(batch));
    Page page = chromium.page();
    page.navigate(site.otherOrigin());
    assertThat(page.locator("scan-progress")).isEmpty();
    assertThat(page.evaluate("customElements.get('scan-progress') === undefined")).isEqualTo(true);
    // Chromium tells why.
    assertThat(chromium.complaints()).anyMatch(told -> told.contains("CORS"));
    page.close();
  }

  @Test
  void aScanThatIsNotThereIsSaidToBeSo() {
    Page page = chromium.page();
    page.navigate(address("/embed/example.html?batch=00000000-0000-0000-0000-000000000000"));
    assertThat(page.locator("#inline").getByTestId("notice"))
        .hasText("There is no such scan. It may have been deleted.");
    assertThat(page.locator("#log")).containsText("inline · scan-gone");
    chromium.assertUsableByAll(page, "progress-gone");
    // The gateway's refusals.
    assertThat(chromium.complaints()).allMatch(told -> told.contains("404"));
    page.close();
  }

  @Test
  void itFitsAndSuitsEverybody() throws IOException {
    String batch = gateway.start(SHOW, "nas-05=/vol/plates");
    agent.say(
        batch,
        0,
        1,
        Map.of("filesProcessed", 150, "totalFiles", 1000, "currentFile", "/vol/show/a/b/c.exr"));
    Page page = chromium.page(240, 700, ColorScheme.DARK);
    page.navigate(address("/embed/example.html?batch=" + batch));
    Locator inline = page.locator("#inline");
    assertThat(inline.getByTestId("files")).hasText("150");
    assertThat(
            page.evaluate(
                "() =>"
                    + " document.getElementById('inline').shadowRoot.querySelector('.panel').scrollWidth"
                    + " <= document.getElementById('inline').clientWidth"))
        .isEqualTo(true);
    inline.screenshot(
        new Locator.ScreenshotOptions().setPath(Path.of("target/screenshots/progress-240.png")));
    assertThat(inline.getByTestId("target-status").first()).hasText("Running · 15.0 %");

    // Of another scan nothing is held back because of this one.
    String next = gateway.start(SHOW, "nas-05=/vol/plates");
    agent.say(next, 0, 1, Map.of("filesProcessed", 10, "totalFiles", 1000));
    inline.evaluate("(element, batch) => element.setAttribute('batch-id', batch)", next);
    assertThat(inline.getByTestId("target-status").first()).hasText("Running · 1.0 %");
    page.emulateMedia(
        new Page.EmulateMediaOptions()
            .setForcedColors(ForcedColors.ACTIVE)
            .setReducedMotion(ReducedMotion.REDUCE));
    inline.screenshot(
        new Locator.ScreenshotOptions()
            .setPath(Path.of("target/screenshots/progress-forced-colors.png")));
    page.emulateMedia(new Page.EmulateMediaOptions().setForcedColors(ForcedColors.NONE));
    chromium.assertUsableByAll(page, "example");
    page.close();
  }

  /** The modules that make the numbers, in the browser itself, with a moved clock. */
  @Test
  void numbersCanBeTrusted() {
    Page page = chromium.page();
    // Any page of the gateway: nothing but the modules is wanted.
    page.navigate(address("/"));
    Object found =
        page.evaluate(
            """
            async () => {
              const {Rate, Percent, Remaining, GatewayClock} = await import('/progress/numbers.js');
              const words = await import('/progress/words.js');
              const {Backoff} = await import('/live/backoff.js');
              const {Silence} = await import('/live/silence.js');
              const faults = [];
              const check = (what, holds) => holds || faults.push(what);
              const about = (value, wanted, slack) => Math.abs(value - wanted) <= slack;

              const percent = new Percent();
              let last = 0;
              for (const told of [1, 5, null, 3, 99.99, 100, 40, 100]) {
                const shown = percent.take(told, 'running');
                if (shown === null) continue;
                check(`percent fell from ${last} to ${shown}`, shown >= last);
                check('100 before the end', shown < 100);
                last = shown;
              }
              check('100 at the end', percent.take(null, 'completed') === 100);
              check('nothing is rounded up', words.percentage(99.96) === '99.9');

              for (const every of [50, 250, 1000]) {
                const rate = new Rate();
                let files = 0;
                let at = 0;
                const go = (perSecond, ms) => {
                  for (const end = at + ms; at < end;) {
                    at += every;
                    rate.take(files += perSecond * every / 1000, at, null);
                  }
                };
                rate.take(0, 0, null);
                check('not known yet', rate.value(0) === null);
                go(1000, 20000);
                check(`steady, every ${every} ms: ${rate.value(0)}`, about(rate.value(0), 1000, 1));
                go(0, 2000);
                check(`half after 2 s, every ${every} ms: ${rate.value(0)}`, about(rate.value(0), 500, 5));
                check('it sinks in silence', about(rate.value(5000), rate.value(0) / 2, 1));
              }

              const calm = new Remaining();
              const said = [];
              for (let at = 0; at < 60000; at += 250) {
                // 65 s to go, give or take 15 s: around the border of one and two minutes.
                calm.take(65 + 15 * Math.sin(at / 700), at);
                const value = calm.value(at);
                if (at < 2900) check('too soon', value === null);
                if (value !== said.at(-1)) said.push(value);
              }
              check(`it flickers: ${said}`, said.length <= 4);
              calm.take(null, 60000);
              check('it went at once', calm.value(61000) !== null);
              check('it stayed', calm.value(64000) === null);
              const down = new Remaining();
              let before = Infinity;
              const steps = new Set();
              for (let at = 0; at <= 200000; at += 250) {
                down.take((200000 - at) / 1000, at);
                const value = down.value(at);
                if (value === null) continue;
                check(`it rose from ${before} to ${value}`, value <= before);
                steps.add(words.remaining(before = value));
              }
              check(`words: ${[...steps]}`, steps.has('about 4 minutes') && steps.has('about a minute') && steps.has('about 30 seconds') && steps.has('a few seconds'));

              const clock = new GatewayClock();
              clock.heard(1000, 91000, false);
              check('an old answer says nothing of the clock', clock.at(0) === 0);
              clock.heard(1000, 91000, true);
              clock.heard(5000, 95200, true);
              check('ninety seconds behind', clock.at(90000) === 0);

              const backoff = new Backoff();
              for (let i = 0; i < 50; i++) {
                const pause = backoff.failed(5000);
                check(`pause ${i}: ${pause}`, pause >= 500 && pause <= Math.min(20000, 500 * 2 ** (i + 1)));
              }
              check('a good life begins anew', backoff.failed(10000) <= 1000);

              const silence = new Silence();
              silence.heard(0);
              const done = [];
              for (let at = 1000; at <= 31000; at += 1000) {
                const todo = silence.look(at);
                if (todo) done.push(`${todo} ${at}`);
                if (todo === 'lost') break;
              }
              check(`silence: ${done}`, done.join() === 'ask 10000,lost 30000');

              check('elapsed', words.elapsed(3725.9) === '1:02:05' && words.elapsed(65) === '1:05');
              check('control characters', words.shortened('a\\nb\\u007f', 20) === 'a␊b␡');
              return faults;
            }
            """);
    assertThat((List<?>) found).isEmpty();
    page.close();
  }

  /** Twenty messages a second of each of many scans, over the real socket. */
  @Test
  void memoryStaysFlatOverALongScan() throws Exception {
    List<String> batches = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      batches.add(gateway.start(SHOW));
    }
    site.show(
        gateway,
        batches.stream()
            .map("<scan-progress batch-id=\"%s\"></scan-progress>"::formatted)
            .reduce("", String::concat));
    Page page = chromium.page();
    page.navigate(site.origin());
    page.evaluate(
        """
        async (module) => {
          window.heard = 0;
          const {liveOf} = await import(module);
          liveOf(new URL(module).origin).socket.addEventListener('message', () => window.heard++);
        }
        """,
        gateway.http("/live/live.js").toString());
    CDPSession devtools = page.context().newCDPSession(page);
    ScheduledExecutorService talk = talk(batches);
    try {
      page.waitForFunction("() => window.heard > 1000");
      double before = heap(page, devtools);
      page.waitForFunction("() => window.heard > 11000");
      double after = heap(page, devtools);
      System.out.printf("10,000 messages leave %.0f bytes of %.0f%n", after - before, after);
      assertThat(after - before).as("growth from %.0f bytes", before).isLessThan(2e6);
    } finally {
      talk.shutdownNow();
    }
    page.close();
  }

  /** The agent says twenty times a second how far it is with these, until this is shut down. */
  private ScheduledExecutorService talk(List<String> batches) {
    AtomicLong sequence = new AtomicLong();
    ScheduledExecutorService talk = Executors.newSingleThreadScheduledExecutor();
    var _ =
        talk.scheduleAtFixedRate(
            () -> {
              long next = sequence.incrementAndGet();
              try {
                for (String batch : batches) {
                  agent.say(
                      batch,
                      0,
                      next,
                      Map.of(
                          "filesProcessed",
                          next * 10,
                          "totalFiles",
                          1_000_000,
                          "currentFile",
                          "/vol/show/sh010/comp/a." + next + ".exr",
                          "filesPerSecond",
                          200.0,
                          "etaSeconds",
                          4000));
                }
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            },
            0,
            50,
            TimeUnit.MILLISECONDS);
    return talk;
  }

  private static double heap(Page page, CDPSession devtools) {
    devtools.send("HeapProfiler.collectGarbage");
    return ((Number) page.evaluate("performance.memory.usedJSHeapSize")).doubleValue();
  }

  private String address(String path) {
    return gateway.http(path).toString();
  }

  private void show(Page page, String batch) {
    page.navigate(address("/#/scans/" + batch));
    assertThat(page.getByTestId("status")).isVisible();
  }
}
