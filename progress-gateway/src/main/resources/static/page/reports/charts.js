/** Charts of reports. Each stands beside a table with the same numbers, so they are drawn for those who see only. */
import { html, svg } from "lit";
import { bar } from "../analysis/parts.js";

const MOST_MARKS = 500;
const FEW = 10;

/**
 * Columns side by side.
 * @template R @param {string} label @param {R[]} rows @param {(row: R) => number} value @param {(row: R) => string} axis @param {(row: R) => string} text
 */
export function columnChart(label, rows, value, axis, text) {
  const most = Math.max(1, ...rows.map(value));
  return html`<div class=${rows.length > FEW ? "columns" : "columns few"} role="img" aria-label=${label} data-testid="chart">
    ${rows.map((row) => html`<div title="${axis(row)}: ${text(row)}">
      <span class="column" aria-hidden="true"><span .style=${`height:${((value(row) / most) * 100).toFixed(2)}%`}></span></span>
      <span class="label" aria-hidden="true">${axis(row)}</span></div>`)}
  </div>`;
}

/** Where in a sequence frames are missing, empty or odd. @param {import("../../http/types.js").Sequence} sequence */
export function frameStrip(sequence) {
  const { first, last, missing, zeroByte, oddSized } = sequence;
  const all = last - first + 1;
  if (!(all > 0)) return bar(1);
  /** @param {import("../../http/types.js").Frames | null | undefined} frames @param {string} kind */
  const marks = (frames, kind) => rangesOf(frames?.ranges ?? "").map(([from, to]) => {
    const width = Math.max(((to - from + 1) / all) * 1000, 4);
    return svg`<rect class=${kind} x=${Math.min(((from - first) / all) * 1000, 1000 - width)} y="0" width=${width} height="10"></rect>`;
  });
  return html`<svg class="strip" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true">
    ${marks(oddSized, "odd")}${marks(zeroByte, "zero")}${marks(missing, "missing")}</svg>`;
}

/** @param {string} text such as `1005,1100-1103,1110-1120x2` @returns {number[][]} the first and last of frames that follow one another */
function rangesOf(text) {
  return text.split(",").flatMap((part) => {
    const match = /^(-?\d+)(?:-(-?\d+)(?:x(\d+))?)?$/.exec(part);
    if (!match) return [];
    const [first, last, step] = [Number(match[1]), Number(match[2] ?? match[1]), Number(match[3] ?? 1)];
    return step < 2 ? [[first, last]] : Array.from({ length: Math.min(MOST_MARKS, (last - first) / step + 1) }, (_, i) => [first + i * step, first + i * step]);
  });
}
