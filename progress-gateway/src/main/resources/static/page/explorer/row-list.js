/**
 * The rows of one directory in one order, of which only those that are looked at are fetched, by pages. Pages follow each other
 * by cursors. To get far down at once, a cursor is made for where the row should be, between what is known above and below it;
 * the answer tells where that is (`others` are all that come after it), so that a few of them find any row among millions.
 *
 * One page is fetched at a time, and which one is decided anew each time by what is looked at then. For one directory that
 * still grows, only what is looked at is fetched again.
 */
import { isAborted } from "../../http/api.js";
import { encodeName } from "../../words/format.js";

/**
 * @typedef {import("../../http/types.js").Entry} Entry
 * @typedef {import("../../http/types.js").Directory} Directory
 * @typedef {import("../../http/api.js").Query} Query
 * @typedef {{value: number | null, name: Uint8Array}} Place in the order
 * @typedef {{start: number, rows: Entry[], after: string | null, next: string | null}} Page
 * @typedef {{rank: number, place: Place}} Mark
 * @typedef {{sort: string, order: string}} Order
 */

const PAGE = 1000;
const FIRST = 200;
/** Pages that are kept. */
const KEPT = 40;
const TRIES = 24;

const utf8 = new TextEncoder();

/** @param {string} encoded @returns {Uint8Array} */
export function bytesOf(encoded) {
  const parts = encoded.split(/%([0-9a-f]{2})/i);
  return Uint8Array.from(parts.flatMap((part, i) => (i % 2 ? [parseInt(part, 16)] : [...utf8.encode(part)])));
}

/** @param {Place} place */
function cursorOf({ value, name }) {
  const text = `${value ?? ""}/${String.fromCharCode(...name)}`;
  return btoa(text).replace(/=+$/, "").replaceAll("+", "-").replaceAll("/", "_");
}

/** @param {Entry} entry @param {string} sort @returns {Place} */
function placeOf(entry, sort) {
  const values = { name: null, size: entry.bytes, files: entry.files ?? null, mtime: entry.mtime };
  return { value: values[/** @type {keyof typeof values} */ (sort)], name: bytesOf(encodeName(entry)) };
}

/** A place right before a name that is ordered upwards, or downwards. @param {Uint8Array} name @param {boolean} [downwards] */
function rightBefore(name, downwards = false) {
  return Uint8Array.from(downwards ? [...name, 0] : [...name.slice(0, -1), name[name.length - 1] - 1, 255, 255, 255, 255]);
}

/** A name that far between two others, digits counted as such. @param {Uint8Array} a @param {Uint8Array} b @param {number} share */
function nameBetween(a, b, share) {
  let same = 0;
  while (same < a.length && same < b.length && a[same] === b[same]) same++;
  const places = [0, 1, 2, 3, 4, 5].map((i) => same + i);
  /** @param {number | undefined} byte */
  const isDigit = (byte) => byte !== undefined && byte >= 48 && byte <= 57;
  const first = places.map((i) => (isDigit(a[i]) && isDigit(b[i]) ? 48 : 0));
  /** @param {Uint8Array} name */
  const number = (name) => places.reduce((sum, at, i) => sum * (first[i] ? 10 : 256) + (name[at] ?? 0) - first[i], 0);
  let between = Math.floor(number(a) + (number(b) - number(a)) * share);
  const tail = [];
  for (const zero of first.toReversed()) {
    const base = zero ? 10 : 256;
    tail.unshift((between % base) + zero);
    between = Math.floor(between / base);
  }
  return Uint8Array.from([...a.slice(0, same), ...tail]);
}

/** @param {Place} a @param {Place} b @param {number} share @param {boolean} even whether values are thought to be spread evenly, or by magnitude @returns {Place} */
function placeBetween(a, b, share, even) {
  if (a.value === b.value || a.value === null) return { value: a.value, name: nameBetween(a.name, b.name, share) };
  const [low, high] = [a.value, b.value ?? 0].map((value) => (even ? value : Math.log1p(Math.max(0, value))));
  const between = low + (high - low) * share;
  return { value: even ? between : Math.expm1(between), name: new Uint8Array() };
}

