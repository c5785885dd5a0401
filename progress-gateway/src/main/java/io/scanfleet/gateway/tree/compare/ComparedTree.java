package io.scanfleet.gateway.tree.compare;

import io.scanfleet.gateway.batch.Target;
import io.scanfleet.model.ScanStatus;

/**
 * One of the two trees.
 *
 * @param key names it
 * @param completed whether the scan was completed, so that a directory without an error was read to
 *     the end
 * @param isFinal whether nothing of it will change
 */
record ComparedTree(long key, boolean completed, boolean isFinal) {

  static ComparedTree of(Target target) {
    return new ComparedTree(
        target.key(), target.status() == ScanStatus.COMPLETED, target.status().isFinal());
  }
}
