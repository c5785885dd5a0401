/**
 * A scan's tree: where one is, what is there in all, and the two views of it. What is shown stands in the address; this reads it,
 * fetches for the picture, and keeps both views on the same entry. While the tree grows, what is in sight is fetched again every
 * two seconds, and not faster than the gateway answers; once it has ended, nothing is.
 *
 * The picture begins with two levels. Directories that have room for what is in them are opened further, the largest first.
 */
import { html, nothing } from "lit";
import { api, isAborted, messageOf, Problem } from "../../http/api.js";
import { isFinal } from "../../live/status.js";
import { bytes, count, time, visible } from "../../words/format.js";
import { strings } from "../../words/strings.js";
import { choice, crumbs, targetChooser } from "../analysis/parts.js";
import { parentOf } from "../analysis/places.js";
import { PageElement } from "../app/page-element.js";
import { go, scanLink } from "../route/route.js";
import { fault } from "../state/faults.js";
import { Selected } from "../state/store.js";
import { atLeast, keyOf } from "./entry-words.js";
import { growthOf } from "./growth.js";
import "./tree-map.js";
import "./tree-table.js";

/**
 * @typedef {import("../../http/types.js").Scan} Scan
 * @typedef {import("../../http/types.js").Directory} Directory
 * @typedef {import("../../http/types.js").Entry} Entry
 */

const AGAIN_MS = 2000;
/** Directories that are opened further in the picture. */
const OPENED = 108;
const words = strings.explorer;

/** What of a scan matters here: it comes anew with every message. @param {Scan | undefined} scan */
function matters(scan) {
  return scan && JSON.stringify([scan.batch_id, scan.targets.map(({ status, path, agent, error }) => [status, path, agent, error])]);
}

/** @param {Record<string, string>} params */
function placeOf(params) {
  const sort = ["size", "name", "files", "mtime"].includes(params.sort) ? params.sort : "size";
  return {
    target: Number(params.target) || 0,
    path: params.path ?? "",
    sort,
    order: params.order === "asc" || params.order === "desc" ? params.order : sort === "name" ? "asc" : "desc",
    color: Object.hasOwn(words.colours, params.color ?? "") ? params.color : "type",
    show: Object.hasOwn(words.shows, params.show ?? "") ? params.show : "both",
    sequences: params.seq !== "0",
    sel: params.sel ?? "",
  };
}

class TreeExplorer extends PageElement {
  static properties = {
    scan: { attribute: false, hasChanged: (/** @type {Scan} */ a, /** @type {Scan} */ b) => matters(a) !== matters(b) },
    content: { state: true }, growth: { state: true },
  };

  constructor() {
    super();
    /** @type {Scan | null} */
    this.scan = null;
    this.selected = new Selected(this, (state) => state.route);
    this.place = placeOf({});
    this.loaded = "";
    /** What the picture shows. @type {{entries?: Entry[], others?: import("../../http/types.js").Others} | null} */
    this.content = null;
    /** @type {Awaited<ReturnType<typeof growthOf>> | undefined} null if there is no earlier scan, undefined if it was not asked */
    this.growth = undefined;
    /** The directory as the table knows it. @type {Directory | null} */
    this.directory = null;
    /** @type {unknown} */
    this.problem = null;
    /** Entries whose content has changed since it was fetched. @type {WeakSet<Entry>} */
    this.stale = new WeakSet();
    /** Where more was fetched for the picture. @type {Set<string>} */
    this.done = new Set();
    this.left = 0;
    this.opening = false;
    this.loading = new AbortController();
    this.timer = 0;
    this.growing = false;
    /** @type {(event: Event) => void} */
    this.closeMenus = (event) => {
      const menu = /** @type {HTMLDetailsElement | null} */ (this.querySelector("details[open]"));
      if (menu && !(event instanceof KeyboardEvent ? event.key !== "Escape" : menu.contains(/** @type {globalThis.Node} */ (event.target)))) menu.open = false;
    };
  }