export class RowList {
  /**
   * @param {(query: Query, signal: AbortSignal) => Promise<Directory>} fetch
   * @param {Order} order
   * @param {() => void} changed
   */
  constructor(fetch, order, changed) {
    this.fetch = fetch;
    this.order = order;
    this.changed = changed;
    this.begun = () => {};
    /** When there is something to see, or a problem. @type {Promise<void>} */
    this.first = new Promise((resolve) => (this.begun = resolve));
    /** @type {Directory | null} */
    this.directory = null;
    /** Why no more could be read. @type {unknown} */
    this.problem = null;
    this.count = 0;
    /** @type {Page[]} */
    this.pages = [];
    /** @type {Mark[]} */
    this.marks = [];
    this.from = 0;
    this.to = 0;
    this.tries = 0;
    this.busy = false;
    this.stale = false;
    this.ending = new AbortController();
  }

  close() {
    this.ending.abort();
  }

  /** @param {number} rank @returns {Entry | undefined} if it has been fetched */
  at(rank) {
    const page = this.pages.find(({ start, rows }) => rank >= start && rank < start + rows.length);
    return page?.rows[rank - page.start];
  }

  /** @param {string} key an entry's encoded name @returns {number} -1 if it has not been fetched */
  rankOf(key) {
    for (const { start, rows } of this.pages) {
      const at = rows.findIndex((entry) => encodeName(entry) === key);
      if (at >= 0) return start + at;
    }
    return -1;
  }

  /**
   * Where an entry is, which is fetched if need be: first by its name, which tells what it is ordered by, then where it stands.
   * @param {string} key its encoded name @returns {Promise<number>} -1 if it is not there
   */
  async find(key) {
    await this.first;
    const known = this.rankOf(key);
    if (known >= 0 || this.isWhole() || key === "") return known;
    const { sort, order } = this.order;
    const name = bytesOf(key);
    const entry = await this.after(rightBefore(name));
    if (!entry || encodeName(entry) !== key) return -1;
    const place = { ...placeOf(entry, sort), name: rightBefore(name, sort === "name" && order === "desc") };
    const page = await this.page(cursorOf(place), PAGE);
    this.keep(page, page.start);
    return this.rankOf(key);
  }

  /** Where the first entry by name is that begins like this, in small or large letters. @param {string} text @returns {Promise<number>} -1 if there is none */
  async findBeginning(text) {
    await this.first;
    if (this.isWhole()) return -1;
    for (const letters of new Set([text, text[0].toUpperCase() + text.slice(1), text.toUpperCase()])) {
      const entry = await this.after(rightBefore(utf8.encode(letters)));
      if (entry?.name.toLowerCase().startsWith(text)) return this.find(encodeName(entry));
    }
    return -1;
  }

  /** The first entry by name after a place. @param {Uint8Array} name @returns {Promise<Entry | undefined>} */
  async after(name) {
    return (await this.page(cursorOf({ value: null, name }), 1, { sort: "name", order: "asc" })).rows[0];
  }

  /** Whether there is nothing more to fetch. */
  isWhole() {
    return !this.directory || this.pages.reduce((rows, page) => rows + page.rows.length, 0) >= this.count;
  }

  /** Fetches these rows if they are missing. @param {number} from @param {number} to the one after the last */
  look(from, to) {
    if (from !== this.from) this.tries = 0;
    this.from = from;
    this.to = to;
    if (!this.problem) this.work();
  }

  /** Fetches again what is looked at: the directory has grown. */
  refresh() {
    this.stale = true;
    this.problem = null;
    this.work();
  }

  /** The first row that is wanted and not there. @returns {number} -1 if all are */
  missing() {
    if (!this.directory) return 0;
    for (let rank = this.from; rank < Math.min(this.to, this.count); rank++) if (!this.at(rank)) return rank;
    const ahead = Math.min(this.to + FIRST, this.count - 1);
    return ahead >= 0 && !this.at(ahead) ? ahead : -1;
  }

