/** What is large, old or broken in a tree: one report at a time, as a table whose bars are the chart, or below a chart. */
import { html, nothing } from "lit";
import { api } from "../../http/api.js";
import { isFinal } from "../../live/status.js";
import { bytes, count, time } from "../../words/format.js";
import { strings } from "../../words/strings.js";
import { Asked } from "../analysis/asked.js";
import { frameStrip } from "../analysis/frame-strip.js";
import { 
  bar, choice, dataTable, framesText, placeOf, placeTitle, problemOf, routeOf, scanProperty, targetChooser, targetOf, waiting,
 } from "../analysis/parts.js";
import { PageElement } from "../app/page-element.js";
import { go, scanLink } from "../route/route.js";
import { columnChart } from "./charts.js";
import { GROUPED } from "./groups.js";

/**
 * @typedef {import("../../http/types.js").Scan} Scan
 * @typedef {{batch_id: string, target: number, name: string, partial: boolean, complete?: boolean, count?: number, rows: any[],
 *   others?: {files: number, bytes: number, allocatedBytes: number}}} Report
 */

/** @typedef {"files" | "bytes"} Measure @typedef {import("../analysis/parts.js").Column<any>} Column */

/** @type {Column} */
const SIZE = [strings.columns.size, (row) => bytes(row.bytes), "right"];
/** @type {Column} */
const FILES = [strings.columns.files, (row) => count(row.files), "right"];
/** @type {Column} */
const MODIFIED = [strings.columns.modified, (row) => time(row.mtime), "nowrap"];
const NAMES = Object.keys(strings.reports.names);
const FIRST = "largest-files";
const ROWS = 100;
const MOST_KINDS = 1000;
const REFRESH_MS = 4000;
/** Those that are made when they are asked for. */
const REFRESH_MADE_MS = 15_000;
const NOT_DIRECTORIES = "file,symlink,other";

class ReportsView extends PageElement {
  static properties = { scan: scanProperty, shown: { state: true } };

