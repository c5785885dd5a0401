package io.scanfleet.gateway.tree;

import io.scanfleet.model.page.PageRecord;
import java.util.List;

/**
 * A page with its place.
 *
 * @param targetKey the target it belongs to
 * @param attempt the agent's start of the target, from 1
 * @param number its number within the attempt, from 0
 * @param files how many entries its listings hold that are no directories
 * @param findings what it adds to the reports, as {@link io.scanfleet.gateway.tree.report.Findings}
 *     encodes it
 */
public record StoredPage(
    long targetKey,
    int attempt,
    long number,
    long files,
    byte[] findings,
    List<PageRecord> records) {

  public StoredPage {
    if (attempt < 1 || number < 0) {
      throw new IllegalArgumentException(
          "attempts count from 1 and pages from 0: " + attempt + ", " + number);
    }
    records = List.copyOf(records);
  }
}
