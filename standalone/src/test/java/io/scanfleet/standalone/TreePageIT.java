package io.scanfleet.standalone;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ReducedMotion;
import io.scanfleet.testing.DeletingTree;
import io.scanfleet.testing.NastyTree;
import io.scanfleet.testing.TestTree;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * The tree explorer in a real Chromium: a tree while it is read and afterwards, its picture and its
 * table, both with the keyboard alone. The tests are the chapters of one story, in order.
 */
@Tag("browser")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TreePageIT {

  private static final int MANY = 300_000;
  private static final String CACHE_COLOUR = "88,183,154";
  private static final String IMAGE_COLOUR = "100,169,216";
  private static final String MUCH_GROWN_COLOUR = "238,131,120";
  private static final String UNCHANGED_COLOUR = "152,164,174";

  private static final String MIDDLE =
      """
      () => {
        const canvas = document.querySelector('canvas');
        const at = [canvas.width / 2, canvas.height / 2, 1, 1];
        return canvas.getContext('2d').getImageData(...at).data.slice(0, 3).join();
      }\
      """;

  /** How much higher than its size a row's name stands, in pixels. */
  private static final String LEVEL =
      """
      row => {
        const [name, size] = ['bdi', '.size span:last-child'].map((part) => {
          const { y, height } = row.querySelector(part).getBoundingClientRect();
          return y + height / 2;
        });
        return size - name + 0.001;
      }\
      """;

  private final DeletingTree disk = DeletingTree.create();
  private final Path show = disk.path().resolve("show");
  private final Path nasty = disk.path().resolve("nasty");
  private final CountDownLatch letGo = new CountDownLatch(1);
  private TestTree tree;
  private Fleet fleet;
  private GatewayClient gateway;
  private Chromium chromium;
  private String first;

  @BeforeAll
  void start() {
    tree = TestTree.in(show);
    for (int frame = 1001; frame <= 1120; frame++) {
      if (frame != 1005 && frame != 1100 && frame != 1101) {
        tree.file("comp/v001/shot_comp." + frame + ".exr", frame == 1010 ? 0 : 8_000_000);
      }
    }
    tree.file("comp/shot.nk", 300_000)
        .file("cache/fx.abc", 400_000_000)
        .file("late/deep/plate.mov", 90_000_000)
        .file("locked/secret.txt", 1)
        .file("odd/<img src=x onerror=alert(1)>.txt", 12)
        .file("odd/\u202Egpj.exe", 34)
        .directory("empty");
    NastyTree.create(nasty);
    fleet = Fleet.onEmbeddedBroker();
    gateway = fleet.gateway();
    fleet.guardedAgent(
        "nas-01",
        GuardedReader.refusing(Set.of("locked")).then(GuardedReader.holding("late", letGo)),
        show,
        nasty);
    gateway.awaitAgents("nas-01");
    first = gateway.start("nas-01=" + show, "nas-01=" + nasty);
    chromium = new Chromium();
  }

  @AfterAll
  void stop() {
    letGo.countDown();
    chromium.close();
    fleet.close();
    disk.close();
  }

  private Page open(String scan, String query) {
    Page page = chromium.page();
    page.navigate(gateway.http("/") + "#/scans/" + scan + query);
    return page;
  }

  private static Locator row(Page page, String name) {
    return page.getByTestId("tree-row")
        .filter(new Locator.FilterOptions().setHas(page.locator(".name").getByText(name)));
  }

  private static Locator focused(Page page) {
    return page.locator("[role=row]:focus .name");
  }

  private static void press(Page page, String... keys) {
    for (String key : keys) {
      page.keyboard().press(key);
    }
  }

  /** Waits until the middle of the picture has this colour. */
  private static void awaitColour(Page page, String colour) {
    await()
        .pollInSameThread()
        .untilAsserted(() -> assertThat(page.evaluate(MIDDLE)).isEqualTo(colour));
  }

  @Test
  @Order(1)
  void aTreeIsShownWhileItIsReadAndSettlesWhenItIs() {
    Page page = open(first, "?sort=name");
    assertThat(row(page, "late")).containsText("being scanned");
    assertThat(row(page, "cache")).containsText("381.5 MiB");
    assertThat(page.getByTestId("totals")).containsText("≥ ");
    chromium.assertUsableByAll(page, "tree-running");
    row(page, "comp").getByTestId("toggle").click();
    assertThat(row(page, "shot.nk")).isVisible();

    letGo.countDown();
    assertThat(row(page, "late")).containsText("85.8 MiB");
    // What was opened stays open.
    assertThat(row(page, "shot.nk")).isVisible();
    assertThat(page.getByTestId("totals")).containsText("1 could not be read");
    gateway.awaitEnd(first);
    assertThat(row(page, "late")).not().containsText("being scanned");
    assertThat(chromium.complaints()).isEmpty();
    page.close();
  }

  @Test
  @Order(2)
  void theTableIsUsedWithTheKeyboardAlone() {
    Page page = open(first, "?sort=name&show=table");
    Locator grid = page.getByTestId("tree-table");
    row(page, "cache").focus();
    press(page, "ArrowDown", "ArrowRight");
    assertThat(row(page, "comp").first()).hasAttribute("aria-expanded", "true");
    assertThat(row(page, "v001")).hasAttribute("aria-level", "2");
    press(page, "End");
    assertThat(focused(page)).containsText("odd");
    press(page, "Home", "c", "o");
    assertThat(focused(page)).containsText("comp");
    press(page, "ArrowRight");
    assertThat(focused(page)).containsText("shot.nk");
    press(page, "ArrowDown", "ArrowRight");

    // A sequence is one row with its gaps, until it is opened.
    Locator sequence = page.locator("[data-type=sequence]");
    assertThat(sequence).containsText("shot_comp.1001-1120#.exr");
    assertThat(sequence).containsText("3 missing: 1005, 1100-1101; 1 empty: 1010");
    assertThat(sequence.getByTestId("frames")).isVisible();
    assertThat((Double) sequence.evaluate(LEVEL)).isBetween(-1.5, 1.5);
    assertThat(sequence).hasAttribute("aria-level", "3");
    press(page, "ArrowDown");
    assertThat(sequence).isFocused();
    chromium.assertUsableByAll(page, "tree-table");
    press(page, "ArrowRight", "ArrowRight");
    assertThat(focused(page)).containsText("shot_comp.1001.exr");
    assertThat(page.locator("[role=row]:focus")).hasAttribute("aria-setsize", "117");
    press(page, "ArrowLeft");
    assertThat(sequence).isFocused();
    press(page, "ArrowLeft", "ArrowLeft", "ArrowLeft");
    assertThat(row(page, "v001")).hasAttribute("aria-expanded", "false");
    press(page, "ArrowLeft", " ");
    assertThat(row(page, "comp").first()).hasAttribute("aria-selected", "true");

    // Into a directory and back.
    press(page, "Enter");
    assertThat(page.getByTestId("crumbs").locator("[aria-current]")).hasText("comp");
    assertThat(focused(page)).containsText("shot.nk");
    page.goBack();
    assertThat(row(page, "cache")).isVisible();
    assertThat(page)
        .hasURL(Pattern.compile(".*#/scans/" + first + "\\?sort=name&show=table&sel=comp$"));

    page.getByTestId("sequences").uncheck();
    page.getByTestId("sort-size").click();
    assertThat(page.locator("[aria-sort=descending]")).containsText("Size");
    assertThat(grid.getByTestId("tree-row").first()).containsText("comp");
    page.getByTestId("sort-size").click();
    assertThat(page.locator("[aria-sort=ascending]")).containsText("Size");
    assertThat(grid.getByTestId("tree-row").first()).containsText("empty");
    assertThat(chromium.complaints()).isEmpty();
    page.close();
  }

  @Test
  @Order(3)
  void thePictureIsUsedWithTheKeyboardAlone() {
    Page page = open(first, "");
    Locator picture = page.getByTestId("treemap");
    Locator says = page.getByTestId("map-says");
    assertThat(row(page, "cache")).isVisible();
    awaitColour(page, IMAGE_COLOUR);
    picture.focus();
    press(page, "Home");
    assertThat(says).containsText(show + "/comp");
    press(page, "ArrowDown");
    assertThat(says).containsText(show + "/comp/v001");
    assertThat(page.getByTestId("tip")).containsText("117 files");
    chromium.assertUsableByAll(page, "tree");
    picture.focus();
    press(page, "Home", "Enter");
    assertThat(page.getByTestId("crumbs").locator("[aria-current]")).hasText("comp");
    assertThat(row(page, "shot.nk")).isVisible();
    press(page, "Backspace");
    assertThat(row(page, "cache")).isVisible();

    // What is selected in one is selected in the other, opened where it has to be.
    page.getByTestId("colour").selectOption("age");
    assertThat(page.getByTestId("legend")).containsText("over 3 years");
    chromium.assertUsableByAll(page, "tree-age");
    page.navigate(gateway.http("/") + "#/scans/" + first + "?sel=cache%2Ffx.abc&color=age");
    assertThat(row(page, "fx.abc")).hasAttribute("aria-selected", "true");
    page.reload();
    assertThat(row(page, "fx.abc")).hasAttribute("aria-selected", "true");
    assertThat(page.getByTestId("colour")).hasValue("age");

    page.navigate(gateway.http("/") + "#/scans/" + first + "?path=cache");
    awaitColour(page, CACHE_COLOUR);
    picture.click();
    assertThat(row(page, "fx.abc")).hasAttribute("aria-selected", "true");
    page.getByTestId("choose-map").click();
    assertThat(page.getByTestId("tree-table")).isHidden();
    chromium.assertUsableByAll(page, "tree-map");
    assertThat(page.getByTestId("here-search"))
        .hasAttribute("href", "#/scans/" + first + "/search?path=cache");
    page.getByTestId("export").locator("summary").click();
    assertThat(page.getByText("Parquet"))
        .hasAttribute("href", Pattern.compile(".*/export\\?target=0&format=parquet&path=cache"));
    chromium.assertUsableByAll(page, "tree-export");
    press(page, "Escape");
    assertThat(page.getByText("Parquet")).isHidden();
    assertThat(chromium.complaints()).isEmpty();
    page.close();
  }

  @Test
  @Order(4)
  void hundredsOfThousandsOfRowsAreScrolled() {
    StringBuilder export =
        new StringBuilder(
            "[1,2,{\"progname\":\"ncdu\"},[{\"name\":\"/vol/flat\"},[{\"name\":\"many\"}");
    for (int i = 0; i < MANY; i++) {
      long size = 1 + i * 7919L % MANY * 100;
      export.append(",{\"name\":\"cache_%06d_x.bin\",\"asize\":%d}".formatted(i, size));
    }
    GatewayClient.Answer answer =
        gateway.post(
            "/api/v1/scans/import?agent=nas-01",
            export.append("]]]").toString().getBytes(StandardCharsets.UTF_8),
            "Content-Type",
            "application/json");
    assertThat(answer.status()).as("%s", answer.body()).isEqualTo(201);
    String flat = answer.body().path("batch_id").asString();
    Page page = open(flat, "?path=many&sort=name&show=table");
    Locator grid = page.getByTestId("tree-table");
    assertThat(grid).hasAttribute("aria-rowcount", String.valueOf(MANY + 1));
    assertThat(page.getByTestId("tree-row").first()).containsText("cache_000000_x.bin");

    // Any row is found with a few questions, and only what is in sight is in the document.
    grid.evaluate("grid => grid.scrollTop = 28 * 150_000");
    assertThat(page.locator("[aria-rowindex='150011']")).containsText("cache_150009_x.bin");
    assertThat(page.getByTestId("tree-wait")).hasCount(0);
    assertThat((Integer) page.evaluate("document.querySelectorAll('[role=row]').length"))
        .isLessThan(80);
    page.locator("[aria-rowindex='150011']").focus();
    press(page, "End");
    assertThat(focused(page)).containsText("cache_299999_x.bin");
    press(page, "PageUp");
    assertThat(page.locator("[role=row]:focus")).hasAttribute("data-testid", "tree-row");
    page.getByTestId("sort-size").click();
    assertThat(page.getByTestId("tree-row").first()).containsText("28.6 MiB");
    grid.evaluate("grid => grid.scrollTop = 28 * 200_000");
    assertThat(page.locator("[aria-rowindex='200011']")).containsText("9.54 MiB");
    chromium.assertUsableByAll(page, "tree-300000");

    // Where only some columns are shown, they have all of the room.
    for (int width : new int[] {320, 520}) {
      page.setViewportSize(width, 900);
      page.waitForFunction(
          """
          () => {
            const row = document.querySelector('[data-testid=tree-row]');
            const shown = [...row.children].filter((cell) => getComputedStyle(cell).display !== 'none');
            return getComputedStyle(row).gridTemplateColumns.split(' ').length === shown.length;
          }
          """);
    }
    page.setViewportSize(1280, 900);

    // So is a name that is typed, and one that the address names, whichever the order.
    page.locator("[aria-rowindex='200011']").focus();
    page.keyboard().type("CACHE_1234");
    assertThat(focused(page)).containsText("cache_123400_x.bin");
    for (String order : List.of("sort=size", "sort=name&order=desc", "sort=mtime&order=asc")) {
      page.navigate(gateway.http("/") + "#/");
      assertThat(page.getByTestId("scan-row").first()).isVisible();
      page.navigate(
          gateway.http("/")
              + ("#/scans/" + flat + "?path=many&show=table&sel=cache_250017_x.bin&" + order));
      assertThat(page.locator("[role=row][aria-selected=true]")).containsText("cache_250017_x.bin");
      assertThat(page.locator("[role=row][aria-selected=true]")).isInViewport();
    }
    assertThat(chromium.complaints()).isEmpty();
    page.close();
  }

  @Test
  @Order(5)
  void whatIsStrangeOrMissingIsSaid() {
    Page page = open(first, "?sort=name");
    assertThat(row(page, "locked")).containsText("could not be read: Permission denied");
    row(page, "odd").getByTestId("toggle").click();
    assertThat(row(page, "<img src=x onerror=alert(1)>.txt")).isVisible();
    assertThat(row(page, "⟨U+202E⟩gpj.exe")).isVisible();
    page.locator("select[name=target]").selectOption("1");
    assertThat(page.getByTestId("crumbs").locator("[aria-current]")).hasText(nasty.toString());
    row(page, "names").getByRole(AriaRole.LINK).click();
    assertThat(page.getByTestId("crumbs").locator("[aria-current]")).hasText("names");
    page.getByTestId("tree-row").first().focus();
    press(page, "n", "e", "w");
    assertThat(focused(page)).containsText("new⟨U+000A⟩line");
    chromium.assertUsableByAll(page, "tree-strange-names");

    page.navigate(gateway.http("/") + "#/scans/" + first + "?path=locked");
    assertThat(page.getByTestId("unreadable")).containsText("Permission denied");
    chromium.assertUsableByAll(page, "tree-unreadable");
    page.navigate(gateway.http("/") + "#/scans/" + first + "?path=empty");
    assertThat(page.getByTestId("tree-wait")).hasText("Empty");
    chromium.assertUsableByAll(page, "tree-empty");
    assertThat(chromium.complaints()).isEmpty();

    page.navigate(gateway.http("/") + "#/scans/" + first + "?path=nowhere");
    assertThat(page.getByTestId("no-directory")).containsText("no such directory");
    chromium.assertUsableByAll(page, "tree-no-such-directory");
    page.route("**/tree?*", route -> route.abort());
    page.navigate(gateway.http("/") + "#/scans/" + first + "?path=comp");
    assertThat(page.getByTestId("no-directory")).containsText("cannot be reached");
    chromium.assertUsableByAll(page, "tree-unreachable");
    page.unroute("**/tree?*");
    page.getByTestId("retry-tree").click();
    assertThat(row(page, "v001")).isVisible();

    // What breaks off once is asked for again, and nobody is troubled with it.
    Set<String> asked = new HashSet<>();
    page.route(
        "**/tree?*",
        route -> {
          if (asked.add(route.request().url())) {
            route.abort();
          } else {
            route.resume();
          }
        });
    page.reload();
    assertThat(row(page, "v001")).isVisible();
    assertThat(page.getByTestId("no-directory")).hasCount(0);
    page.unroute("**/tree?*");
    assertThat(chromium.complaints())
        .allMatch(text -> text.contains("404") || text.contains("ERR_FAILED"));
    page.close();
  }

  @Test
  @Order(6)
  void whatHasGrownIsColoured() {
    Page page = open(first, "?color=growth");
    assertThat(page.getByTestId("growth")).containsText("no earlier completed scan");
    tree.file("cache/fx.abc", 700_000_000).file("brand/new.mov", 50_000_000);
    String second = gateway.start("nas-01=" + show);
    gateway.awaitEnd(second);
    page.navigate(gateway.http("/") + "#/scans/" + second + "?color=growth&path=cache");
    assertThat(page.getByTestId("growth")).containsText("Since the scan of");
    awaitColour(page, MUCH_GROWN_COLOUR);
    page.getByTestId("treemap").hover();
    assertThat(page.getByTestId("tip")).containsText("+286.1 MiB");

    // All of it, without the way there: what is in the middle has stayed as it was.
    page.emulateMedia(new Page.EmulateMediaOptions().setReducedMotion(ReducedMotion.REDUCE));
    page.navigate(gateway.http("/") + "#/scans/" + second + "?color=growth");
    assertThat(row(page, "brand")).isVisible();
    page.mouse().move(0, 0);
    awaitColour(page, UNCHANGED_COLOUR);
    chromium.assertUsableByAll(page, "tree-growth");
    assertThat(chromium.complaints()).isEmpty();
    page.close();
  }
}
