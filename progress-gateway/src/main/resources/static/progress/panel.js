/** What <scan-progress> shows: made once, then changed only where a number or word differs. */
import { count, span } from "../words/format.js";
import { strings } from "../words/strings.js";
import { isFinal } from "../live/status.js";
import { CurrentPath } from "./path.js";
import { element, put, say, show, Sign } from "./dom.js";
import { connectionSign, statusSign } from "./signs.js";
import { Sparkline } from "./sparkline.js";
import { Targets } from "./targets.js";
import { denominator, elapsed, percentage, remaining, size, speed, valueText } from "./words.js";

/**
 * @typedef {import("./knowledge.js").Known} Known
 * @typedef {object} View
 * @property {Known | null} scan
 * @property {string} notice why there is none
 * @property {number | null} percent
 * @property {number | null} rate
 * @property {number | null} eta
 * @property {number | null} elapsed in seconds
 * @property {string} silent
 * @property {string} problem
 * @property {boolean} cancelling
 * @property {import("../live/live.js").Connection} connection
 * @property {number} now ms
 *
 * @typedef {keyof typeof strings.progress.facts} Fact
 */

const words = strings.progress;
/** How often what is only heard is changed. */
const HEARD_EVERY = 1000;

/** @param {Known} scan */
function titleOf(scan) {
  const [first, ...others] = scan.targets;
  if (scan.label || !first) return scan.label || words.title;
  return `${first.agent}: ${first.path}${others.length > 0 ? ` + ${others.length}` : ""}`;
}

export class Panel {
  /** @param {{cancel: () => void, retry: () => void, close: () => void, speak: (text: string) => void}} actions */
  constructor(actions) {
    this.heardAt = 0;
    this.shownStatus = "";
    this.title = element("bdi", { class: "title", id: "title", part: "title" }, words.title);
    this.status = new Sign({ class: "sign", "data-testid": "status", part: "status" });
    this.phase = element("span", { class: "faint", "data-testid": "phase" });
    this.close = element("button", { type: "button", class: "quiet", part: "close", "data-testid": "close", onclick: actions.close }, words.close);
    this.notice = element("p", { class: "notice", "data-testid": "notice" });
    this.files = element("span", { class: "big", "data-testid": "files" });
    this.of = element("span", { class: "faint", "data-testid": "of" });
    this.percentage = element("span", { class: "percent", "data-testid": "percentage", part: "percentage" });
    this.fill = element("div", { class: "fill", part: "fill" });
    this.track = element("div", { class: "track", role: "progressbar", "aria-label": words.label, "aria-valuemin": 0, "aria-valuemax": 100, "data-testid": "progressbar", part: "bar" }, this.fill);
    this.path = new CurrentPath(actions.speak);
    this.spark = new Sparkline();
    this.list = element("dl", { class: "facts", part: "facts" });
    /** @type {Map<Fact, HTMLElement>} */
    this.facts = new Map();
    for (const name of /** @type {Fact[]} */ (Object.keys(words.facts))) {
      const value = element("dd", { "data-testid": name });
      this.facts.set(name, value);
      const cell = element("div", {}, element("dt", {}, words.facts[name]), value);
      if (name === "rate") cell.append(element("dd", {}, this.spark.svg));
      this.list.append(cell);
    }
    this.throttled = new Sign({ class: "sign note", "data-testid": "throttled" });
    this.silent = new Sign({ class: "sign note", "data-testid": "silent" });
    this.problem = element("p", { class: "problem", role: "alert" });
    this.targets = new Targets();
    this.connection = new Sign({ class: "sign", "data-testid": "progress-connection", part: "connection" });
    this.retry = element("button", { type: "button", class: "quiet", "data-testid": "progress-retry", onclick: actions.retry }, strings.retryNow);
    this.cancel = element("button", { type: "button", class: "danger", part: "cancel", "data-testid": "cancel", onclick: actions.cancel }, words.cancel);
    this.main = element("div", { class: "main" },
      element("div", { class: "line" }, element("span", { class: "count" }, this.files, " ", this.of), this.percentage),
      this.track, this.path.node, this.list, this.throttled.node, this.silent.node, this.targets.failures, this.targets.list, this.problem);
    this.foot = element("div", { class: "foot" }, this.connection.node, this.retry, this.cancel);
    this.node = element("div", { class: "panel", part: "panel" },
      element("div", { class: "head" }, this.title, element("span", { class: "state" }, this.status.node, this.phase), this.close),
      this.notice, this.main, this.foot);
  }

