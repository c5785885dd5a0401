/** Speaks to those who cannot see the numbers: every tenth percent or half minute, and at the end; only a failure interrupts. */
import { element, say } from "./dom.js";

const PERCENT = 10;
const PAUSE = 30_000;

export class Announcer {
  constructor() {
    this.polite = element("div", { role: "status", class: "unseen" });
    this.urgent = element("div", { role: "alert", class: "unseen" });
    this.step = 0;
    this.at = 0;
  }

  /** Another scan begins. */
  forget() {
    this.step = 0;
    this.at = 0;
    say(this.polite, "");
    say(this.urgent, "");
  }

  /** @param {number | null} percent @param {string} text @param {number} now ms */
  progress(percent, text, now) {
    const step = Math.floor((percent ?? 0) / PERCENT);
    if (this.at === 0) [this.step, this.at] = [step, now];
    if (step <= this.step && now - this.at < PAUSE) return;
    this.step = step;
    this.at = now;
    say(this.polite, text);
  }

  /** @param {string} text @param {boolean} [bad] */
  tell(text, bad = false) {
    say(bad ? this.urgent : this.polite, text);
  }
}
