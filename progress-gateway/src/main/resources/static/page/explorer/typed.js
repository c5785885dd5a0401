/** Going to a row by typing how its name begins. */

/**
 * @typedef {import("./branch.js").Branch} Branch
 * @typedef {import("./branch.js").Row} Row
 */

/** A pause that begins another text, ms. */
const PAUSE = 700;
/** Rows that are looked through. */
const FAR = 50_000;

/** What is typed, letter by letter, in small letters. */
export class TypedText {
  text = "";
  at = -PAUSE;

  /** @param {string} key @param {number} now ms @returns {string} all of it */
  add(key, now) {
    this.text = (this.isGoingOn(now) ? this.text : "") + key.toLowerCase();
    this.at = now;
    return this.text;
  }

  /** Whether another letter belongs to it. @param {number} now ms */
  isGoingOn(now) {
    return now - this.at < PAUSE;
  }
}

/** The next row, of those that are known, whose name begins like this. @param {Branch} root @param {Row} from @param {string} text @returns {number} its number in the table, or -1 */
export function beginningWith(root, { branch, rank }, text) {
  const total = root.size();
  const index = branch.indexOf(rank);
  // Whoever types one letter again and again goes from one to the next.
  for (let i = text.length > 1 ? 0 : 1; i <= Math.min(total, FAR); i++) {
    const next = (index + i) % total;
    const row = root.locate(next);
    if (row.branch.list.at(row.rank)?.name.toLowerCase().startsWith(text)) return next;
  }
  return -1;
}
