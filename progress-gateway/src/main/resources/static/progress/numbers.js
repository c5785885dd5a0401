/**
 * Numbers that can be looked at: a rate that does not jump, a percentage that does not fall, an estimate that changes seldom.
 * Times are milliseconds and given, so that nothing here depends on when it runs.
 */
const HALF_LIFE = 2000;
/** A rate is shown once it is known to this part. */
const ENOUGH = 0.12;
/** Agents say nothing when nothing is found: after so long without a word the rate sinks. */
const QUIET = 3000;

/** Files per second, smoothed over time, however many messages come in it. */
export class Rate {
  sum = 0;
  weight = 0;
  /** @type {number | null} */
  files = null;
  at = 0;

  /** @param {number} files found so far @param {number} at when that was so @param {number | null} told what the agents say */
  take(files, at, told) {
    if (this.files === null) {
      if (told !== null) [this.sum, this.weight] = [told, 1];
    } else {
      const span = at - this.at;
      if (span <= 0) return;
      const part = 1 - 2 ** (-span / HALF_LIFE);
      this.sum += part * (Math.max(0, files - this.files) * 1000 / span - this.sum);
      this.weight += part * (1 - this.weight);
    }
    this.files = files;
    this.at = at;
  }

  /** @param {number} quiet for how long nothing has been heard @returns {number | null} null while it is not known */
  value(quiet) {
    if (this.weight < ENOUGH) return null;
    return this.sum / this.weight * 2 ** (-Math.max(0, quiet - QUIET) / HALF_LIFE);
  }
}

/** A percentage that never falls, and is 100 only at the end. */
export class Percent {
  most = 0;

  /** @param {number | null} percent @param {string} status @returns {number | null} null while it is not known */
  take(percent, status) {
    if (status === "completed") return 100;
    if (percent === null) return null;
    this.most = Math.max(this.most, Math.min(99.9, percent));
    return this.most;
  }
}

const SECOND = 1000;
const MINUTE = 60;
const HOUR = 3600;

/** How coarse an estimate is said. @param {number} seconds */
function step(seconds) {
  if (seconds <= MINUTE) return 10;
  if (seconds <= 10 * MINUTE) return MINUTE;
  return seconds <= HOUR ? 5 * MINUTE : HOUR / 2;
}

/** An estimate of what remains that is said coarsely, changes only when it is clearly another, and comes and goes slowly. */
export class Remaining {
  static SETTLE = 3 * SECOND;
  static HOLD = 4 * SECOND;
  static STALE = 10 * SECOND;
  /** When it is smoothed to, @type {number | null} */
  end = null;
  at = 0;
  knownSince = 0;
  unknownSince = 0;
  /** What is said, in seconds. @type {number | null} */
  said = null;
  saidAt = 0;

  /** @param {number | null} seconds @param {number} at */
  take(seconds, at) {
    if (seconds === null) {
      if (this.unknownSince === 0) this.unknownSince = at;
      return;
    }
    const end = at + seconds * SECOND;
    if (this.end === null || this.unknownSince > 0 && at - this.unknownSince > Remaining.SETTLE) {
      this.end = end;
      this.knownSince = at;
    } else {
      this.end += (1 - 2 ** (-(at - this.at) / (2 * HALF_LIFE))) * (end - this.end);
    }
    this.unknownSince = 0;
    this.at = at;
  }

  /** @param {number} now @returns {number | null} seconds: 0 for nearly done, a multiple of its coarseness otherwise; null if not known */
  value(now) {
    const unknown = this.unknownSince > 0 && now - this.unknownSince > Remaining.SETTLE;
    if (this.end === null || unknown || now - this.at > Remaining.STALE || now - this.knownSince < Remaining.SETTLE) return (this.said = null);
    const left = Math.max(0, (this.end - now) / SECOND);
    const width = step(left);
    const coarse = left < 10 ? 0 : Math.ceil(left / width) * width;
    if (this.said === null) {
      this.said = coarse;
      this.saidAt = now;
    } else if (coarse !== this.said && now - this.saidAt >= Remaining.HOLD) {
      // What is said stands for the step below it; a quarter of a step beyond either end does not change it.
      const slack = width / 4;
      const low = this.said - Math.max(width, step(this.said));
      if (left > Math.max(this.said, 10) + slack || left < low - slack || coarse === 0 || left < low && now - this.saidAt > 2 * Remaining.HOLD) {
        this.said = coarse;
        this.saidAt = now;
      }
    }
    return this.said;
  }
}

/** No news takes so long; a clock was set. */
const STEP = 3 * SECOND;

/** How far the gateway's clock is ahead of this one: what was said just now was not said later than now. */
export class GatewayClock {
  ahead = 0;
  /** @type {number | null} */
  best = null;

  /** @param {number} said by the gateway's clock @param {number} at by this one @param {boolean} fresh whether it was heard as it happened */
  heard(said, at, fresh) {
    const difference = said - at;
    if (fresh) this.best = this.best === null || this.best - difference > STEP ? difference : Math.max(this.best, difference);
    this.ahead = this.best ?? Math.max(0, difference);
  }

  /** @param {number} at by this clock @returns {number} by the gateway's */
  at(at) {
    return at + this.ahead;
  }
}
