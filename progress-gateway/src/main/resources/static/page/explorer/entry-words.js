/** What an entry is called and what is to be said of it. Names are text of strangers: what would disturb the page is made visible. */
import { strings } from "../../words/strings.js";
import { bytes, count, encodeName, visible } from "../../words/format.js";
import { frameFaultWords } from "../../words/frames.js";

/** @typedef {import("../../http/types.js").Entry} Entry */

/** What it is called; of a sequence with gaps, with its first and last frame only. @param {Entry} entry */
export function labelOf({ name, sequence }) {
  return visible(sequence ? name.replace(/-?\d[-\d,x]*(?=[#@]+[^#@]*$)/, `${sequence.first}-${sequence.last}`) : name);
}

/** @param {string} path @param {string} name both encoded */
export function below(path, name) {
  return path === "" ? name : `${path}/${name}`;
}

/** @param {Entry} entry */
export const keyOf = (entry) => encodeName(entry);

/** @param {Entry} entry */
export function isDirectory(entry) {
  return entry.type === "directory";
}

/** Whether there is something in it to see. @param {Entry} entry */
export function opens(entry) {
  if (entry.sequence) return true;
  return isDirectory(entry) && !entry.excluded && !entry.otherFileSystem && !(entry.bytes !== null && !entry.files && !entry.directories);
}

/** @param {number | null | undefined} value @param {boolean | undefined} partial @param {(value: number | null | undefined) => string} words */
export function atLeast(value, partial, words) {
  return partial && value !== null && value !== undefined ? `≥ ${words(value)}` : words(value);
}

/** Of what could not be read, nothing is not known to be nothing. @param {Entry} entry @param {number | null | undefined} value */
const known = (entry, value) => (entry.error && !value ? null : value);

/** @param {Entry} entry */
export const sizeOf = (entry) => atLeast(known(entry, entry.bytes), entry.partial, bytes);
/** @param {Entry} entry */
export const onDiskOf = (entry) => atLeast(known(entry, entry.allocatedBytes), entry.partial, bytes);
/** @param {Entry} entry */
export const filesOf = (entry) => (isDirectory(entry) || entry.sequence ? atLeast(known(entry, entry.files), entry.partial, count) : "");

/** What else is to be said of it. @param {Entry} entry @returns {string[]} */
export function notesOf(entry) {
  const words = strings.notes;
  const notes = [];
  if (entry.error) notes.push(strings.explorer.unreadable(entry.error));
  else if (entry.excluded) notes.push(words.excluded);
  else if (entry.otherFileSystem) notes.push(words.otherFileSystem);
  else if (isDirectory(entry) && entry.bytes === null) notes.push(words.unfinished);
  else if (entry.partial) notes.push(words.partial);
  if (entry.errors && !entry.error) notes.push(strings.explorer.errors(count(entry.errors)));
  if (entry.hardLink) notes.push(words.hardLink);
  if (entry.type in words) notes.push(words[/** @type {"symlink"} */ (entry.type)]);
  return notes;
}

/** The frames that are not as they should be, in words. @param {import("../../http/types.js").Sequence} sequence */
export function gapsOf(sequence) {
  return frameFaultWords(sequence).join("; ") || strings.explorer.whole;
}
