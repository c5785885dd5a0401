import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** One page of a browser, with the probe in it. */
final class Tab implements AutoCloseable {

  private final Browser browser;
  private final String context;
  private final String session;

  Tab(Browser browser, String context, String session) {
    this.browser = browser;
    this.context = context;
    this.session = session;
    call("Page.enable", Map.of());
    call("Performance.enable", Map.of("timeDomain", "threadTicks"));
    call(
        "Emulation.setDeviceMetricsOverride",
        Map.of(
            "width",
            Browser.WIDTH,
            "height",
            Browser.HEIGHT,
            "deviceScaleFactor",
            1,
            "mobile",
            false));
  }

  JsonNode call(String method, Map<String, ?> parameters) {
    return browser.call(session, method, parameters);
  }

  /** Puts a script into every document before its own. */
  void prepare(Path script) {
    try {
      call("Page.addScriptToEvaluateOnNewDocument", Map.of("source", Files.readString(script)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Goes there; returns when the document has begun. */
  void open(String address) {
    JsonNode answer = call("Page.navigate", Map.of("url", address));
    if (answer.has("errorText")) {
      throw new BenchException(address + ": " + answer.path("errorText").asString());
    }
  }

  /** The value of an expression, or of what it promises. */
  JsonNode evaluate(String expression) {
    JsonNode answer =
        call(
            "Runtime.evaluate",
            Map.of("expression", expression, "awaitPromise", true, "returnByValue", true));
    if (answer.has("exceptionDetails")) {
      throw new BenchException(
          "the page does not get there: "
              + answer.path("exceptionDetails").path("exception").path("description").asString(""));
    }
    return answer.path("result").path("value");
  }

  List<Double> numbers(String expression) {
    List<Double> numbers = new ArrayList<>();
    evaluate(expression).forEach(number -> numbers.add(number.asDouble()));
    return numbers;
  }

  /** Presses and lets go the mouse in the middle of what the selector finds. */
  void click(String selector) {
    JsonNode at =
        evaluate(
            "(() => { const it = document.querySelector("
                + Browser.JSON.writeValueAsString(selector)
                + "); it.scrollIntoView({block: 'nearest'}); const box ="
                + " it.getBoundingClientRect(); return [box.x + box.width / 2, box.y + box.height /"
                + " 2]; })()");
    for (String type : List.of("mouseMoved", "mousePressed", "mouseReleased")) {
      Map<String, Object> event = new HashMap<>();
      event.put("type", type);
      event.put("x", at.get(0).asDouble());
      event.put("y", at.get(1).asDouble());
      event.put("button", type.equals("mouseMoved") ? "none" : "left");
      event.put("clickCount", type.equals("mouseMoved") ? 0 : 1);
      call("Input.dispatchMouseEvent", event);
    }
  }

  /** What the page's main thread has used of a core, so far. */
  double mainThreadSeconds() {
    for (JsonNode metric : call("Performance.getMetrics", Map.of()).path("metrics")) {
      if (metric.path("name").asString().equals("TaskDuration")) {
        return metric.path("value").asDouble();
      }
    }
    throw new BenchException("Chromium tells no TaskDuration");
  }

  @Override
  public void close() {
    browser.call("", "Target.disposeBrowserContext", Map.of("browserContextId", context));
  }
}
