package io.scanfleet.standalone;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The page where there is more than one answer holds. The scans are imported, which is quick. */
@Tag("browser")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class QuantityPageIT {

  private static final int SCANS = 110;

  /** Of so many that differ not all are opened for one comparison. */
  private static final int MANY = 50_000;

  private static final int FEW = 300;

  private Fleet fleet;
  private GatewayClient gateway;
  private Chromium chromium;
  private Page page;

  @BeforeAll
  void start() {
    fleet = Fleet.onEmbeddedBroker();
    gateway = fleet.gateway();
    chromium = new Chromium();
    page = chromium.page();
  }

  @AfterAll
  void stop() {
    chromium.close();
    fleet.close();
  }

  @AfterEach
  void nothingWasComplainedOf() {
    assertThat(chromium.complaints()).isEmpty();
  }

  /** A scan of this directory with these entries, in ncdu's format. */
  private String imported(String path, String entries) {
    GatewayClient.Answer answer =
        gateway.post(
            "/api/v1/scans/import?agent=old-nas",
            "[1,2,{\"progname\":\"ncdu\"},[{\"name\":\"%s\"},%s]]"
                .formatted(path, entries)
                .getBytes(StandardCharsets.UTF_8),
            "Content-Type",
            "application/json");
    assertThat(answer.status()).as("%s", answer.body()).isEqualTo(201);
    return answer.body().path("batch_id").asString();
  }

  private void open(String place) {
    page.navigate(gateway.http("/") + "#/" + place);
  }

  private Locator the(String testId) {
    return page.getByTestId(testId);
  }

  @Test
  void aLongHistoryIsReadFromItsEnd() {
    List<String> scans = new ArrayList<>();
    for (int i = 1; i <= SCANS; i++) {
      scans.add(imported("/vol/long", "{\"name\":\"a.mov\",\"asize\":%d}".formatted(i * 1024)));
    }
    open("roots?agent=old-nas&path=%2Fvol%2Flong");
    assertThat(the("past")).hasCount(100);
    assertThat(the("past").first()).containsText("110.0 KiB");
    assertThat(the("past").first()).containsText("+1.00 KiB");
    // What it grew by is not known before the scan before it has come.
    assertThat(the("past").last()).containsText("11.0 KiB");
    assertThat(the("past").last()).not().containsText("+");
    chromium.assertUsableByAll(page, "history-long");

    the("older").click();
    assertThat(the("past")).hasCount(SCANS);
    assertThat(the("past").nth(99)).containsText("+1.00 KiB");
    assertThat(the("past").last()).containsText("1.00 KiB");
    assertThat(the("older")).hasCount(0);
    assertThat(the("chart").locator("canvas")).isVisible();

    // An old one has older ones too.
    open("scans/" + scans.get(5) + "/compare");
    assertThat(the("with")).hasValue(scans.get(4));
    assertThat(the("grown")).containsText("Grown by 1.00 KiB");
  }

  @Test
  void whereTooMuchDiffersThatIsSaid() {
    String older = imported("/vol/wide", wide(1));
    String newer = imported("/vol/wide", wide(3));
    open("scans/" + newer + "/compare?with=" + older);
    Locator comparison = the("comparison");
    assertThat(the("grown"))
        .hasText("Grown by 98.2 KiB", new LocatorAssertions.HasTextOptions().setTimeout(60_000));
    assertThat(comparison).containsText("the summary is of the upper directories only");
    assertThat(comparison).containsText("Not all that moved was looked for");
    assertThat(the("summary-changed")).not().containsText("50,300 files");
    assertThat(the("entry")).hasCount(2);
    assertThat(the("entry").first()).containsText("+97.7 KiB");
    chromium.assertUsableByAll(page, "compare-incomplete");

    // Of a part of it all was looked at.
    the("entry").last().getByRole(AriaRole.LINK).click();
    assertThat(the("summary-changed")).containsText("300 files");
    assertThat(comparison).not().containsText("upper directories only");
    assertThat(the("entry")).hasCount(200);
    the("more").click();
    assertThat(the("entry")).hasCount(FEW);
    assertThat(the("more")).hasCount(0);
    chromium.assertUsableByAll(page, "compare-many");
  }

  /** Two directories of directories with a file each. */
  private static String wide(int bytes) {
    return branch("few", FEW, bytes) + "," + branch("many", MANY, bytes);
  }

  private static String branch(String name, int directories, int bytes) {
    StringBuilder all = new StringBuilder("[{\"name\":\"%s\"}".formatted(name));
    for (int i = 0; i < directories; i++) {
      all.append(",[{\"name\":\"d%05d\"},{\"name\":\"f\",\"asize\":%d}]".formatted(i, bytes));
    }
    return all.append(']').toString();
  }
}
