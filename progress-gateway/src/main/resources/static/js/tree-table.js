/**
 * The tree as a table, opened level by level. Rows are fetched when a directory is opened, a page at a time; while the scan
 * runs, what is open is fetched again every two seconds. A treegrid for the keyboard: arrows move, open and close.
 */
import { api } from "./api.js";
import { bytes, count, element, encodeName, say, time } from "./format.js";
import { strings } from "./strings.js";

const PAGE = 200;
const REFRESH = 2000;
const FIRST_REFRESH = 600;

export class TreeTable {
  /** @param {HTMLElement} place @param {string} batch @param {any[]} targets */
  constructor(place, batch, targets) {
    this.batch = batch;
    this.target = 0;
    this.by = { sort: "size", order: "desc" };
    this.stopped = false;
    this.timer = 0;
    this.root = node("", 1, null);
    const choice = element("select", { "aria-label": strings.target },
      ...targets.map((t) => element("option", { value: String(t.target) }, `${t.agent}: ${t.path}`)));
    choice.hidden = targets.length < 2;
    choice.addEventListener("change", () => {
      this.target = Number(choice.value);
      this.root = node("", 1, null);
      this.refresh();
    });
    this.summary = element("span", { class: "faint number", "data-testid": "breadcrumb" });
    this.problem = element("p", { class: "problem", role: "alert" });
    this.head = element("tr", { role: "row" });
    this.body = element("tbody", {});
    this.table = element("table", { class: "tree", role: "treegrid", "aria-label": strings.tree, "data-testid": "tree" },
      element("thead", {}, this.head), this.body);
    this.table.addEventListener("keydown", (event) => this.key(event));
    place.replaceChildren(element("h2", {}, strings.tree), element("div", { class: "crumbs" }, choice, this.summary),
      this.problem, element("div", { class: "scroll panel" }, this.table));
    this.drawHead();
  }

  /** @param {boolean} running whether the scan still runs */
  open(running) {
    this.refresh();
    if (!running) return;
    this.timer = setInterval(() => this.refresh(), REFRESH);
    setTimeout(() => !this.stopped && this.refresh(), FIRST_REFRESH);
  }

  finish() {
    clearInterval(this.timer);
    this.refresh();
  }

  stop() {
    this.stopped = true;
    clearInterval(this.timer);
  }

  drawHead() {
    const columns = [["name", "name", "name"], ["size", "size", "right"], ["onDisk", null, "right wide"],
      ["files", "files", "right"], ["modified", "mtime", "wide"], ["note", null, ""]];
    this.head.replaceChildren(...columns.map(([label, sort, classes]) => {
      const active = sort === this.by.sort;
      const text = strings.columns[label];
      return element("th", { scope: "col", role: "columnheader", class: classes,
        "aria-sort": active ? (this.by.order === "asc" ? "ascending" : "descending") : null },
        sort ? element("button", { type: "button", class: "sort", onclick: () => this.sortBy(sort) }, text + (active ? (this.by.order === "asc" ? " ▲" : " ▼") : "")) : text);
    }));
  }

  sortBy(sort) {
    this.by = sort === this.by.sort ? { sort, order: this.by.order === "asc" ? "desc" : "asc" }
      : { sort, order: sort === "name" ? "asc" : "desc" };
    this.drawHead();
    this.refresh();
  }

  /** Fetches every open directory again. */
  async refresh() {
    const root = this.root;
    try {
      await this.load(root);
      if (this.stopped || root !== this.root) return;
      say(this.problem, "");
      this.draw();
    } catch (e) {
      say(this.problem, e.message);
    }
  }

  async load(parent) {
    const wanted = Math.max(PAGE, parent.children.length);
    let entries = [];
    let cursor = null;
    let answer;
    do {
      answer = await api.tree(this.batch, this.target, parent.path, this.by, cursor, Math.min(1000, wanted - entries.length));
      entries = entries.concat(answer.entries);
      cursor = answer.nextCursor;
    } while (cursor && entries.length < wanted);
    this.take(parent, answer, entries);
    await Promise.all(parent.children.filter((child) => child.open).map((child) => this.load(child)));
  }

  take(parent, answer, entries) {
    const before = new Map(parent.children.map((child) => [child.path, child]));
    parent.answer = answer;
    parent.cursor = answer.nextCursor;
    parent.children = entries.map((entry) => {
      const path = parent.path === "" ? encodeName(entry) : `${parent.path}/${encodeName(entry)}`;
      const child = before.get(path) ?? node(path, parent.level + 1, parent);
      child.entry = entry;
      return child;
    });
  }

  async more(parent) {
    const answer = await api.tree(this.batch, this.target, parent.path, this.by, parent.cursor, PAGE);
    const known = parent.children;
    this.take(parent, answer, answer.entries);
    parent.children = known.concat(parent.children);
    this.draw();
  }

  draw() {
    const focused = document.activeElement?.closest?.("tr")?.dataset.path;
    const hadFocus = this.body.contains(document.activeElement);
    const totals = this.root.answer.totals;
    const least = this.root.answer.partial ? "≥ " : "";
    say(this.summary, `${least}${count(totals.files)} files, ${least}${count(totals.directories)} directories, ${least}${bytes(totals.bytes)}, ${bytes(totals.allocatedBytes)} on disk`);
    const rows = [];
    this.rows(this.root, rows);
    if (rows.length === 0) rows.push(element("tr", {}, element("td", { colspan: "6", class: "faint" }, this.root.answer.complete ? strings.emptyDirectory : strings.nothing)));
    this.body.replaceChildren(...rows);
    const first = this.body.querySelector("tr[data-path]");
    const again = hadFocus ? [...this.body.querySelectorAll("tr[data-path]")].find((row) => row.dataset.path === focused) : null;
    (again ?? first)?.setAttribute("tabindex", "0");
    again?.focus();
  }