  connectedCallback() {
    super.connectedCallback();
    for (const type of ["click", "focusin", "keydown"]) document.addEventListener(type, this.closeMenus);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    for (const type of ["click", "focusin", "keydown"]) document.removeEventListener(type, this.closeMenus);
    this.loading.abort();
    clearTimeout(this.timer);
  }

  get table() {
    return /** @type {(HTMLElement & {refresh(): void, reveal(at: string): Promise<void>, wantsFocus: boolean}) | null} */ (this.querySelector("tree-table"));
  }

  get map() {
    return /** @type {(HTMLElement & {roomy(stale: WeakSet<Entry>): {entry: Entry | null, at: string, area: number, folded: boolean}[]}) | null} */ (this.querySelector("tree-map"));
  }

  willUpdate() {
    if (!this.scan || this.selected.value.tab !== "tree") return;
    this.place = placeOf(this.selected.value.params);
    const { target, path, sequences, color, show } = this.place;
    const shownTarget = this.scan.targets[target];
    const growing = shownTarget !== undefined && !isFinal(shownTarget.status);
    const ended = this.growing && !growing;
    this.growing = growing;
    const load = JSON.stringify([this.scan.batch_id, target, path, sequences, color === "growth", show === "table"]);
    if (load !== this.loaded) {
      const elsewhere = JSON.stringify(JSON.parse(load).slice(0, 4)) !== JSON.stringify(JSON.parse(this.loaded || "[]").slice(0, 4));
      this.loaded = load;
      if (elsewhere) this.directory = this.problem = null;
      this.growth = undefined;
      this.load(elsewhere);
    } else if (ended) {
      this.again();
    }
    clearTimeout(this.timer);
    this.timer = growing ? window.setTimeout(() => this.again(), AGAIN_MS) : 0;
  }

  async again() {
    clearTimeout(this.timer);
    const began = performance.now();
    if (document.visibilityState === "visible") {
      this.table?.refresh();
      await this.load(false);
    }
    if (this.growing && this.isConnected) this.timer = window.setTimeout(() => this.again(), Math.max(AGAIN_MS, (performance.now() - began) * 4));
  }

  /** Fetches what the picture shows. @param {boolean} elsewhere whether it shows something else now */
  async load(elsewhere) {
    const { scan, place } = this;
    if (!scan || !scan.targets[place.target]) return;
    this.loading.abort();
    this.loading = new AbortController();
    const { signal } = this.loading;
    this.left = 0;
    if (elsewhere) this.content = null;
    if (place.color === "growth") {
      growthOf(scan, place.target, place.path, place.sequences, signal).then((growth) => !signal.aborted && (this.growth = growth), (e) => isAborted(e) || (this.growth = null));
    }
    if (place.show === "table") return;
    try {
      const content = await this.fetch(place.path, 2, 40, signal);
      this.keepOpened(content.entries, this.content?.entries);
      this.left = this.growing ? 12 : OPENED;
      this.done = new Set();
      this.content = content;
    } catch (e) {
      this.failed(e);
    }
  }

  /** Directories that were opened stay so until they have been opened again. @param {Entry[]} entries @param {Entry[] | undefined} before */
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

  /** Opens what the picture has room for, some at a time; it is laid out anew then. */
  async openFurther() {
    const { content, map, place, loading: { signal } } = this;
    if (this.opening || this.left === 0 || !content || !map) return;
    const roomy = map.roomy(this.stale).filter(({ at }) => !this.done.has(at)).slice(0, Math.min(this.left, 18));
    if (roomy.length === 0) return;
    this.opening = true;
    this.left -= roomy.length;
    for (const { at } of roomy) this.done.add(at);
    try {
      await Promise.all([0, 1, 2].map(async (lane) => {
        for (let i = lane; i < roomy.length; i += 3) {
          const { entry, at, area, folded } = roomy[i];
          const path = [place.path, at.replace(/\/$/, "")].filter(Boolean).join("/");
          const holder = entry ?? content;
          // Of what has only files, as many as can be seen; else more levels the fewer directories there are.
          const [depth, limit] = folded || !entry?.directories ? [1, Math.min(1000, Math.max(8, Math.round(area / 60)))] : entry.directories > 100 ? [2, 40] : [4, 16];
          const { entries, others } = await this.fetch(path, depth, limit, signal);
          // Those that are there already stay the same objects: others may be filling them just now.
          const known = new Map(holder.entries?.map((one) => [keyOf(one), one]));
          if (entry) this.stale.delete(entry);
          holder.entries = entries.map((one) => {
            const old = known.get(keyOf(one));
            return old ? Object.assign(old, one, one.entries ? null : { entries: old.entries, others: old.others }) : one;
          });
          holder.others = others;
        }
      }));
    } catch (e) {
      this.failed(e);
    } finally {
      this.opening = false;
      if (this.content === content) this.content = { ...content };
      else this.openFurther();
    }
  }

