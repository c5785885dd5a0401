package io.scanfleet.gateway.tree.search;

import java.io.IOException;
import java.io.OutputStream;
import java.util.function.LongSupplier;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes hits as lines of JSON as they are found: each hit an object, and between them, when
 * nothing was found for a second, one with {@code progress}, which also tells whether somebody is
 * still listening; at the end one with {@code summary}. For one answer and thread.
 */
final class HitStream implements HitSink {

  private static final long SILENCE_NANOS = 1_000_000_000;
  private static final int BUFFER_BYTES = 32 * 1024;

  private final OutputStream out;
  private final JsonMapper json;
  private final LongSupplier nanoTime;
  private final java.io.ByteArrayOutputStream line =
      new java.io.ByteArrayOutputStream(BUFFER_BYTES);
  private long lastWrite;

  /**
   * @param nanoTime a monotonic clock
   */
  HitStream(OutputStream out, JsonMapper json, LongSupplier nanoTime) {
    this.out = out;
    this.json = json;
    this.nanoTime = nanoTime;
    this.lastWrite = nanoTime.getAsLong();
  }

  /** A line that says how far the search is. */
  record ProgressLine(Progress progress) {}

  /**
   * How far a search is.
   *
   * @param scannedDirectories how many directories have been looked into
   * @param progress how much of the tree has been searched, from 0 to 1
   */
  record Progress(long scannedDirectories, double progress) {}

  /** The last line. */
  record SummaryLine(SearchSummary summary) {}

  @Override
  public void hit(SearchHit hit) throws IOException {
    append(hit);
    if (line.size() >= BUFFER_BYTES) {
      send();
    }
  }

  @Override
  public void pause(long directories, double progress) throws IOException {
    if (line.size() == 0) {
      if (nanoTime.getAsLong() - lastWrite < SILENCE_NANOS) {
        return;
      }
      append(new ProgressLine(new Progress(directories, progress)));
    }
    send();
    out.flush();
  }

  void end(SearchSummary summary) throws IOException {
    append(new SummaryLine(summary));
    send();
    out.flush();
  }

  private void append(Object value) {
    line.writeBytes(json.writeValueAsBytes(value));
    line.write('\n');
  }

  private void send() throws IOException {
    line.writeTo(out);
    line.reset();
    lastWrite = nanoTime.getAsLong();
  }
}
