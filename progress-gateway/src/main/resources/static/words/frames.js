/** The frames of an image sequence that are not as they should be: in words, and as ranges to be drawn. */
import { count } from "./format.js";
import { strings } from "./strings.js";

/**
 * @typedef {import("../http/types.js").Sequence} Sequence
 * @typedef {import("../http/types.js").Frames} Frames
 * @typedef {keyof Pick<Sequence, "missing" | "zeroByte" | "oddSized">} Fault
 */

/** Marks of one range whose frames lie apart: more could not be told from one another. */
const MOST_MARKS = 500;

/** @param {Sequence} sequence @returns {[Fault, Frames][]} those kinds of which there are some */
export function frameFaults(sequence) {
  const kinds = /** @type {const} */ (["missing", "zeroByte", "oddSized"]);
  return kinds.flatMap((kind) => {
    const frames = sequence[kind];
    return frames && frames.count > 0 ? [/** @type {[Fault, Frames]} */ ([kind, frames])] : [];
  });
}

/** @param {Sequence} sequence @returns {string[]} such as `2 missing: 1005, 1100` */
export function frameFaultWords(sequence) {
  return frameFaults(sequence).map(([kind, { count: many, ranges, complete }]) =>
    strings.analysis.frames[kind](count(many), ranges.replaceAll(",", ", ") + (complete ? "" : " …")));
}

/** @param {string} text such as `1005,1100-1103,1110-1120x2` @returns {[number, number][]} the first and last of frames that follow one another */
export function frameRanges(text) {
  return text.split(",").flatMap((part) => {
    const match = /^(-?\d+)(?:-(-?\d+)(?:x(\d+))?)?$/.exec(part);
    if (!match) return [];
    const [first, last, step] = [Number(match[1]), Number(match[2] ?? match[1]), Number(match[3] ?? 1)];
    /** @type {[number, number][]} */
    const ranges = step < 2 ? [[first, last]]
      : Array.from({ length: Math.min(MOST_MARKS, (last - first) / step + 1) }, (_, i) => [first + i * step, first + i * step]);
    return ranges;
  });
}