  /** The table, which asks for the same directory, tells why it cannot be had. @param {unknown} problem */
  failed(problem) {
    if (!isAborted(problem) && !(problem instanceof Problem)) fault(problem);
  }

  /** @param {string} path @param {number} depth @param {number} limit @param {AbortSignal} signal */
  fetch(path, depth, limit, signal) {
    const { target, sequences } = this.place;
    return api.tree(/** @type {Scan} */ (this.scan).batch_id, { target, path, sort: "size", depth, limit, sequences: sequences || null }, signal);
  }

  /** @param {import("./row-list.js").RowList} list */
  filled({ directory, problem, pages }) {
    this.directory = directory;
    this.problem = directory ? null : problem;
    // Until two levels have come, the first.
    const { sort, order, show } = this.place;
    if (directory && !this.content && show !== "table" && sort === "size" && order === "desc") this.content = { entries: pages[0]?.rows ?? [], others: directory.others };
    this.requestUpdate();
  }

  updated() {
    const { sel } = this.place;
    const key = `${this.loaded} ${sel}`;
    if (!this.directory || !sel || this.revealed === key) return;
    this.revealed = key;
    this.table?.reveal(sel);
  }

  revealed = "";

  /** The address of what is shown, with something changed. @param {Record<string, string | number | null>} [changes] */
  link(changes = {}) {
    return scanLink(/** @type {Scan} */ (this.scan).batch_id, "tree", { ...this.selected.value.params, ...changes });
  }

  /** @param {string} path encoded */
  linkTo(path) {
    return this.link({ path, sel: null });
  }

  /** @param {Record<string, string | number | null>} changes */
  refine(changes) {
    go(this.link(changes), true);
  }

  /** @param {string} at */
  select(at) {
    this.revealed = `${this.loaded} ${at}`;
    this.refine({ sel: at });
  }

  up() {
    const { path } = this.place;
    if (path !== "") go(this.linkTo(parentOf(path)));
  }

  render() {
    const { scan, place } = this;
    if (!scan) return nothing;
    const target = scan.targets[place.target];
    if (!target) return html`<p class="panel empty" data-testid="no-directory">${words.noSuchDirectory}</p>`;
    const { sort, order, path, show, color, sequences, sel } = place;
    const broken = this.problem !== null;
    return html`
      ${this.header(scan, target)}
      ${broken ? this.broken() : nothing}
      <div class="views" data-show=${show} ?hidden=${broken}>
        ${show === "table" ? nothing : html`<tree-map data-testid="map" .content=${this.content} .colour=${color} .growth=${this.growth?.of ?? NONE} .now=${scan.finishedAt ?? scan.createdAt}
          .selected=${sel} .path=${path} .base=${visible(target.path)} @zoom-in=${(/** @type {CustomEvent<string>} */ e) => go(this.linkTo(e.detail))} @zoom-out=${this.up} @laid-out=${this.openFurther}
          @select-entry=${(/** @type {CustomEvent<string>} */ e) => { this.select(e.detail); this.table?.reveal(e.detail); }}></tree-map>`}
        <tree-table ?hidden=${show === "map"} .batch=${scan.batch_id} .target=${place.target} .path=${path} .sort=${sort} .order=${order} .sequences=${sequences} .selected=${sel}
          .whole=${this.directory?.totals.bytes ?? 0} .linkTo=${(/** @type {string} */ to) => this.linkTo(to)}
          @filled=${(/** @type {CustomEvent<import("./row-list.js").RowList>} */ e) => this.filled(e.detail)}
          @sort-rows=${(/** @type {CustomEvent<{sort: string, order: string}>} */ e) => this.refine(e.detail)}
          @select-entry=${(/** @type {CustomEvent<string>} */ e) => this.select(e.detail)}
          @zoom-out=${this.up} @open-directory=${(/** @type {CustomEvent<string>} */ e) => { go(e.detail); if (this.table) this.table.wantsFocus = true; }}></tree-table>
      </div>`;
  }

