/**
 * A scan's tree: where one is, what is there in all, and the two views of it. What is shown stands in the address; this reads it
 * and keeps both views on the same entry. While the tree grows, what is in sight is fetched again every two seconds, and not
 * faster than the gateway answers; once it has ended, nothing is.
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
import { Selected } from "../state/store.js";
import { atLeast } from "./entry-words.js";
import { growthOf } from "./growth.js";
import { Picture } from "./picture.js";
import "./tree-map.js";
import "./tree-table.js";

/**
 * @typedef {import("../../http/types.js").Scan} Scan
 * @typedef {import("../../http/types.js").Directory} Directory
 */

const AGAIN_MS = 2000;
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
    growth: { state: true },
  };

  constructor() {
    super();
    /** @type {Scan | null} */
    this.scan = null;
    this.selected = new Selected(this, (state) => state.route);
    this.place = placeOf({});
    this.loaded = "";
    this.picture = new Picture(() => this.requestUpdate());
    /** @type {Awaited<ReturnType<typeof growthOf>> | undefined} null if there is no earlier scan, undefined if it was not asked */
    this.growth = undefined;
    /** The directory as the table knows it. @type {Directory | null} */
    this.directory = null;
    /** @type {unknown} */
    this.problem = null;
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
    return /** @type {(HTMLElement & {roomy: Parameters<Picture["openFurther"]>[0]}) | null} */ (this.querySelector("tree-map"));
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
    const { scan, place: { target, path, sequences, color, show } } = this;
    if (!scan?.targets[target]) return;
    this.loading.abort();
    this.loading = new AbortController();
    const { signal } = this.loading;
    if (elsewhere) this.picture.begin(null);
    if (color === "growth") {
      growthOf(scan, target, path, sequences, signal).then((growth) => !signal.aborted && (this.growth = growth), (e) => isAborted(e) || (this.growth = null));
    }
    if (show === "table") return;
    await this.picture.load(path, this.growing, (at, depth, limit) =>
      api.tree(scan.batch_id, { target, path: at, sort: "size", depth, limit, sequences: sequences || null }, signal));
  }

  openFurther() {
    const { map } = this;
    if (map) this.picture.openFurther((stale) => map.roomy(stale));
  }

  /** @param {import("./row-list.js").RowList} list */
  filled({ directory, problem, pages }) {
    this.directory = directory;
    this.problem = directory ? null : problem;
    // Until two levels have come, the first.
    const { sort, order, show } = this.place;
    if (directory && !this.picture.content && show !== "table" && sort === "size" && order === "desc") this.picture.begin({ entries: pages[0]?.rows ?? [], others: directory.others });
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
        ${show === "table" ? nothing : html`<tree-map data-testid="map" .content=${this.picture.content} .colour=${color} .growth=${this.growth?.of ?? NONE} .now=${scan.finishedAt ?? scan.createdAt}
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