  rows(parent, rows) {
    const largest = Math.max(1, ...parent.children.map((child) => child.entry.bytes ?? 0));
    parent.children.forEach((child) => {
      rows.push(this.row(child, largest));
      if (child.open && child.answer) {
        if (child.answer.error && child.children.length === 0) rows.push(this.line(child, child.answer.error, "problem"));
        else if (child.children.length === 0) rows.push(this.line(child, child.answer.complete ? strings.emptyDirectory : strings.nothing, "faint"));
        this.rows(child, rows);
      }
    });
    if (parent.cursor) {
      const left = count(parent.answer.entryCount - parent.children.length);
      const button = element("button", { type: "button", onclick: () => this.more(parent) }, strings.showMore(left));
      const cell = element("td", { colspan: "6" }, button);
      cell.style.paddingLeft = `${parent.level * 1.1}rem`;
      rows.push(element("tr", {}, cell));
    }
  }

  line(parent, text, style) {
    const cell = element("td", { colspan: "6", class: style }, text);
    cell.style.paddingLeft = `${parent.level * 1.1 + 1.4}rem`;
    return element("tr", {}, cell);
  }

  row(child, largest) {
    const entry = child.entry;
    const directory = entry.type === "directory" && !entry.excluded && !entry.otherFileSystem;
    const least = directory && entry.partial ? "≥ " : "";
    const toggle = directory
      ? element("button", { type: "button", class: "toggle", tabindex: "-1", "aria-label": child.open ? strings.close(entry.name) : strings.open(entry.name), onclick: () => this.toggle(child) }, child.open ? "▾" : "▸")
      : element("span", { class: "toggle", "aria-hidden": "true" });
    const name = element("div", { class: "entry", "data-testid": "tree-name" }, toggle, element("span", { class: "text" }, entry.name));
    name.style.paddingLeft = `${(child.level - 2) * 1.1}rem`;
    const share = element("div", {});
    share.style.width = `${(100 * (entry.bytes ?? 0)) / largest}%`;
    const made = element("tr", {
      role: "row", class: entry.type === "directory" ? "directory" : "", "data-testid": "tree-row", "data-path": child.path, tabindex: "-1",
      "aria-level": String(child.level - 1), "aria-expanded": directory ? String(child.open) : null,
    },
      element("td", { role: "gridcell", class: "name" }, name),
      element("td", { role: "gridcell", class: "right", "data-testid": "tree-size" }, least + bytes(entry.bytes), element("div", { class: "share", "aria-hidden": "true" }, share)),
      element("td", { role: "gridcell", class: "right wide" }, least + bytes(entry.allocatedBytes)),
      element("td", { role: "gridcell", class: "right" }, entry.type === "directory" ? least + count(entry.files) : ""),
      element("td", { role: "gridcell", class: "wide" }, time(entry.mtime)),
      element("td", { role: "gridcell" }, ...this.notes(entry)),
    );
    made.addEventListener("focus", () => {
      this.body.querySelectorAll('tr[tabindex="0"]').forEach((row) => row !== made && row.setAttribute("tabindex", "-1"));
      made.setAttribute("tabindex", "0");
    });
    if (directory) made.addEventListener("dblclick", () => this.toggle(child));
    made.node = child;
    return made;
  }

  notes(entry) {
    const words = [];
    if (entry.error) words.push(element("span", { class: "problem" }, entry.error));
    for (const mark of ["excluded", "otherFileSystem", "hardLink"]) {
      if (entry[mark]) words.push(element("span", { class: "faint" }, strings.notes[mark]));
    }
    if (strings.notes[entry.type]) words.push(element("span", { class: "faint" }, strings.notes[entry.type]));
    if (entry.partial && !entry.error) words.push(element("span", { class: "note", title: strings.partialNote }, strings.notes.partial));
    if (entry.type === "directory" && entry.files === null && !entry.excluded && !entry.otherFileSystem) words.push(element("span", { class: "faint" }, strings.notes.unfinished));
    return words.flatMap((word, i) => (i === 0 ? [word] : [", ", word]));
  }

  async toggle(child) {
    child.open = !child.open;
    if (child.open) {
      try {
        await this.load(child);
      } catch (e) {
        child.open = false;
        say(this.problem, e.message);
      }
    }
    this.draw();
  }

  key(event) {
    const row = event.target.closest?.("tr[data-path]");
    if (!row || event.target !== row) return;
    const rows = [...this.body.querySelectorAll("tr[data-path]")];
    const at = rows.indexOf(row);
    const expanded = row.getAttribute("aria-expanded");
    let next = null;
    switch (event.key) {
      case "ArrowDown": next = rows[at + 1]; break;
      case "ArrowUp": next = rows[at - 1]; break;
      case "Home": next = rows[0]; break;
      case "End": next = rows[rows.length - 1]; break;
      case "ArrowRight":
        if (expanded === "false") this.toggle(row.node);
        else if (expanded === "true") next = rows[at + 1];
        break;
      case "ArrowLeft":
        if (expanded === "true") this.toggle(row.node);
        else next = rows.find((candidate) => candidate.node === row.node.parent);
        break;
      case "Enter":
        if (expanded !== null) this.toggle(row.node);
        break;
      default: return;
    }
    event.preventDefault();
    next?.focus();
  }
}

/** @param {string} path percent-encoded @param {number} level @param {object|null} parent */
function node(path, level, parent) {
  return { path, level, parent, open: level === 1, entry: null, answer: null, cursor: null, children: [] };
}
