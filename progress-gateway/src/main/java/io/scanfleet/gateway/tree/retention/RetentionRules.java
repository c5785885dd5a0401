package io.scanfleet.gateway.tree.retention;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Which scans are kept. Of every root, which is a path on an agent, the newest completed scan is
 * kept in any case, so that there is one to compare the next with.
 *
 * @param keepLast how many completed scans of a root are kept, at least 1; a failed or cancelled
 *     one is kept while fewer than that have ended after it; null if all are
 * @param maxAge how long a scan is kept after it has ended, or after it was imported if that was
 *     later; null if for ever
 */
@ConfigurationProperties("scanfleet.retention")
record RetentionRules(@Nullable Integer keepLast, @Nullable Duration maxAge) {

  RetentionRules {
    if (keepLast != null && keepLast < 1) {
      throw new IllegalArgumentException(
          "scanfleet.retention.keep-last is a number of scans, at least 1: " + keepLast);
    }
    if (maxAge != null && !maxAge.isPositive()) {
      throw new IllegalArgumentException(
          "scanfleet.retention.max-age is a time such as 90d, longer than none: " + maxAge);
    }
  }

  boolean keepAll() {
    return keepLast == null && maxAge == null;
  }
}