  async work() {
    if (this.busy) return;
    this.busy = true;
    try {
      for (;;) {
        const rank = this.missing();
        if (this.stale) await this.again();
        else if (rank < 0) break;
        else await this.towards(rank);
        this.problem = null;
        this.begun();
        this.changed();
      }
    } catch (e) {
      if (isAborted(e)) return;
      this.problem = e;
      this.begun();
      this.changed();
    } finally {
      this.busy = false;
    }
  }

  async again() {
    this.stale = false;
    const wanted = this.pages.filter(({ start, rows }) => start < this.to && start + rows.length > this.from);
    const limit = this.pages.length > 0 ? PAGE : FIRST;
    /** @type {Page[]} */
    const pages = [];
    for (const { after } of wanted.length > 0 ? wanted : [{ after: null }]) pages.push(await this.page(after, limit));
    this.pages = pages;
    this.marks = [];
  }

  /** @param {string | null} after @param {number} limit @param {Query} [more] @returns {Promise<Page>} */
  async page(after, limit, more = {}) {
    const answer = await this.fetch({ ...this.order, limit, cursor: after, ...more }, this.ending.signal);
    const rows = answer.entries;
    if (more.sort || more.order) return { start: 0, rows, after, next: null };
    this.directory = answer;
    this.count = answer.entryCount;
    return { start: after === null ? 0 : this.count - rows.length - (answer.others?.entries ?? 0), rows, after, next: answer.nextCursor };
  }

  /** Fetches a page that has the row or is nearer to it. @param {number} rank */
  async towards(rank) {
    const { sort } = this.order;
    /** @param {Page} page */
    const end = (page) => page.start + page.rows.length;
    const above = this.pages.filter((page) => end(page) <= rank && page.next).sort((a, b) => end(b) - end(a))[0];
    if (!above) return this.keep(await this.page(null, rank < FIRST ? FIRST : PAGE), rank);
    const low = { rank: end(above) - 1, place: placeOf(above.rows[above.rows.length - 1], sort) };
    if (rank - low.rank < PAGE || ++this.tries > TRIES) return this.keep(await this.page(above.next, PAGE), rank);
    if (this.marks.length === 0) this.marks.push(await this.last());
    const high = [...this.marks, ...this.pages.filter((page) => page.rows.length > 0).map((page) => ({ rank: page.start, place: placeOf(page.rows[0], sort) }))]
      .filter((mark) => mark.rank > rank).sort((a, b) => a.rank - b.rank)[0];
    const share = this.tries % 3 === 0 ? 0.5 : (rank - PAGE / 3 - low.rank) / (high.rank - low.rank);
    const place = placeBetween(low.place, high.place, Math.min(0.999, Math.max(0.001, share)), this.tries % 2 === 1);
    const page = await this.page(cursorOf(place), PAGE);
    // Where nothing lies between the two, rows are many that have the same value: go by their names.
    if (page.start >= high.rank) this.marks.push({ rank: high.rank - 0.5, place: { value: low.place.value, name: this.lastName } });
    else if (page.start > rank) this.marks.push({ rank: page.start, place });
    this.keep(page, rank);
  }

  /** What comes last, whichever the order. @returns {Promise<Mark>} */
  async last() {
    const { sort, order } = this.order;
    const [value, name] = await Promise.all([
      this.page(null, 1, { order: order === "asc" ? "desc" : "asc" }),
      this.page(null, 1, { sort: "name", order: sort === "name" && order === "desc" ? "asc" : "desc" }),
    ]);
    this.lastName = bytesOf(encodeName(name.rows[0]));
    return { rank: this.count, place: { value: placeOf(value.rows[0], sort).value, name: this.lastName } };
  }

  /** @type {Uint8Array} */
  lastName = new Uint8Array();

  /** @param {Page} page @param {number} rank what it was fetched for */
  keep(page, rank) {
    if (page.rows.length === 0) return;
    this.pages.push(page);
    if (this.pages.length <= KEPT) return;
    const farthest = this.pages.slice(1).sort((a, b) => Math.abs(b.start - rank) - Math.abs(a.start - rank))[0];
    this.pages.splice(this.pages.indexOf(farthest), 1);
  }
}
