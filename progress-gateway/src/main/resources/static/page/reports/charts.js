/** Charts of reports. Each stands beside a table with the same numbers, so they are drawn for those who see only. */
import { html } from "lit";

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
