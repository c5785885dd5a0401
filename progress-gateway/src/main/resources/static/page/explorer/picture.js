/**
 * What the treemap shows of a directory. It begins with two levels; directories that have room for what is in them are opened
 * further, the largest first, some at a time, and the map laid out anew in between. While a tree grows it is fetched again:
 * what was opened stays so until it has been opened again.
 */
import { isAborted, Problem } from "../../http/api.js";
import { fault } from "../state/faults.js";
import { keyOf } from "./entry-words.js";

/**
 * @typedef {import("../../http/types.js").Entry} Entry
 * @typedef {{entries?: Entry[], others?: import("../../http/types.js").Others}} Content
 * @typedef {(path: string, depth: number, limit: number) => Promise<import("../../http/types.js").Directory>} Fetch
 * @typedef {{entry: Entry | null, at: string, area: number, folded: boolean}} Room a directory that has room for more, in square pixels; without an entry, what is shown itself
 */

/** Directories that are opened further: of a tree that has ended, and each time of one that grows. */
const OPENED = 108;
const OPENED_GROWING = 12;
const AT_ONCE = 18;
const LANES = 3;

/** The table, which asks for the same directory, tells why it cannot be had. @param {unknown} problem */
function failed(problem) {
  if (!isAborted(problem) && !(problem instanceof Problem)) fault(problem);
}

export class Picture {
  /** @param {() => void} changed */
  constructor(changed) {
    this.changed = changed;
    /** @type {Content | null} */
    this.content = null;
    /** Entries whose content has changed since it was fetched. @type {WeakSet<Entry>} */
    this.stale = new WeakSet();
    this.path = "";
    /** @type {Fetch | null} */
    this.fetch = null;
    /** Where more was fetched. @type {Set<string>} */
    this.done = new Set();
    this.left = 0;
    this.opening = false;
  }

  /** Shows this until more has come. @param {Content | null} content */
  begin(content) {
    this.content = content;
    this.left = 0;
  }

  /** @param {string} path of the directory, encoded @param {boolean} growing @param {Fetch} fetch */
  async load(path, growing, fetch) {
    this.path = path;
    this.fetch = fetch;
    this.left = 0;
    try {
      const content = await fetch(path, 2, 40);
      this.keepOpened(content.entries, this.content?.entries);
      this.left = growing ? OPENED_GROWING : OPENED;
      this.done = new Set();
      this.content = content;
      this.changed();
    } catch (e) {
      failed(e);
    }
  }

  /** @param {Entry[]} entries @param {Entry[] | undefined} before */
  keepOpened(entries, before) {
    const known = new Map(before?.map((entry) => [keyOf(entry), entry]));
    for (const entry of entries) {
      const old = known.get(keyOf(entry));
      if (entry.entries) this.keepOpened(entry.entries, old?.entries);
      else if (old?.entries) {
        entry.entries = old.entries;
        entry.others = old.others;
        if (entry.bytes !== old.bytes || this.stale.has(old)) this.stale.add(entry);
      }
    }
  }

  /** Opens what the map has room for. @param {(stale: WeakSet<Entry>) => Room[]} roomsOf the largest first */
  async openFurther(roomsOf) {
    const { content, fetch, path } = this;
    if (this.opening || this.left === 0 || !content || !fetch) return;
    const rooms = roomsOf(this.stale).filter(({ at }) => !this.done.has(at)).slice(0, Math.min(this.left, AT_ONCE));
    if (rooms.length === 0) return;
    this.opening = true;
    this.left -= rooms.length;
    for (const { at } of rooms) this.done.add(at);
    try {
      await Promise.all(Array.from({ length: LANES }, async (_, lane) => {
        for (let i = lane; i < rooms.length; i += LANES) await this.open(rooms[i], content, path, fetch);
      }));
    } catch (e) {
      failed(e);
    } finally {
      this.opening = false;
      if (this.content === content) {
        this.content = { ...content };
        this.changed();
      } else {
        this.openFurther(roomsOf);
      }
    }
  }

  /** @param {Room} room @param {Content} content @param {string} path @param {Fetch} fetch */
  async open({ entry, at, area, folded }, content, path, fetch) {
    const holder = entry ?? content;
    // Of what has only files, as many as can be seen; else more levels the fewer directories there are.
    const [depth, limit] = folded || !entry?.directories ? [1, Math.min(1000, Math.max(8, Math.round(area / 60)))]
      : entry.directories > 100 ? [2, 40] : [4, 16];
    const own = at.replace(/\/$/, "");
    // What is folded after that is too small.
    if (depth === 1) this.done.add(`${own}/`);
    const { entries, others } = await fetch([path, own].filter(Boolean).join("/"), depth, limit);
    // Those that are there already stay the same objects: others may be filling them just now.
    const known = new Map(holder.entries?.map((one) => [keyOf(one), one]));
    if (entry) this.stale.delete(entry);
    holder.entries = entries.map((one) => {
      const old = known.get(keyOf(one));
      return old ? Object.assign(old, one, one.entries ? null : { entries: old.entries, others: old.others }) : one;
    });
    holder.others = others;
  }
}