  broken() {
    const gone = this.problem instanceof Problem && this.problem.status === 404;
    const text = gone ? (this.growing ? words.noSuchDirectoryYet : words.noSuchDirectory) : messageOf(this.problem);
    return html`<div class="panel empty" role="alert" data-testid="no-directory"><p>${text}</p>
      ${gone && !this.growing ? html`<p><a href=${this.linkTo("")}>${words.up}</a></p>` : html`<button type="button" data-testid="retry-tree" @click=${() => this.again()}>${words.retry}</button>`}</div>`;
  }

  /** @param {Scan} scan @param {import("../../http/types.js").Target} target */
  header(scan, target) {
    const { path, color, show, sequences } = this.place;
    const at = { target: this.place.target || null, path };
    const totals = this.directory?.totals;
    const lower = this.directory?.partial;
    return html`
      <div class="way">
        ${targetChooser(scan, this.place.target, (chosen) => go(this.link({ target: chosen, path: null, sel: null })))}
        ${crumbs(visible(target.path), path, (to) => this.linkTo(to))}
      </div>
      <p class="totals number" data-testid="totals" aria-busy=${!totals}>${totals ? [
        html`<strong>${atLeast(totals.bytes, lower, bytes)}</strong>`, totals.allocatedBytes === null ? nothing : words.onDisk(atLeast(totals.allocatedBytes, lower, bytes)),
        words.files(atLeast(totals.files, lower, count)), words.directories(atLeast(totals.directories, lower, count)),
        totals.errors > 0 ? html`<span class="note">${words.errors(count(totals.errors))}</span>` : nothing,
      ].filter((item) => item !== nothing).map((item) => html`<span>${item}</span>`) : words.reading}
      ${this.directory?.error ? html`<span class="problem" data-testid="unreadable">${words.unreadable(this.directory.error)}</span>` : lower ? html`<span class="note">${this.growing ? words.running : words.partial}</span>` : nothing}</p>
      <div class="tools">
        <nav class="here" aria-label=${words.here}>
          ${["search", "reports", "compare"].map((tab) => html`<a href=${scanLink(scan.batch_id, tab, at)} data-testid="here-${tab}">${words[/** @type {"search"} */ (tab)]}</a>`)}
          <details class="menu" data-testid="export"><summary title=${words.exportHint}>${words.export}</summary>
            <ul>${Object.entries(words.formats).map(([format, name]) => html`<li><a href=${api.exportAddress(scan.batch_id, { target: this.place.target, format, path })} download>${name}</a></li>`)}</ul></details>
        </nav>
        <label class="check"><input type="checkbox" data-testid="sequences" .checked=${sequences} @change=${() => this.refine({ seq: sequences ? "0" : null })}>${words.sequences}</label>
        <label>${words.colour} <select data-testid="colour" @change=${(/** @type {Event} */ e) => this.refine({ color: /** @type {HTMLSelectElement} */ (e.target).value })}>
          ${Object.entries(words.colours).map(([value, name]) => html`<option value=${value} ?selected=${value === color}>${name}</option>`)}</select></label>
        ${choice(words.show, words.shows, show, (value) => this.refine({ show: value === "both" ? null : value }))}
      </div>
      ${color === "growth" && this.growth !== undefined ? html`<p class="faint" role="status" data-testid="growth">${this.growth ? words.since(time(this.growth.since)) : words.noEarlier}</p>` : nothing}`;
  }
}
const NONE = () => undefined;
customElements.define("tree-explorer", TreeExplorer);
