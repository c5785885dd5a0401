/** How a row of the tree's table looks: its columns, what their heads say, and what stands in them. */
import { html, nothing } from "lit";
import { day, ends, time, visible } from "../../words/format.js";
import { strings } from "../../words/strings.js";
import { frameStrip } from "../analysis/frame-strip.js";
import { filesOf, gapsOf, labelOf, notesOf, onDiskOf, sizeOf } from "./entry-words.js";

/**
 * @typedef {import("../../http/types.js").Entry} Entry
 * @typedef {[string, string, string]} Column its name, what it is sorted by, its class
 * @typedef {object} Look how a row is to look
 * @property {number} level how far it is indented
 * @property {boolean | typeof nothing} open whether it is opened; nothing if it can't be
 * @property {string | null} link what its name leads to
 * @property {number} share of all that is shown, 0 to 1
 * @property {boolean} narrow
 * @property {() => void} toggle
 */

/** Letters of a name that are never cut off, and before them as many as need no cutting. */
const TAIL = 11;
const SHORT = 9;
/** @type {Column[]} */
const COLUMNS = [["name", "name", ""], ["size", "size", "right"], ["onDisk", "", "right"], ["files", "files", "right"], ["modified", "mtime", "right"], ["note", "", ""]];

/** @param {boolean} narrow @returns {Column[]} */
export function columnsOf(narrow) {
  return COLUMNS.filter(([column]) => !narrow || !["onDisk", "note"].includes(column));
}

/** @param {Column} column @param {{sort: string, order: string}} sorted @param {(sort: string) => void} sortBy */
export function head([column, sort, side], sorted, sortBy) {
  const name = strings.columns[/** @type {"name"} */ (column)];
  const direction = sort === "" || sort !== sorted.sort ? "none" : sorted.order === "asc" ? "ascending" : "descending";
  const arrow = { none: "", ascending: " ▲", descending: " ▼" }[direction];
  return html`<div role="columnheader" class="${column} ${side}" aria-sort=${direction}>
    ${sort === "" ? name : html`<button type="button" data-testid="sort-${sort}" @click=${() => sortBy(sort)}>${name}<span aria-hidden="true">${arrow}</span></button>`}
  </div>`;
}

/** A name; both ends of a long one. @param {string} name */
function nameOf(name) {
  const [front, tail] = ends(name, TAIL);
  return front.length < SHORT ? name : html`<span class="front">${front}</span><span class="tail">${tail}</span>`;
}

/** @param {Entry} entry */
function notes(entry) {
  const { sequence } = entry;
  const all = notesOf(entry);
  if (sequence) all.unshift(gapsOf(sequence));
  const said = all.join("; ");
  return html`${sequence ? frameStrip(sequence) : nothing}
    ${said ? html`<span class="said" title=${said}>${said}</span>` : nothing}`;
}

/** @param {Entry} entry @param {Look} look */
export function cells(entry, { level, open, link, share, narrow, toggle }) {
  const label = labelOf(entry);
  return html`
    <div role="rowheader" class="name" .style=${`padding-left:${Math.min(level, 20) * 0.9}rem`}>
      ${open === nothing ? html`<span class="toggle"></span>` : html`<button class="toggle" type="button" tabindex="-1" data-testid="toggle"
        aria-label=${open ? strings.close(label) : strings.open(label)} @click=${toggle}>${open ? "▾" : "▸"}</button>`}
      <bdi title=${visible(entry.name)}>${link ? html`<a href=${link} tabindex="-1">${nameOf(label)}</a>` : nameOf(label)}</bdi>
      ${narrow ? notes(entry) : nothing}
    </div>
    <div role="gridcell" class="size right"><span class="share" .style=${`width:${share * 100}%`}></span><span>${sizeOf(entry)}</span></div>
    ${narrow ? nothing : html`<div role="gridcell" class="onDisk right">${onDiskOf(entry)}</div>`}
    <div role="gridcell" class="files right">${filesOf(entry)}</div>
    <div role="gridcell" class="modified right" title=${time(entry.mtime)}>${day(entry.mtime)}</div>
    ${narrow ? nothing : html`<div role="gridcell" class="note">${notes(entry)}</div>`}`;
}
