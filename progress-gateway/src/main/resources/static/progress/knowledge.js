/** What is known of one scan, from answers and news in whatever order they come, and the numbers that are shown of it. */
import { isFinal } from "../live/status.js";
import { GatewayClock, Percent, Rate, Remaining } from "./numbers.js";
import { silences } from "./words.js";

/** @typedef {import("../http/types.js").ProgressMessage & Partial<import("../http/types.js").ScanPart>} Known a scan, as far as it is known */

export class Knowledge {
  constructor() {
    /** @type {Known | null} */
    this.scan = null;
    this.since = Date.now();
    this.heardAt = 0;
    this.percent = new Percent();
    this.rate = new Rate();
    this.remaining = new Remaining();
    this.clock = new GatewayClock();
  }

  isRunning() {
    return this.scan !== null && !isFinal(this.scan.status);
  }

  /**
   * @param {Known} message @param {boolean} live whether it was told as it happened @param {number} now ms
   * @returns {boolean} whether it is newer than what was known
   */
  take(message, live, now) {
    const before = this.scan;
    const ends = isFinal(message.status) && this.isRunning();
    const newer = before === null || message.sequence > before.sequence || ends;
    // An answer that was overtaken still knows the label and when the scan began.
    const scan = newer ? { ...before, ...message } : { ...message, ...before };
    if (isFinal(scan.status) && message.finishedAt) [scan.finishedAt, scan.partial] = [message.finishedAt, message.partial];
    scan.startedAt = message.startedAt ?? before?.startedAt ?? (scan.status === "queued" ? null : scan.timestamp);
    this.scan = scan;
    if (!newer) return false;
    this.heardAt = now;
    this.clock.heard(message.timestamp * 1000, now, live && before !== null);
    if (message.status !== "queued") this.rate.take(message.filesProcessed, message.timestamp * 1000, message.filesPerSecond);
    this.remaining.take(message.etaSeconds, now);
    return true;
  }

  /** @param {number} now ms @param {boolean} informed whether news can come */
  numbers(now, informed) {
    const { scan } = this;
    const clock = this.clock.at(now) / 1000;
    const told = informed && this.isRunning();
    const until = this.isRunning() ? clock : scan?.finishedAt ?? scan?.timestamp ?? 0;
    return {
      percent: scan ? this.percent.take(scan.progressPercentage, scan.status) : null,
      rate: told ? this.rate.value(now - this.heardAt) : null,
      eta: told ? this.remaining.value(now) : null,
      elapsed: scan?.startedAt ? until - scan.startedAt : null,
      silent: told && scan ? silences(scan.targets, clock, this.clock.at(this.since) / 1000) : "",
    };
  }
}
