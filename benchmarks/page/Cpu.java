/** What a page takes of a core from now on. */
final class Cpu {

  /**
   * Of one core; 1 is all of it.
   *
   * @param mainThread tasks of the page's main thread, by its own clock
   * @param renderer processes of pages, with all their threads
   * @param chromium all its processes
   */
  record Shares(double mainThread, double renderer, double chromium) {}

  private final Browser browser;
  private final Tab tab;
  private final long began = System.nanoTime();
  private final double mainThread;
  private final double renderer;
  private final double chromium;

  private Cpu(Browser browser, Tab tab) {
    this.browser = browser;
    this.tab = tab;
    mainThread = tab.mainThreadSeconds();
    renderer = browser.cpuSeconds(true);
    chromium = browser.cpuSeconds(false);
  }

  static Cpu of(Browser browser, Tab tab) {
    return new Cpu(browser, tab);
  }

  Shares shares() {
    double seconds = (System.nanoTime() - began) / 1e9;
    return new Shares(
        (tab.mainThreadSeconds() - mainThread) / seconds,
        (browser.cpuSeconds(true) - renderer) / seconds,
        (browser.cpuSeconds(false) - chromium) / seconds);
  }
}