  /** Another scan begins. */
  forget() {
    this.heardAt = 0;
    this.shownStatus = "";
    this.spark.forget();
    this.targets.forget();
  }

  /** @param {View} view */
  paint(view) {
    const { scan, connection, now } = view;
    const running = scan !== null && !isFinal(scan.status);
    show(this.main, scan !== null);
    show(this.notice, scan === null);
    say(this.notice, view.notice);
    show(this.status.node, scan !== null);
    connectionSign(this.connection, connection);
    show(this.retry, connection.state !== "live" && connection.state !== "connecting");
    show(this.cancel, running);
    put(this.cancel, "aria-disabled", view.cancelling);
    say(this.cancel, view.cancelling ? words.cancelling : words.cancel);
    put(this.node, "data-ended", scan !== null && !running);
    show(this.foot, running || (scan === null && view.notice === words.loading));
    if (scan) this.paintScan(scan, running, view, now);
  }

  /** @param {Known} scan @param {boolean} running @param {View} view @param {number} now */
  paintScan(scan, running, view, now) {
    const { percent } = view;
    const unknown = running && percent === null;
    const changed = scan.status !== this.shownStatus;
    this.shownStatus = scan.status;
    say(this.files, count(scan.filesProcessed));
    say(this.of, denominator(scan));
    say(this.percentage, unknown ? strings.counting : percent === null ? "" : words.percent(percentage(percent)));
    put(this.track, "data-status", scan.status);
    put(this.track, "data-unknown", unknown);
    const move = unknown ? "" : `translateX(${((percent ?? 0) - 100).toFixed(2)}%)`;
    if (this.fill.style.transform !== move) this.fill.style.transform = move;
    if (changed || !running || now - this.heardAt >= HEARD_EVERY) {
      this.heardAt = now;
      put(this.track, "aria-valuenow", unknown ? null : Math.floor(percent ?? 0));
      put(this.track, "aria-valuetext", valueText(scan, percent, unknown));
    }
    this.paintRest(scan, running, view);
  }

  /** @param {Known} scan @param {boolean} running @param {View} view */
  paintRest(scan, running, view) {
    const partial = scan.partial || scan.errors > 0 || scan.targets.some((target) => target.partial);
    say(this.title, titleOf(scan));
    statusSign(this.status, scan.status);
    say(this.phase, running ? words.phase[scan.phase] ?? "" : "");
    const reading = running && scan.phase !== "storing";
    show(this.path.node, reading);
    this.path.paint(scan.currentFile);
    this.spark.take(reading ? view.rate : null, view.now);
    this.fact("rate", reading ? speed(view.rate) : null);
    this.fact("elapsed", view.elapsed === null ? null : running ? elapsed(view.elapsed) : span(view.elapsed));
    this.fact("size", size(scan, partial));
    this.fact("directories", count(scan.directoriesProcessed));
    this.fact("errors", count(scan.errors));
    put(/** @type {HTMLElement} */ (this.facts.get("errors")), "data-tone", scan.errors > 0 ? "warn" : null);
    this.fact("eta", view.eta === null || !running ? null : remaining(view.eta));
    show(this.throttled.node, running && scan.phase === "throttled");
    this.throttled.say("warning", "warn", words.throttled);
    show(this.silent.node, view.silent !== "");
    this.silent.say("warning", "warn", view.silent);
    say(this.problem, view.problem);
    this.targets.paint(scan.targets);
  }

  /** @param {Fact} name @param {string | null} text null hides it */
  fact(name, text) {
    const place = /** @type {HTMLElement} */ (this.facts.get(name));
    show(/** @type {HTMLElement} */ (place.parentElement), text !== null);
    if (text !== null) say(place, text);
  }
}
