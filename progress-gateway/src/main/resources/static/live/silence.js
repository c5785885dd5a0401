/**
 * Whether the other end is still there: after 10 s without a word it is asked, after 30 s it counts as lost. Right after this
 * computer slept, a question has 5 s.
 */
const ASK_AFTER = 10_000;
const LOST_AFTER = 30_000;
const HURRIED = 5000;

export class Silence {
  heardAt = 0;
  /** When a question that was asked must have been answered; 0 if none is open. */
  deadline = 0;

  /** @param {number} now Unix ms, as everywhere here */
  heard(now) {
    this.heardAt = now;
    this.deadline = 0;
  }

  /** What to do. @param {number} now @returns {"" | "ask" | "lost"} */
  look(now) {
    if (this.deadline > 0) return now >= this.deadline ? "lost" : "";
    if (now - this.heardAt < ASK_AFTER) return "";
    this.deadline = now + LOST_AFTER - ASK_AFTER;
    return "ask";
  }

  /** It is asked now and has to answer soon. @param {number} now */
  hurry(now) {
    this.deadline = now + HURRIED;
  }
}
