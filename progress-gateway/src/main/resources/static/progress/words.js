/** What is known of a scan, in words. */
import { bytes, count, middle, span } from "../words/format.js";
import { strings } from "../words/strings.js";

/** @typedef {import("../http/types.js").Progress} Progress */
/** @typedef {import("../http/types.js").Target} Target */

const words = strings.progress;
const SILENT_AFTER = 10;
/** What would turn the letters after it around. */
const DIRECTIONS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** @param {Progress} scan @returns {string} `of about 1,000 files`, or `files` */
export function denominator(scan) {
  const shown = scan.totalFiles !== null && scan.status !== "completed";
  return shown ? words.of(count(scan.totalFiles), scan.totalIsExact) : words.files;
}

/** @param {number} percent @returns {string} never more than it is */
export function percentage(percent) {
  return percent >= 100 ? "100" : (Math.floor(percent * 10) / 10).toFixed(1);
}

/** What a progressbar says of itself. @param {Progress} scan @param {number | null} percent @param {boolean} unknown */
export function valueText(scan, percent, unknown) {
  const files = `${count(scan.filesProcessed)} ${denominator(scan)}`;
  if (unknown) return words.counting(files);
  return percent === null ? files : words.value(String(Math.floor(percent)), files);
}

/** @param {import("../live/live.js").Connection} connection @returns {string} */
export function connectionWords(connection) {
  const said = strings.connection[connection.state];
  return typeof said === "function" ? said(connection) : said;
}

/** `4:05` or `1:02:03`. @param {number} seconds */
export function elapsed(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  /** @param {number} n */
  const two = (n) => String(n).padStart(2, "0");
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** @param {number} seconds as Remaining gives them */
export function remaining(seconds) {
  if (seconds < 10) return words.few;
  if (seconds < 60) return words.seconds(seconds);
  return seconds < 3600 ? words.minutes(Math.round(seconds / 60)) : words.hours(Math.round(seconds / 1800) / 2);
}

/** @param {number | null} rate files a second; coarser where it is large, so that it can be read */
export function speed(rate) {
  if (rate === null) return "—";
  const digits = rate < 100 ? 1 : 10 ** (Math.floor(Math.log10(rate)) - 2);
  return strings.perSecond(count(Math.round(rate / digits) * digits));
}

/** A lower bound says so. @param {{bytesProcessed: number}} scan @param {boolean} partial */
export function size(scan, partial) {
  return (partial ? "≥ " : "") + bytes(scan.bytesProcessed);
}

/** Both ends of a path, with pictures for what cannot be seen. @param {string} path @param {number} room in characters */
export function shortened(path, room) {
  const seen = path.replace(/[\0-\x1f]/g, (c) => String.fromCharCode(0x2400 + c.charCodeAt(0))).replace(/\x7f/g, "␡").replace(DIRECTIONS, "\ufffd");
  return middle(seen, room).toWellFormed();
}

/**
 * Who has not been heard though it is reading. Agents say nothing while nothing is found; what has been read may still be stored.
 * @param {readonly Target[]} targets @param {number} now Unix seconds by the gateway's clock @param {number} since when looking began
 */
export function silences(targets, now, since) {
  /** @type {Map<string, number>} */
  const silent = new Map();
  /** @type {Set<string>} */
  const heard = new Set();
  for (const target of targets) {
    if (target.status !== "running" || target.phase === "storing") continue;
    const seconds = now - (target.lastHeard ?? since);
    if (seconds <= SILENT_AFTER) heard.add(target.agent);
    else silent.set(target.agent, Math.min(seconds, silent.get(target.agent) ?? Infinity));
  }
  const lines = [...silent].filter(([agent]) => !heard.has(agent)).map(([agent, seconds]) => words.silence(agent, span(Math.floor(seconds))));
  return lines.length > 0 ? words.silent(lines.join(", ")) : "";
}
