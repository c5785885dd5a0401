/** Charts of reports. Each stands beside a table with the same numbers, so they are drawn for those who see only. */
import { html, svg } from "lit";
import { frameRanges } from "../../words/frames.js";
import { bar } from "../analysis/parts.js";

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
  const marks = (frames, kind) => frameRanges(frames?.ranges ?? "").map(([from, to]) => {
    const width = Math.max(((to - from + 1) / all) * 1000, 4);
    return svg`<rect class=${kind} x=${Math.min(((from - first) / all) * 1000, 1000 - width)} y="0" width=${width} height="10"></rect>`;
  });
  return html`<svg class="strip" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true">
    ${marks(oddSized, "odd")}${marks(zeroByte, "zero")}${marks(missing, "missing")}</svg>`;
}