  constructor() {
    super();
    /** @type {Scan | null} */
    this.scan = null;
    /** How many rows. */
    this.shown = ROWS;
    this.timer = 0;
    this.route = routeOf(this, "reports");
    /** @type {Asked<Report>} */
    this.asked = new Asked(this);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.timer);
  }

  get name() {
    return this.route.value.name || FIRST;
  }

  willUpdate() {
    const { route: { value: route }, scan, name } = this;
    if (!scan || route.batch !== scan.batch_id) return;
    if (!NAMES.includes(name)) {
      this.asked.forget();
      return;
    }
    const target = targetOf(scan, route);
    const grouped = name === "extensions" || name === "owners";
    const limit = grouped ? MOST_KINDS : name === "unreadable" ? MOST_KINDS : name === "ages" || name === "sizes" ? null : 200;
    const by = name === "owners" ? (route.params.by ?? "user") : null;
    const subject = JSON.stringify([scan.batch_id, name, target, by]);
    if (subject !== this.asked.subject) this.shown = ROWS;
    this.asked.ask(subject, String(isFinal(scan.status)), (signal) => api.report(scan.batch_id, name, { target, by, limit }, signal));
  }

  updated() {
    clearTimeout(this.timer);
    if (!this.scan || isFinal(this.scan.status) || this.asked.busy || this.asked.answer === null || this.asked.problem !== null) return;
    this.timer = window.setTimeout(() => this.asked.run(), this.name.endsWith("sequences") ? REFRESH_MADE_MS : REFRESH_MS);
  }

  /** @param {Record<string, string>} changes of the address */
  refine(changes) {
    const { batch, name, params } = this.route.value;
    go(scanLink(batch, name ? `reports/${name}` : "reports", { ...params, ...changes }), true);
  }

  render() {
    const { scan, name } = this;
    if (!scan) return nothing;
    const words = strings.reports;
    const { params } = this.route.value;
    const target = targetOf(scan, this.route.value);
    const kept = { target: params.target, measure: params.measure };
    return html`<div class="reports">
      <nav aria-label=${words.list}><ul>${NAMES.map((each) => html`<li><a href=${scanLink(scan.batch_id, `reports/${each}`, kept)}
        data-testid="report-${each}" aria-current=${each === name ? "page" : "false"}>${words.names[each]}</a></li>`)}</ul></nav>
      <section class="panel" aria-label=${words.names[name] ?? words.list} aria-busy=${this.asked.busy} data-testid="report" data-name=${name}>
        ${NAMES.includes(name) ? this.report(scan, target, name) : html`<p>${words.unknown}</p>`}
      </section></div>`;
  }

  /** @param {Scan} scan @param {number} target @param {string} name */
  report(scan, target, name) {
    const words = strings.reports;
    const { answer } = this.asked;
    const { params } = this.route.value;
    const measured = name in GROUPED || name === "largest-directories";
    const measure = params.measure === "files" && measured ? "files" : "bytes";
    return html`
      <div class="head">
        <h2>${words.names[name]}</h2>
        <div class="actions">
          ${targetChooser(scan, target, (value) => this.refine({ target: value }))}
          ${name === "owners" ? choice(words.by, words.owners, params.by ?? "user", (by) => this.refine({ by })) : nothing}
          ${measured ? choice(strings.analysis.measure, strings.analysis.measures, measure, (value) => this.refine({ measure: value })) : nothing}
        </div>
      </div>
      <p class="faint">${words.about[name]}</p>
      ${problemOf(this.asked)}
      ${waiting(this.asked)}
      ${answer === null ? nothing : html`
        ${answer.partial ? html`<p class="note" data-testid="partial">${isFinal(scan.status) ? strings.partialNote : strings.analysis.partialRunning}</p>` : nothing}
        ${answer.complete === false ? html`<p class="note">${words.surveyed}</p>` : nothing}
        ${answer.rows.length === 0
          ? html`<p class="empty" data-testid="nothing">${!isFinal(scan.status) ? words.nothingYet : name === "unreadable" ? words.allRead : words.nothing}</p>`
          : this.table(scan, target, name, measure, answer)}`}`;
  }

  /** @param {Scan} scan @param {number} target @param {string} name @param {Measure} measure @param {Report} answer */
  table(scan, target, name, measure, answer) {
    const words = strings.reports;
    const group = GROUPED[name];
    const label = words.names[name];
    const rows = measure === "files" && !group?.ordered ? answer.rows.toSorted((a, b) => b.files - a.files) : answer.rows;
    const shown = rows.slice(0, this.shown);
    const left = rows.length - shown.length;
    const lines = group && answer.others ? [...shown, answer.others] : shown;
    const columns = group ? this.grouped(scan, target, answer, group, measure) : this.listed(scan, target, name, measure, rows);
    return html`
      ${name === "unreadable" ? html`<p data-testid="unreadable-count">${words.unreadable(count(answer.count), count(rows.length))}</p>` : nothing}
      ${group?.ordered ? columnChart(words.chart(label, strings.analysis.measures[measure]), group.filled(rows), (row) => row[measure], group.axis,
        (row) => (measure === "bytes" ? bytes(row.bytes) : strings.files(count(row.files)))) : nothing}
      ${dataTable(label, columns, lines, "row")}
      ${left === 0 ? nothing : html`<p><button type="button" data-testid="more" @click=${() => (this.shown += ROWS * 2)}>${strings.showMore(count(left))}</button></p>`}`;
  }

  /**
   * Files by what they have in common.
   * @param {Scan} scan @param {number} target @param {Report} answer @param {import("./groups.js").Group} group @param {Measure} measure @returns {Column[]}
   */
  grouped(scan, target, { rows, others }, group, measure) {
    const all = rows.reduce((sum, row) => sum + row[measure], others?.[measure] ?? 0);
    const most = Math.max(...rows.map((row) => row[measure]));
    const by = this.route.value.params.by === "group" ? "group" : "user";
    /** @type {Column} */
    const chart = [nothing, (row) => (row === others ? nothing : bar(row[measure] / most)), "chart"];
    return [
      [group.title, (row) => {
        if (row === others) return html`<span class="faint">${strings.reports.others}</span>`;
        const search = group.search(row, scan, by);
        const label = html`<bdi>${group.label(row)}</bdi>`;
        return search ? html`<a href=${scanLink(scan.batch_id, "search", { target, kind: NOT_DIRECTORIES, ...search })}>${label}</a>` : label;
      }],
      ...(group.ordered ? [] : [chart]),
      [strings.reports.share, (row) => percent(row[measure], all), "right"],
      SIZE,
      [strings.columns.onDisk, (row) => bytes(row.allocatedBytes), "right"],
      FILES,
    ];
  }

  /** Files, directories or sequences. @param {Scan} scan @param {number} target @param {string} name @param {Measure} measure @param {any[]} rows @returns {Column[]} */
  listed(scan, target, name, measure, rows) {
    const words = strings.reports;
    const { columns } = strings;
    const directories = name === "largest-directories";
    /** @type {Column} */
    const place = [directories ? columns.path : placeTitle(), (row) => placeOf(scan, target, row, directories)];
    /** @type {Column} */
    const share = [nothing, (row) => bar(row[measure] / rows[0][measure]), "chart"];
    switch (name) {
      case "largest-files":
        return [place, share, SIZE, MODIFIED, [words.owner, (row) => html`<bdi>${row.owner ?? row.uid ?? words.unknownOwner}</bdi>`]];
      case "largest-directories":
        return [place, share, SIZE, FILES];
      case "largest-sequences":
        return [place, share, SIZE, MODIFIED, [words.frames, (row) => framesText(row.sequence)]];
      case "incomplete-sequences":
        return [place, [words.frames, (row) => html`${frameStrip(row.sequence)}${framesText(row.sequence)}`, "frames"], SIZE];
      default: {
        const { types } = strings.search;
        return [place, [strings.search.fields.kind, (row) => (row.directory ? types.directory : types.file)], [words.reason, (row) => html`<bdi>${row.reason}</bdi>`]];
      }
    }
  }
}

/** @param {number} part @param {number} all */
function percent(part, all) {
  if (all === 0) return "—";
  const share = (part / all) * 100;
  return share > 0 && share < 0.1 ? "< 0.1 %" : `${share.toFixed(1)} %`;
}
customElements.define("reports-view", ReportsView);
