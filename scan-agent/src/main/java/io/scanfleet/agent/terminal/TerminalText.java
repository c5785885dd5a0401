package io.scanfleet.agent.terminal;

import java.util.Locale;

/** Text for a terminal. */
final class TerminalText {

  private TerminalText() {}

  /** A size in binary units: {@code 1.5 GiB}. */
  static String bytes(long value) {
    String[] units = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    double rest = value;
    int unit = 0;
    while (rest >= 1024 && unit < units.length - 1) {
      rest /= 1024;
      unit++;
    }
    return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", rest, units[unit]);
  }

  /** Without what would control the terminal. */
  static String printable(String text) {
    StringBuilder clean = new StringBuilder();
    text.codePoints()
        .forEach(
            c ->
                clean.appendCodePoint(
                    Character.isISOControl(c) || Character.getType(c) == Character.FORMAT
                        ? 0xFFFD
                        : c));
    return clean.toString();
  }
}
