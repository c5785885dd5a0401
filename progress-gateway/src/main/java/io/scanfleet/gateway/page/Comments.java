package io.scanfleet.gateway.page;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Takes the comments out of a source before it is sent: types and explanations are a fifth of the
 * page's modules, and browsers have no use for them. Lines keep their numbers, so that what a
 * browser says of a fault is found in the source.
 *
 * <p>Of the language only so much is told apart as is needed to know where a comment begins:
 * strings, templates with what is inserted into them, and regular expressions. A slash begins an
 * expression where a value may stand, after an operator or one of a few words; elsewhere it
 * divides.
 */
final class Comments {

  private static final Pattern IN_STYLES = Pattern.compile("/\\*.*?\\*/", Pattern.DOTALL);
  private static final String OPERATORS = "(,=:[!&|?{};+-*%<>~^";
  private static final Set<String> BEFORE_VALUES =
      Set.of("return", "typeof", "case", "in", "of", "await", "yield", "void", "delete", "else");

  private final String source;
  private final StringBuilder kept;

  /** For each template that is open, how many braces are open in what is inserted. */
  private final Deque<Integer> templates = new ArrayDeque<>();

  private int at;

  private Comments(String source) {
    this.source = source;
    this.kept = new StringBuilder(source.length());
  }

  static String removedFromStyles(String source) {
    return IN_STYLES
        .matcher(source)
        .replaceAll(comment -> "\n".repeat((int) comment.group().lines().count() - 1));
  }

  static String removedFromScript(String source) {
    return new Comments(source).removed();
  }

  private String removed() {
    while (at < source.length()) {
      char c = source.charAt(at);
      if (source.startsWith("//", at)) {
        drop(source.indexOf('\n', at));
      } else if (source.startsWith("/*", at)) {
        int end = source.indexOf("*/", at + 2);
        drop(end < 0 ? end : end + 2);
      } else if (c == '"' || c == '\'') {
        quoted(c);
      } else if (c == '`') {
        keep();
        template();
      } else if (c == '/' && mayBeginValue()) {
        pattern();
      } else {
        keep();
        brace(c);
      }
    }
    return kept.toString();
  }

  /** Leaves out all before {@code end}, or to the end of the source if that is negative. */
  private void drop(int end) {
    int next = end < 0 ? source.length() : end;
    String comment = source.substring(at, next);
    at = next;
    boolean endsLine = next == source.length() || source.charAt(next) == '\n';
    int last = kept.length();
    while (endsLine && last > 0 && kept.charAt(last - 1) == ' ') {
      last--;
    }
    kept.setLength(last);
    long lines = comment.chars().filter(c -> c == '\n').count();
    if (lines > 0) {
      kept.repeat('\n', (int) lines);
    } else if (!endsLine && last > 0 && !Character.isWhitespace(kept.charAt(last - 1))) {
      kept.append(' ');
    }
  }

  private void brace(char c) {
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

  /** From within a template to its end, or to where something is inserted. */
  private void template() {
    while (at < source.length()) {
      char c = source.charAt(at);
      if (source.startsWith("${", at)) {
        keep();
        keep();
        templates.push(1);
        return;
      }
      keep();
      if (c == '\\') {
        keep();
      } else if (c == '`') {
        return;
      }
    }
  }

  private void quoted(char quote) {
    keep();
    while (at < source.length() && source.charAt(at) != quote) {
      if (source.charAt(at) == '\\') {
        keep();
      }
      keep();
    }
    keep();
  }

  private void pattern() {
    keep();
    boolean inClass = false;
    while (at < source.length() && (inClass || source.charAt(at) != '/')) {
      char c = source.charAt(at);
      inClass = c == '[' || (inClass && c != ']');
      if (c == '\\') {
        keep();
      }
      keep();
    }
    keep();
  }

  private boolean mayBeginValue() {
    int end = kept.length();
    while (end > 0 && Character.isWhitespace(kept.charAt(end - 1))) {
      end--;
    }
    if (end == 0 || OPERATORS.indexOf(kept.charAt(end - 1)) >= 0) {
      return true;
    }
    int begin = end;
    while (begin > 0 && Character.isJavaIdentifierPart(kept.charAt(begin - 1))) {
      begin--;
    }
    return BEFORE_VALUES.contains(kept.substring(begin, end));
  }

  private void keep() {
    if (at < source.length()) {
      kept.append(source.charAt(at++));
    }
  }
}
