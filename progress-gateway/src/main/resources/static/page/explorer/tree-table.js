/**
 * The tree as a table: a treegrid of which only the rows in sight are in the document. An opened directory is a branch with rows
 * of its own; where a row stands follows from how many rows each branch has, so that nothing is kept for rows that nobody saw.
 * Rows are placed by their number; beyond what browsers can scroll, the scroll bar moves faster than the rows.
 */
import { html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { api, messageOf } from "../../http/api.js";
import { strings } from "../../words/strings.js";
import { PageElement } from "../app/page-element.js";
import { Branch } from "./branch.js";
import { below, isDirectory, keyOf, labelOf, opens } from "./entry-words.js";
import { cells, columnsOf, head } from "./row-cells.js";
import { RowList } from "./row-list.js";
import { beginningWith, TypedText } from "./typed.js";

/**
 * @typedef {import("../../http/types.js").Entry} Entry
 * @typedef {import("./branch.js").Row} Row
 */

const ROW = 28;
const TALLEST = 15_000_000;
const BEYOND = 8;
const words = strings.explorer;

class TreeTable extends PageElement {
  static properties = {
    batch: {}, target: {}, path: {}, sort: {}, order: {}, sequences: {}, selected: {}, whole: { attribute: false }, narrow: { state: true },
  };

  constructor() {
    super();
    this.batch = this.path = this.selected = "";
    this.target = 0;
    this.sort = "size";
    this.order = "desc";
    this.sequences = true;
    /** Bytes of all that is shown. @type {number} */
    this.whole = 0;
    this.narrow = false;
    /** The address of a directory. @type {(path: string) => string} */
    this.linkTo = () => "";
    /** @type {Branch | null} */
    this.root = null;
    /** The row that has or had the focus. @type {Row | null} */
    this.active = null;
    this.wantsFocus = false;
    this.typed = new TypedText();
    this.resized = new ResizeObserver(([{ contentRect }]) => {
      this.narrow = contentRect.width <= 860;
      this.requestUpdate();
    });
  }

  connectedCallback() {
    super.connectedCallback();
    this.resized.observe(this);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.resized.disconnect();
    this.root?.close();
    this.root = null;
  }

  get scroller() {
    return /** @type {HTMLElement | null} */ (this.querySelector(".grid"));
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    const elsewhere = ["batch", "target", "path"].some((name) => changed.has(name));
    if (this.root && !elsewhere && !["sort", "order", "sequences"].some((name) => changed.has(name))) return;
    const before = this.root;
    before?.close();
    this.active = null;
    this.root = this.branch(this.path, "", null, null);
    if (before && !elsewhere) for (const child of before.opened.values()) this.reopen(this.root, child);
    if (this.scroller) this.scroller.scrollTop = 0;
  }

  /** @param {Branch} parent @param {Branch} child */
  reopen(parent, child) {
    if (!child.entry) return;
    const again = this.open(parent, child.entry, -1);
    for (const further of child.opened.values()) this.reopen(again, further);
  }

  /** @param {string} path @param {string} at @param {Branch | null} parent @param {Entry | null} entry @returns {Branch} */
  branch(path, at, parent, entry) {
    const { batch, target, sort, order, sequences } = this;
    const sequence = entry?.sequence ? encodeURIComponent(entry.sequence.key) : null;
    /** @type {Branch} */
    const branch = new Branch(new RowList(
      (query, signal) => api.tree(batch, { target, path, sequence, sequences: sequences && !sequence ? true : null, ...query }, signal),
      { sort, order }, () => this.filled(branch)), path, at, parent, entry);
    branch.list.look(0, 0);
    return branch;
  }

  /** @param {Branch} branch whose rows have come */
  filled(branch) {
    for (const { start, rows } of branch.opened.size > 0 ? branch.list.pages : []) {
      rows.forEach((entry, i) => {
        const child = branch.opened.get(keyOf(entry));
        if (child) [child.entry, child.rank] = [entry, start + i];
      });
    }
    if (!branch.parent) this.dispatchEvent(new CustomEvent("filled", { detail: branch.list }));
    this.requestUpdate();
  }

  /** Fetches again what is in sight. */
  refresh() {
    /** @param {Branch} branch */
    const all = (branch) => {
      branch.list.refresh();
      branch.opened.forEach(all);
    };
    if (this.root) all(this.root);
  }

  /** @param {Branch} parent @param {Entry} entry @param {number} rank -1 while it is not known @returns {Branch} */
  open(parent, entry, rank) {
    const key = keyOf(entry);
    const known = parent.opened.get(key);
    if (known) return known;
    const child = this.branch(entry.sequence ? parent.path : below(parent.path, key), below(parent.at, key), parent, entry);
    child.rank = rank;
    parent.opened.set(key, child);
    this.requestUpdate();
    return child;
  }

  /** @param {Row} row */
  toggle({ branch, rank }) {
    const entry = branch.list.at(rank);
    if (!entry || !opens(entry)) return;
    const child = branch.opened.get(keyOf(entry));
    if (!child) {
      this.open(branch, entry, rank);
      return;
    }
    child.close();
    branch.opened.delete(keyOf(entry));
    if (this.active && `${this.active.branch.at}/`.startsWith(`${child.at}/`)) this.active = { branch, rank };
    this.requestUpdate();
  }

  /** Shows an entry, opening what it lies in. @param {string} at encoded, below what is shown */
  async reveal(at) {
    let branch = this.root;
    for (const key of at.split("/").filter(Boolean)) {
      if (!branch) return;
      const rank = await branch.list.find(key).catch(() => -1);
      const entry = branch.list.at(rank);
      if (!entry || this.selected !== at) return;
      this.active = { branch, rank };
      await this.drawn();
      this.show(branch.indexOf(rank));
      branch = below(branch.at, key) === at ? null : this.open(branch, entry, rank);
    }
  }

  /** Until the table is as high as its rows need. */
  async drawn() {
    this.requestUpdate();
    await this.updateComplete;
  }

  /** @param {Row} row @param {Entry} entry */
  select({ branch }, entry) {
    this.dispatchEvent(new CustomEvent("select-entry", { detail: below(branch.at, keyOf(entry)) }));
  }

  /** What a row leads to. @param {Branch} branch @param {Entry} entry */
  link(branch, entry) {
    return isDirectory(entry) && opens(entry) ? this.linkTo(below(branch.path, keyOf(entry))) : null;
  }

  // Which rows are in sight.

  room() {
    const grid = this.scroller;
    return Math.max(ROW, (grid?.clientHeight ?? 600) - (this.querySelector(".grid .heads")?.clientHeight ?? 32));
  }

  /** How many pixels of rows a pixel of the scroll bar is. @param {number} total */
  pace(total) {
    const tall = Math.min(total * ROW, TALLEST);
    return tall <= this.room() ? 1 : (total * ROW - this.room()) / (tall - this.room());
  }

  /** Scrolls so far that a row is in sight; one that is far away comes to the middle. @param {number} index */
  show(index) {
    const grid = this.scroller;
    if (!grid || !this.root) return;
    const pace = this.pace(this.root.size());
    const room = this.room();
    const top = grid.scrollTop * pace;
    const above = top - index * ROW;
    const below = (index + 1) * ROW - top - room;
    if (Math.max(above, below) > room) grid.scrollTop = ((index + 0.5) * ROW - room / 2) / pace;
    else if (above > 0) grid.scrollTop = (index * ROW) / pace;
    else if (below > 0) grid.scrollTop = ((index + 1) * ROW - room) / pace;
    this.requestUpdate();
  }

  render() {
    const root = this.root;
    if (!root) return nothing;
    const total = root.size();
    const pace = this.pace(total);
    const scrolled = this.scroller?.scrollTop ?? 0;
    const top = scrolled * pace;
    const from = Math.max(0, Math.floor(top / ROW) - BEYOND);
    const to = Math.min(total, Math.ceil((top + this.room()) / ROW) + BEYOND);
    /** @type {{index: number, row: Row}[]} */
    const rows = [];
    const now = performance.now();
    // Who is looking for a place far away sees names only, until it is found.
    this.hurried = Math.abs(top - this.drawnTop) > this.room() && now - this.drawnAt < 150;
    if (this.hurried) this.calm();
    [this.drawnTop, this.drawnAt] = [top, now];
    for (let index = from; index < to; index++) rows.push({ index, row: root.locate(index) });
    this.want(rows.map(({ row }) => row));
    const active = this.active && this.active.rank < Math.max(1, this.active.branch.list.count) ? this.active : { branch: root, rank: 0 };
    const focused = active.branch.indexOf(active.rank);
    if (focused < total && (focused < from || focused >= to)) rows.push({ index: focused, row: active });
    const shift = scrolled - top;
    const columns = columnsOf(this.narrow);
    return html`
      <div class=${this.narrow ? "grid narrow" : "grid"} role="treegrid" aria-label=${words.table} aria-rowcount=${total + 1} aria-colcount=${columns.length} aria-describedby="tree-keys"
        aria-busy=${root.list.directory === null} data-testid="tree-table" @scroll=${() => this.requestUpdate()} @keydown=${this.key}>
        <div class="heads" role="rowgroup"><div class="row" role="row" aria-rowindex="1">${columns.map((column) => head(column, this, (sort) => this.sortBy(sort)))}</div></div>
        <div class="rows" role="rowgroup" .style=${`height:${Math.min(total * ROW, TALLEST)}px`}>
          ${repeat(rows, ({ row }) => `${row.branch.id}:${row.rank}`, ({ index, row }) => this.row(row, index, index * ROW + shift, index === focused))}
        </div>
      </div>
      <p id="tree-keys" class="unseen">${words.tableKeys}</p>`;
  }

  /** @param {Row[]} rows */
  want(rows) {
    /** @type {Map<RowList, number[]>} */
    const wanted = new Map();
    for (const { branch, rank } of rows) wanted.set(branch.list, [Math.min(rank, wanted.get(branch.list)?.[0] ?? rank), rank + 1]);
    for (const [list, [first, end]] of wanted) list.look(first, end);
  }

  updated() {
    if (this.root?.list.directory && !this.painted) {
      this.painted = true;
      performance.mark("tree-table-painted");
    }
    if (!this.wantsFocus) return;
    this.wantsFocus = false;
    /** @type {HTMLElement | null} */ (this.querySelector('.rows [tabindex="0"]'))?.focus({ preventScroll: true });
  }

  painted = false;
  hurried = false;
  drawnTop = 0;
  drawnAt = 0;
  calming = 0;

  /** Draws whole rows once nothing is scrolled any more. */
  calm() {
    clearTimeout(this.calming);
    this.calming = window.setTimeout(() => this.requestUpdate(), 160);
  }

  /** @param {string} sort */
  sortBy(sort) {
    const usual = sort === "name" ? "asc" : "desc";
    const order = sort !== this.sort ? usual : this.order === "asc" ? "desc" : "asc";
    this.dispatchEvent(new CustomEvent("sort-rows", { detail: { sort, order } }));
  }

  /** @param {Row} row @param {number} index @param {number} top @param {boolean} focused */
  row(row, index, top, focused) {
    const { branch, rank } = row;
    const entry = branch.list.at(rank);
    const key = entry ? keyOf(entry) : "";
    const at = below(branch.at, key);
    const open = entry && opens(entry) ? branch.opened.has(key) : nothing;
    return html`<div class="row ${entry ? "" : "waits"}" role="row" data-testid=${entry ? "tree-row" : "tree-wait"} data-type=${entry?.sequence ? "sequence" : entry?.type ?? ""}
        tabindex=${focused ? 0 : -1} aria-rowindex=${index + 2} aria-level=${branch.level + 1} aria-setsize=${Math.max(1, branch.list.count)} aria-posinset=${rank + 1}
        aria-expanded=${open} aria-selected=${entry !== undefined && at === this.selected} .style=${`transform:translateY(${top}px)`}
        @click=${(/** @type {MouseEvent} */ event) => this.pick(event, row)}>
      ${entry && !this.hurried ? cells(entry, {
        level: branch.level, open, link: this.link(branch, entry), share: this.whole > 0 ? Math.min(1, (entry.bytes ?? 0) / this.whole) : 0, narrow: this.narrow, toggle: () => this.toggle(row),
      }) : html`<div role="gridcell" class="name" aria-colspan="9">${entry ? labelOf(entry) : this.without(branch)}</div>`}
    </div>`;
  }

  /** What stands where there are no rows, or not yet. @param {Branch} branch */
  without({ list }) {
    const { problem, directory } = list;
    if (problem) return html`${messageOf(problem)} <button type="button" tabindex="-1" @click=${() => list.refresh()}>${words.retry}</button>`;
    if (!directory || list.count > 0) return words.reading;
    return directory.error ? words.unreadable(directory.error) : directory.complete ? words.empty : words.notYet;
  }

  /** @param {MouseEvent} event @param {Row} row */
  pick(event, row) {
    const entry = row.branch.list.at(row.rank);
    if (!entry || /** @type {Element} */ (event.target).closest("a,button")) return;
    this.active = row;
    this.wantsFocus = true;
    this.select(row, entry);
    this.requestUpdate();
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (!/** @type {Element} */ (event.target).closest(".rows") || !this.root || event.altKey || event.ctrlKey || event.metaKey) return;
    const at = this.active ?? { branch: this.root, rank: 0 };
    const index = at.branch.indexOf(at.rank);
    const entry = at.branch.list.at(at.rank);
    const page = Math.max(1, Math.floor(this.room() / ROW) - 1);
    /** @type {Record<string, number>} */
    const steps = { ArrowDown: index + 1, ArrowUp: index - 1, PageDown: index + page, PageUp: index - page, Home: 0, End: this.root.size() - 1 };
    if (event.key in steps) this.focusOn(steps[event.key]);
    else if (event.key === "ArrowRight" && entry && opens(entry)) {
      if (at.branch.opened.has(keyOf(entry))) this.focusOn(index + 1);
      else this.toggle(at);
    } else if (event.key === "ArrowLeft") {
      if (entry && at.branch.opened.has(keyOf(entry))) this.toggle(at);
      else if (at.branch.parent) this.focusOn(at.branch.parent.indexOf(at.branch.rank));
    } else if (event.key === "Enter" && entry) {
      const link = this.link(at.branch, entry);
      if (link) this.dispatchEvent(new CustomEvent("open-directory", { detail: link }));
      else if (opens(entry)) this.toggle(at);
      else this.select(at, entry);
    } else if (event.key === " " && entry && !this.typed.isGoingOn(performance.now())) this.select(at, entry);
    else if (event.key === "Backspace") this.dispatchEvent(new CustomEvent("zoom-out"));
    else if (event.key.length === 1) this.type(event.key, at);
    else return;
    event.preventDefault();
  }

  /** @param {number} index */
  focusOn(index) {
    if (!this.root) return;
    const last = this.root.size() - 1;
    this.active = this.root.locate(Math.max(0, Math.min(last, index)));
    this.wantsFocus = true;
    this.show(this.active.branch.indexOf(this.active.rank));
  }

  /** Goes to the next row whose name begins with what is typed, or where none is known, to the first by name. @param {string} key @param {Row} at */
  async type(key, at) {
    const { root } = this;
    if (!root) return;
    const typed = this.typed.add(key, performance.now());
    const next = beginningWith(root, at, typed);
    if (next >= 0) return this.focusOn(next);
    const rank = await at.branch.list.findBeginning(typed).catch(() => -1);
    await this.drawn();
    if (rank >= 0 && this.typed.text === typed && this.root === root) this.focusOn(at.branch.indexOf(rank));
  }
}
customElements.define("tree-table", TreeTable);
