import java.util.ArrayDeque;
import java.util.Deque;
import java.util.stream.Collectors;

/**
 * Source text without comments, blank space at the ends of lines and lines that are empty then.
 * What stands in strings, templates and regular expressions stays; indentation does too.
 */
final class Stripped {

  private static final String BEFORE_EXPRESSION = "(,=:[!&|?{};+-*%<>~^";

  private final String text;
  private final StringBuilder kept = new StringBuilder();

  /** For each template that is open, how many braces are open in its expression. */
  private final Deque<Integer> templates = new ArrayDeque<>();

  private int at;

  private Stripped(String text) {
    this.text = text;
  }

  static String of(String name, String text) {
    String without =
        name.endsWith(".js")
            ? new Stripped(text).script()
            : name.endsWith(".css")
                ? text.replaceAll("(?s)/\\*.*?\\*/", "")
                : text.replaceAll("(?s)<!--.*?-->", "");
    return without
        .lines()
        .map(String::stripTrailing)
        .filter(line -> !line.isEmpty())
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private String script() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (text.startsWith("//", at)) {
        at = end("\n", 0);
      } else if (text.startsWith("/*", at)) {
        at = end("*/", 2);
      } else if (c == '"' || c == '\'') {
        quoted(c);
      } else if (c == '`') {
        keep();
        template();
      } else if (c == '/' && beginsExpression()) {
        pattern();
      } else {
        braces(c);
      }
    }
    return kept.toString();
  }

  private void braces(char c) {
    keep();
    if (templates.isEmpty() || (c != '{' && c != '}')) {
      return;
    }
    int open = templates.pop() + (c == '{' ? 1 : -1);
    if (open == 0) {
      template();
    } else {
      templates.push(open);
    }
  }

  /** From within a template to its end, or to where an expression in it begins. */
  private void template() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '\\') {
        keep();
        keep();
      } else if (c == '`') {
        keep();
        return;
      } else if (text.startsWith("${", at)) {
        keep();
        keep();
        templates.push(1);
        return;
      } else {
        keep();
      }
    }
  }

  private void quoted(char quote) {
    keep();
    while (at < text.length() && text.charAt(at) != quote) {
      if (text.charAt(at) == '\\') {
        keep();
      }
      keep();
    }
    keep();
  }

  private void pattern() {
    keep();
    boolean inClass = false;
    while (at < text.length() && (inClass || text.charAt(at) != '/')) {
      char c = text.charAt(at);
      inClass = c == '[' || (inClass && c != ']');
      if (c == '\\') {
        keep();
      }
      keep();
    }
    keep();
  }

  private boolean beginsExpression() {
    String before = kept.toString().stripTrailing();
    return before.isEmpty()
        || BEFORE_EXPRESSION.indexOf(before.charAt(before.length() - 1)) >= 0
        || before.endsWith("return");
  }

  private void keep() {
    if (at < text.length()) {
      kept.append(text.charAt(at++));
    }
  }

  private int end(String mark, int length) {
    int found = text.indexOf(mark, at + length);
    return found < 0 ? text.length() : found + length;
  }
}
