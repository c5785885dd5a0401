/** The cells of the treemap: what is in them, how large they are, and what they say. */
import { bytes, count, visible } from "../../words/format.js";
import { strings } from "../../words/strings.js";
import { textOf } from "../analysis/places.js";
import { atLeast, below, gapsOf, isDirectory, keyOf, labelOf, notesOf } from "./entry-words.js";

/**
 * @typedef {import("../../http/types.js").Entry} Entry
 * @typedef {import("../../http/types.js").Others} Others
 * @typedef {{entry: Entry | null, others: Others | null, at: string, top: string}} Cell `at`: encoded, below what is shown; `top`: the first part of it
 * @typedef {import("d3-hierarchy").HierarchyRectangularNode<Cell>} Node
 * @typedef {{x0: number, y0: number, x1: number, y1: number}} Box
 */

/** How high the head of a directory is. */
export const HEAD = 17;
const words = strings.explorer;

/** What is shown itself. @type {Cell} */
export const ROOT = { entry: null, others: null, at: "", top: "" };

/** @param {Entry | {entries?: Entry[], others?: Others}} of @param {string} at @param {string} top @returns {Cell[]} */
export function cellsOf({ entries = [], others }, at, top) {
  const cells = entries.map((entry) => {
    const own = below(at, keyOf(entry));
    return /** @type {Cell} */ ({ entry, others: null, at: own, top: top || own });
  });
  if (others && others.bytes > 0) cells.push({ entry: null, others, at: `${at}/`, top });
  return cells;
}

/** @param {Cell} cell */
export function weightOf({ entry, others }) {
  return Math.max(0, (entry ? !entry.hardLink && !entry.excluded && entry.bytes : others?.bytes) || 0);
}

/** Whether a directory has room for its name. @param {Box & {depth: number}} node */
export function headed({ depth, x0, y0, x1, y1 }) {
  return depth > 0 && x1 - x0 > 40 && y1 - y0 > HEAD * 2.2;
}

/** @param {Cell} cell */
export function nameOf({ entry, others }) {
  return entry ? labelOf(entry) : words.others(count(others?.entries));
}

/** @param {Cell} cell */
export function sizeOf({ entry, others }) {
  return atLeast(entry ? entry.bytes : others?.bytes, entry ? entry.partial : others?.partial, bytes);
}

/**
 * All there is to say of a cell, a line each.
 * @param {Cell} cell @param {string} path of what is shown, as it is read @param {number} all bytes of what is shown
 * @param {string} shade what its colour means @param {import("./colours.js").Growth | undefined} growth
 */
export function tipsOf(cell, path, all, shade, growth) {
  const { entry, others, at } = cell;
  const place = [path, visible(textOf(entry ? at : at.slice(0, -1)))].filter(Boolean).join("/");
  const share = all > 0 ? `${((weightOf(cell) / all) * 100).toFixed(1)} %` : "";
  const files = entry ? (isDirectory(entry) || entry.sequence ? entry.files : null) : others?.files;
  return [entry ? place : `${nameOf(cell)} ${words.inside(place)}`,
    [sizeOf(cell), share, files === null || files === undefined ? "" : strings.files(count(files))].filter(Boolean).join(" · "),
    ...(entry && !entry.entries ? [shade] : []),
    ...(growth?.bytes ? [`${growth.bytes < 0 ? "−" : "+"}${bytes(Math.abs(growth.bytes))} ${words.inAll(visible(textOf(cell.top)))}`] : []),
    ...(entry?.sequence ? [gapsOf(entry.sequence)] : []), ...(entry ? notesOf(entry) : [])];
}
