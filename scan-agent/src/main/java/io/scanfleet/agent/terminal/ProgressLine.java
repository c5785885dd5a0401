package io.scanfleet.agent.terminal;

import io.scanfleet.model.ScanStatus;
import io.scanfleet.model.message.ProgressMessage;
import java.io.Console;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;

/**
 * Tells in a terminal how the scans are going: one line that is written over again and again, and
 * one that stays for each scan that has ended. Elsewhere only the latter. Names from the disk are
 * shown without what would control the terminal. Not thread-safe.
 */
public final class ProgressLine {

  /** How often the line is worth writing. */
  public static final Duration REFRESH = Duration.ofMillis(200);

  private static final int DEFAULT_COLUMNS = 80;

  private static final String CLEAR = "\r\u001b[K";

  private final PrintStream out;
  private final boolean live;
  private final int columns;
  private boolean shown;

  /**
   * @param live whether {@code out} is a terminal
   * @param columns its width
   */
  public ProgressLine(PrintStream out, boolean live, int columns) {
    this.out = out;
    this.live = live;
    this.columns = columns;
  }

  /** One that is live if this process has a terminal, and as wide as {@code COLUMNS} says. */
  public static ProgressLine on(PrintStream out) {
    return new ProgressLine(out, isTerminal(), columns());
  }

  @SuppressWarnings("SystemConsoleNull") // its type says that it may be null
  private static boolean isTerminal() {
    Console console = System.console();
    return console != null && console.isTerminal();
  }

  private static int columns() {
    String columns = System.getenv("COLUMNS");
    try {
      return columns == null ? DEFAULT_COLUMNS : Math.max(20, Integer.parseInt(columns));
    } catch (NumberFormatException e) {
      return DEFAULT_COLUMNS;
    }
  }

  /** Whether {@link #show} shows anything. */
  public boolean isLive() {
    return live;
  }

  /**
   * Shows a running scan.
   *
   * @param others how many others are running
   */
  public void show(ProgressMessage message, int others) {
    if (!live) {
      return;
    }
    StringBuilder text = new StringBuilder();
    text.append(number(message.filesProcessed())).append(" files");
    Double percentage = message.progressPercentage();
    if (percentage == null) {
      text.append(", counting…");
    } else {
      text.append(
          String.format(
              Locale.ROOT,
              " of about %s, %.0f %%",
              number(totalOf(message)),
              Math.floor(percentage)));
    }
    if (message.filesPerSecond() != null) {
      text.append(", ").append(number(Math.round(message.filesPerSecond()))).append("/s");
    }
    text.append(", ").append(message.phase().wireName());
    if (others > 0) {
      text.append(", ").append(others).append(" more");
    }
    String current = message.currentFile();
    if (current != null) {
      int room = columns - 1 - text.length() - 2;
      if (room > 10) {
        text.append("  ").append(shortened(TerminalText.printable(current), room));
      }
    }
    String line = text.length() < columns ? text.toString() : text.substring(0, columns - 1);
    out.print(CLEAR + line);
    out.flush();
    shown = true;
  }

  /** Says how a scan has ended. */
  public void ended(String path, ProgressMessage message, Duration took) {
    clear();
    String result =
        message.status() == ScanStatus.COMPLETED ? "" : message.status().wireName() + ", ";
    String errors =
        message.errors() == 0 ? "" : ", " + number(message.errors()) + " could not be read";
    out.printf(
        Locale.ROOT,
        "%s: %s%s files in %s directories, %s in %.1f s%s%n",
        TerminalText.printable(path),
        result,
        number(message.filesProcessed()),
        number(message.directoriesProcessed()),
        TerminalText.bytes(message.bytesProcessed()),
        took.toMillis() / 1000.0,
        errors);
    Objects.requireNonNull(message.targets()).stream()
        .filter(target -> target.error() != null)
        .forEach(
            target -> out.println("  " + TerminalText.printable(String.valueOf(target.error()))));
  }

  /** Removes the line. */
  public void clear() {
    if (shown) {
      out.print(CLEAR);
      shown = false;
    }
  }

  private static long totalOf(ProgressMessage message) {
    return Objects.requireNonNullElse(message.totalFiles(), message.filesProcessed());
  }

  private static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** Keeps the end, where names differ. */
  private static String shortened(String path, int room) {
    return path.length() <= room ? path : "…" + path.substring(path.length() - room + 1);
  }
}
