/**
 * One search, page by page: pages are fetched until as many hits have come as are wanted, however few a page had. A search
 * that is stopped goes on where it was.
 */
import { api, isAborted } from "../../http/api.js";
import { isFinal } from "../../live/status.js";
import { isPassing } from "../analysis/asked.js";

/**
 * @typedef {import("../../http/types.js").Entry & {path: string, pathBytes?: string}} Hit
 * @typedef {import("../../http/api.js").Query} Query
 */

const FIRST = 100;
const MORE = 500;
const AGAIN_MS = 3000;

export class Searching {
  /** @param {import("lit").ReactiveControllerHost} host drawn anew whenever something comes */
  constructor(host) {
    this.host = host;
    this.batch = "";
    /** @type {Query | null} */
    this.query = null;
    this.abort = new AbortController();
    host.addController(this);
    /** @type {Hit[]} */
    this.hits = [];
    this.progress = 0;
    this.partial = false;
    /** Whether the scan had ended when it was searched. */
    this.ended = true;
    this.complete = false;
    /** @type {string | null} */
    this.cursor = null;
    /** @type {unknown} */
    this.problem = null;
    this.running = false;
  }

  hostDisconnected() {
    this.stop();
    this.query = null;
  }

  /** Searches anew. @param {string} batch @param {Query | null} query null to search for nothing */
  start(batch, query) {
    this.stop();
    Object.assign(this, { hits: [], progress: 0, partial: false, complete: false, cursor: null, problem: null });
    this.batch = batch;
    this.query = query;
    if (query) this.more(FIRST);
  }

  stop() {
    this.abort.abort();
    this.running = false;
    this.host.requestUpdate();
  }

  /** Goes on until there are so many more. @param {number} [hits] */
  async more(hits = MORE) {
    const abort = new AbortController();
    this.abort = abort;
    this.running = true;
    this.problem = null;
    const wanted = this.hits.length + hits;
    while (this.running && !this.complete && this.hits.length < wanted) {
      try {
        const page = await api.search(
          this.batch, { ...this.query, limit: wanted - this.hits.length, cursor: this.cursor }, abort.signal);
        if (abort.signal.aborted) return;
        this.hits = [...this.hits, ...page.hits];
        this.progress = page.progress;
        this.partial = page.partial;
        this.ended = isFinal(page.status);
        this.cursor = page.nextCursor;
        this.complete = page.nextCursor === null;
        this.problem = null;
      } catch (e) {
        if (abort.signal.aborted || isAborted(e)) return;
        this.problem = e;
        this.running = isPassing(e);
        if (this.running) {
          this.host.requestUpdate();
          await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
          if (abort.signal.aborted) return;
        }
      }
      this.host.requestUpdate();
    }
    this.running = false;
    this.host.requestUpdate();
  }
}
