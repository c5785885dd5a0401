package io.scanfleet.standalone;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.scanfleet.testing.DeletingTree;
import io.scanfleet.testing.VfxTree;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The description of the HTTP interface: it is what the gateway does, and can be tried out. */
@Tag("browser")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InterfacePageIT {

  private final DeletingTree disk = DeletingTree.create();
  private Fleet fleet;
  private GatewayClient gateway;
  private Chromium chromium;

  @BeforeAll
  void start() {
    Path show = disk.path().resolve("show");
    VfxTree.create(show, VfxTree.Size.SMALL);
    fleet = Fleet.onEmbeddedBroker();
    gateway = fleet.gateway();
    fleet.agent("nas-01", show);
    gateway.awaitAgents("nas-01");
    chromium = new Chromium();
  }

  @AfterAll
  void stop() {
    chromium.close();
    fleet.close();
    disk.close();
  }

  @Test
  void theInterfaceCanBeTriedOut() {
    Page page = chromium.page();
    page.navigate("http://127.0.0.1:" + gateway.port() + "/api");
    assertThat(page.locator(".opblock")).hasCount(OpenApiDocument.of(gateway).operations().size());

    Locator agents = page.locator("#operations-agent-listAgent");
    agents.locator(".opblock-summary-control").click();
    agents.getByText("Try it out").click();
    agents.getByText("Execute").click();
    Locator answer = agents.locator(".live-responses-table");
    assertThat(answer.locator("tbody td.response-col_status")).hasText("200");
    assertThat(answer.locator("tbody td.response-col_description")).containsText("nas-01");
    assertThat(chromium.complaints()).isEmpty();
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
}
