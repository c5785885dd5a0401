package io.scanfleet.agent.terminal;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How a scan went; as JSON, the names of the components are the field names.
 *
 * @param status {@code completed} or {@code cancelled}
 * @param files everything that is not a directory
 * @param directories the scanned one included
 * @param bytes apparent size of the files, hard links counted once
 * @param allocatedBytes what they take on disk; null if the file system does not tell
 * @param errors what could not be read
 * @param partial whether the totals are lower bounds
 * @param seconds how long it took
 * @param biggestDirectories by the size of their own files
 * @param unreadable the first of what could not be read
 */
record ScanReport(
    String path,
    String status,
    long files,
    long directories,
    long symlinks,
    long specials,
    long bytes,
    @Nullable Long allocatedBytes,
    long errors,
    boolean partial,
    double seconds,
    List<ScanSummary.Big> biggestDirectories,
    List<ScanSummary.Unreadable> unreadable) {

  private static final int UNREADABLE_SHOWN = 10;

  /** For people. */
  void print(PrintStream out) {
    out.printf(
        Locale.ROOT,
        "%s: %s%,d files in %,d directories, %s%s in %.1f s, %,d files/s%n",
        TerminalText.printable(path),
        status.equals("completed") ? "" : status + ", ",
        files,
        directories,
        TerminalText.bytes(bytes),
        allocatedBytes == null ? "" : " (" + TerminalText.bytes(allocatedBytes) + " on disk)",
        seconds,
        Math.round(files / Math.max(seconds, 0.001)));
    if (!biggestDirectories.isEmpty()) {
      out.println("Biggest directories, by their own files:");
      for (ScanSummary.Big directory : biggestDirectories) {
        out.printf(
            Locale.ROOT,
            "  %10s %,9d files  %s%n",
            TerminalText.bytes(directory.bytes()),
            directory.files(),
            TerminalText.printable(directory.path()));
      }
    }
    if (errors > 0) {
      out.printf(Locale.ROOT, "%,d could not be read, so the totals are lower bounds:%n", errors);
      unreadable.stream()
          .limit(UNREADABLE_SHOWN)
          .forEach(
              it -> out.println("  " + TerminalText.printable(it.path()) + ": " + it.reason()));
      if (errors > UNREADABLE_SHOWN) {
        out.printf(Locale.ROOT, "  and %,d more%n", errors - UNREADABLE_SHOWN);
      }
    } else if (partial) {
      out.println("The totals are lower bounds: not everything was read.");
    }
  }
}
