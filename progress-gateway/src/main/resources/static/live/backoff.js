/** How long to wait before the next attempt: longer after each failure, and at random, so that many do not come at once. */
const SHORTEST = 500;
const LONGEST = 20_000;
/** A connection that lived so long was a good one. */
const GOOD_LIFE = 10_000;

export class Backoff {
  failures = 0;

  /** An attempt failed, or what it had made has ended. @param {number} [lived] how long it had been good, in ms @returns {number} ms to wait */
  failed(lived = 0) {
    this.failures = lived >= GOOD_LIFE ? 1 : this.failures + 1;
    const most = Math.min(LONGEST, SHORTEST * 2 ** this.failures);
    return SHORTEST + Math.random() * (most - SHORTEST);
  }
}
