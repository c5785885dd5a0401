/** Reports that add files up by what they have in common: what a row is called, and the search that finds its files. */
import { bytes } from "../../words/format.js";
import { strings } from "../../words/strings.js";
import { dayOf, literally } from "../search/conditions.js";

/**
 * @typedef {import("../../http/types.js").Scan} Scan
 * @typedef {object} Group
 * @property {string} title of the column of labels
 * @property {boolean} ordered whether rows have an order of their own, and so a chart of their own
 * @property {(row: any) => string} label
 * @property {(row: any) => string} axis a shorter label
 * @property {(rows: any[]) => any[]} filled rows with those that have no files
 * @property {(row: any, scan: Scan, by: string) => Record<string, string | number | null> | null} search null if there is none
 */

const DAY = 86_400;
const words = strings.reports;

/** @param {Pick<Group, "title" | "label" | "search"> & Partial<Group>} group @returns {Group} */
const group = (group) => ({ ordered: false, axis: group.label, filled: (rows) => rows, ...group });

/** @type {Record<string, Group>} */
export const GROUPED = {
  extensions: group({
    title: words.extension,
    label: ({ extension }) => (extension === "" ? words.noExtension : `.${extension}`),
    search: ({ extension }) => (extension === "" ? null : { q: `*.${literally(extension)}` }),
  }),
  ages: group({
    title: words.age,
    ordered: true,
    label: ({ label }) => label,
    search: ({ fromDays, toDays }, { finishedAt }) => {
      if (fromDays === null || finishedAt === null) return null;
      const today = Math.floor(finishedAt / DAY);
      return {
        modifiedAfter: toDays === null ? null : dayOf((today - toDays) * DAY),
        modifiedBefore: dayOf((today - fromDays + 1) * DAY),
      };
    },
  }),
  owners: group({
    title: words.owner,
    label: ({ id, name }) => name ?? (id === null ? words.unknownOwner : words.number(id)),
    search: ({ id }, _, by) => (id === null || by === "group" ? null : { owner: id }),
  }),
  sizes: group({
    title: words.sizeClass,
    ordered: true,
    label: ({ fromBytes, toBytes }) => (toBytes < 1024 ? words.range(bytes(fromBytes), bytes(toBytes)) : words.below(round(fromBytes), round(toBytes + 1))),
    axis: ({ fromBytes }) => round(fromBytes),
    filled: filledSizes,
    search: ({ fromBytes, toBytes }) => ({ minSize: String(fromBytes), maxSize: String(toBytes) }),
  }),
};

/** @param {number} value a power of 2 */
function round(value) {
  return bytes(value).replace(/\.0+(?= )/, "");
}

/** Every class from the smallest to the largest. @param {any[]} rows */
function filledSizes(rows) {
  const filled = [];
  let next = rows[0].fromBytes;
  for (const row of rows) {
    for (; next < row.fromBytes; next = next === 0 ? 1 : next * 2) filled.push({ fromBytes: next, toBytes: next * 2 - 1, files: 0, bytes: 0 });
    filled.push(row);
    next = row.toBytes + 1;
  }
  return filled;
}
