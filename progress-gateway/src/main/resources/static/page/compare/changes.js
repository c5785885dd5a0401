/** How a change is written and drawn: always as text, with a symbol and a colour beside it. */
import { html } from "lit";
import { bytes } from "../../words/format.js";

/**
 * @typedef {"added" | "removed" | "changed" | "grown" | "shrunk" | "moved" | "not_known" | "unchanged"} Change
 * @typedef {{files: number, directories: number, bytes: number}} Amount
 * @typedef {{type?: string, bytes: number | null, files: number | null, mtime?: number | null}} Half
 *
 * @typedef {object} Moved
 * @property {string} [movedFrom]
 * @property {string} [movedFromBytes]
 * @property {string} [movedTo]
 * @property {string} [movedToBytes]
 *
 * @typedef {object} ComparedPart
 * @property {Change} change
 * @property {Half | null} before
 * @property {Half | null} after
 * @property {{bytes: number, files: number} | null} deltas
 * @property {boolean} [partial]
 * @typedef {ComparedPart & Moved & {name: string, nameBytes?: string, type: string, sequence?: any}} Compared
 *
 * @typedef {object} Whole
 * @property {string} batch_id
 * @property {number} target
 * @property {string} with
 * @property {number} withTarget
 * @property {string} status
 * @property {string} withStatus
 * @property {Record<"added" | "removed" | "changed" | "moved" | "movedAway" | "notKnown", Amount>} summary
 * @property {boolean} summaryComplete
 * @property {boolean} movesComplete
 * @property {Compared[]} entries
 * @property {number} entryCount
 * @property {string | null} nextCursor
 * @typedef {ComparedPart & Moved & Whole} Comparison the answer to `GET /scans/{batch_id}/compare`
 */

/** @type {Record<Change, string>} */
export const SYMBOLS = {
  added: "+", removed: "−", changed: "~", grown: "▲", shrunk: "▼", moved: "→", not_known: "?", unchanged: "=",
};

/** A difference with its sign. @param {number | null | undefined} value @param {(value: number) => string} [text] */
export function signed(value, text = bytes) {
  if (value === null || value === undefined) return "—";
  if (value === 0) return text(0);
  return (value > 0 ? "+" : "−") + text(Math.abs(value));
}

/** More to the right of the middle, less to the left. @param {number} part from −1 to 1 */
export function divergingBar(part) {
  /** @param {number} size */
  const width = (size) => `width:${(Math.max(0, size) * 100).toFixed(2)}%`;
  return html`<span class="diverging" aria-hidden="true"><span><span class="less" .style=${width(-part)}></span></span><span><span class="more" .style=${width(part)}></span></span></span>`;
}
