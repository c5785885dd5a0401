/** What a search asks for: as its form and the address say it, and as the gateway takes it. */
import { strings } from "../../words/strings.js";

/** Any of these makes a search. */
export const CONDITIONS = ["q", "kind", "minSize", "maxSize", "modifiedAfter", "modifiedBefore", "owner"];

const UNITS = "KMGTPE";

/** Bytes of a size such as `1.5 GiB`, `10M` or, in powers of ten, `10 MB`. @param {string} text @returns {number} NaN if it is none */
export function sizeOf(text) {
  const match = /^\s*(\d+(?:\.\d*)?|\.\d+)\s*(?:([KMGTPE])(iB|B)?|B)?\s*$/i.exec(text);
  if (!match) return NaN;
  const power = match[2] ? UNITS.indexOf(match[2].toUpperCase()) + 1 : 0;
  return Math.round(Number(match[1]) * (match[3]?.length === 1 ? 1000 : 1024) ** power);
}

/** The first second of a day by UTC; Unix seconds stay what they are. @param {string} text */
function secondsOf(text) {
  const milliseconds = Date.parse(text);
  return /^\d{4,}-\d\d-\d\d$/.test(text) && !Number.isNaN(milliseconds) ? milliseconds / 1000 : text;
}

/** The day by UTC, as addresses and date fields have it. @param {number} seconds */
export function dayOf(seconds) {
  return new Date(seconds * 1000).toISOString().slice(0, 10);
}

/** A name in a glob as it is. @param {string} name */
export function literally(name) {
  return name.replace(/[*?[\]{}\\]/g, "\\$&");
}

/**
 * @param {Readonly<Record<string, string>>} params of the address
 * @returns {{query: Record<string, string | number | undefined>, faults: Record<string, string>}}
 */
export function queryOf(params) {
  /** @type {Record<string, string | number | undefined>} */
  const query = {};
  /** @type {Record<string, string>} */
  const faults = {};
  for (const name of [...CONDITIONS, "path", "case", "sequences"]) {
    const text = params[name];
    if (!text) continue;
    if (name === "minSize" || name === "maxSize") {
      query[name] = sizeOf(text);
      if (Number.isNaN(query[name])) faults[name] = strings.search.badSize;
    } else {
      query[name] = name.startsWith("modified") ? secondsOf(text) : text;
    }
  }
  return { query, faults };
}
