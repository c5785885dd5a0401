/**
 * The rows of one directory in one order, of which only those that are looked at are fetched, by pages. Pages that follow each
 * other go by cursors, which stay where they are while the directory grows; what lies far away is asked for by how many come
 * before it, or by name. Each answer tells where it stands.
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
 * @typedef {{start: number, end: number, rows: Entry[], asked: Query, next: string | null}} Page
 * @typedef {{sort: string, order: string}} Order
 */

const PAGE = 1000;
const FIRST = 200;
/** Pages that are kept. */
const KEPT = 40;

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
    this.from = 0;
    this.to = 0;
    this.busy = false;
    this.stale = false;
    this.ending = new AbortController();
  }

  close() {
    this.ending.abort();
  }

  /** @param {number} rank @returns {Entry | undefined} if it has been fetched */
  at(rank) {
    const page = this.pages.find(({ start, end }) => rank >= start && rank < end);
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

  /** Where an entry is, which is fetched if need be. @param {string} key its encoded name @returns {Promise<number>} -1 if it is not there */
  async find(key) {
    await this.first;
    const known = this.rankOf(key);
    if (known >= 0 || this.isWhole() || key === "") return known;
    const page = await this.pageFrom(key);
    return page.rows.length > 0 && encodeName(page.rows[0]) === key ? page.start : -1;
  }

  /** Where the first entry by name is that begins like this, in small or large letters. @param {string} text @returns {Promise<number>} -1 if there is none */
  async findBeginning(text) {
    await this.first;
    if (this.isWhole()) return -1;
    for (const letters of new Set([text, text[0].toUpperCase() + text.slice(1), text.toUpperCase()])) {
      const page = await this.pageFrom(encodeURIComponent(letters));
      if (page.rows[0]?.name.toLowerCase().startsWith(text)) return page.start;
    }
    return -1;
  }

  /** The page that begins with an entry, or with the next by name. @param {string} key an encoded name @returns {Promise<Page>} */
  async pageFrom(key) {
    const page = await this.page({ from: key }, FIRST);
    this.keep(page, page.start);
    return page;
  }

  /** Whether there is nothing more to fetch. */
  isWhole() {
    let end = 0;
    for (const page of this.pages.toSorted((a, b) => a.start - b.start)) if (page.start <= end) end = Math.max(end, page.end);
    return !this.directory || end >= this.count;
  }

  /** Fetches these rows if they are missing. @param {number} from @param {number} to the one after the last */
  look(from, to) {
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
    const wanted = this.pages.filter(({ start, end }) => start < this.to && end > this.from);
    const limit = this.pages.length > 0 ? PAGE : FIRST;
    /** @type {Page[]} */
    const pages = [];
    for (const { asked } of wanted.length > 0 ? wanted : [{ asked: {} }]) pages.push(await this.page(asked, limit));
    this.pages = pages;
  }

  /** @param {Query} asked where it begins @param {number} limit @returns {Promise<Page>} */
  async page(asked, limit) {
    const answer = await this.fetch({ ...this.order, limit, ...asked }, this.ending.signal);
    const { entries: rows, offset, nextCursor } = answer;
    this.directory = answer;
    this.count = answer.entryCount;
    return { start: offset, end: offset + rows.length, rows, asked, next: nextCursor };
  }

  /** Fetches a page that has the row. @param {number} rank */
  async towards(rank) {
    const above = this.pages.find(({ end, next }) => next && end <= rank && rank < end + PAGE);
    if (above) {
      this.keep(await this.page({ cursor: above.next }, PAGE), rank);
      // In a directory that grows, rows have moved down meanwhile: the page may begin behind this one.
      if (this.at(rank)) return;
    }
    if (rank < FIRST) this.keep(await this.page({}, FIRST), rank);
    else {
      // What is below is known, most likely, when somebody goes up.
      const below = Math.min(rank + PAGE / 2, ...this.pages.map(({ start }) => start).filter((start) => start > rank));
      this.keep(await this.page({ offset: Math.max(0, below - PAGE) }, PAGE), rank);
    }
  }

  /** @param {Page} page @param {number} rank what it was fetched for */
  keep(page, rank) {
    if (page.rows.length === 0) return;
    this.pages.push(page);
    if (this.pages.length <= KEPT) return;
    const farthest = this.pages.slice(1).sort((a, b) => Math.abs(b.start - rank) - Math.abs(a.start - rank))[0];
    this.pages.splice(this.pages.indexOf(farthest), 1);
  }
}
