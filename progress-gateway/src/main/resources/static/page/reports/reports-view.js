/** What is large, old or broken in a tree: one report at a time, as a table whose bars are the chart, or below a chart. */
import { html, nothing } from "lit";
import { api } from "../../http/api.js";
import { isFinal } from "../../live/status.js";
import { bytes, count, time } from "../../words/format.js";
import { strings } from "../../words/strings.js";
import { Asked } from "../analysis/asked.js";
import { bar, choice, framesText, placeLink, problemOf, routeOf, scanProperty, scroller, targetChooser, targetOf } from "../analysis/parts.js";
import { PageElement } from "../app/page-element.js";
import { go, scanLink } from "../route/route.js";
import { columnChart, frameStrip } from "./charts.js";
import { GROUPED } from "./groups.js";

/**
 * @typedef {import("../../http/types.js").Scan} Scan
 * @typedef {{batch_id: string, target: number, name: string, partial: boolean, complete?: boolean, count?: number, rows: any[],
 *   others?: {files: number, bytes: number, allocatedBytes: number}}} Report
 */

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
    const { answer, problem } = this.asked;
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
      ${answer === null ? (problem === null ? html`<p class="faint" role="status">${strings.analysis.loading}</p>` : nothing) : html`
        ${answer.partial ? html`<p class="note" data-testid="partial">${isFinal(scan.status) ? strings.partialNote : strings.analysis.partialRunning}</p>` : nothing}
        ${answer.complete === false ? html`<p class="note">${words.surveyed}</p>` : nothing}
        ${answer.rows.length === 0
          ? html`<p class="empty" data-testid="nothing">${!isFinal(scan.status) ? words.nothingYet : name === "unreadable" ? words.allRead : words.nothing}</p>`
          : this.table(scan, target, name, measure, answer)}`}`;
  }

  /** @param {Scan} scan @param {number} target @param {string} name @param {"files" | "bytes"} measure @param {Report} answer */
  table(scan, target, name, measure, answer) {
    const words = strings.reports;
    const group = GROUPED[name];
    const rows = group?.ordered ? answer.rows : ranked(answer.rows, name, measure);
    const shown = rows.slice(0, this.shown);
    const left = rows.length - shown.length;
    const label = words.names[name];
    const body = group ? this.grouped(scan, target, shown, answer, name, measure)
      : name === "unreadable" ? this.unreadable(scan, target, shown)
      : name === "incomplete-sequences" ? this.incomplete(scan, target, shown)
      : this.ranking(scan, target, shown, name, measure);
    return html`
      ${name === "unreadable" ? html`<p data-testid="unreadable-count">${words.unreadable(count(answer.count), count(rows.length))}</p>` : nothing}
      ${group?.ordered ? columnChart(words.chart(label, strings.analysis.measures[measure]), group.filled(rows), (row) => row[measure], group.axis,
        (row) => (measure === "bytes" ? bytes(row.bytes) : strings.files(count(row.files)))) : nothing}
      ${scroller(label, body)}
      ${left === 0 ? nothing : html`<p><button type="button" data-testid="more" @click=${() => (this.shown += ROWS * 2)}>${strings.showMore(count(left))}</button></p>`}`;
  }

  /** Files by what they have in common. @param {Scan} scan @param {number} target @param {any[]} rows @param {Report} answer @param {string} name @param {"files" | "bytes"} measure */
  grouped(scan, target, rows, answer, name, measure) {
    const words = strings.reports;
    const { columns } = strings;
    const group = GROUPED[name];
    const every = answer.others ? [...answer.rows, answer.others] : answer.rows;
    const all = every.reduce((sum, row) => sum + row[measure], 0);
    const most = Math.max(...answer.rows.map((row) => row[measure]));
    const by = this.route.value.params.by === "group" ? "group" : "user";
    /** @param {any} row @param {unknown} label */
    const line = (row, label) => html`<tr data-testid="row">
      <th scope="row">${label}</th>
      ${group.ordered ? nothing : html`<td class="chart">${bar(row[measure] / most)}</td>`}
      <td class="right">${percent(row[measure], all)}</td>
      <td class="right">${bytes(row.bytes)}</td><td class="right">${bytes(row.allocatedBytes)}</td><td class="right">${count(row.files)}</td></tr>`;
    return html`<table class="dense">
      <thead><tr><th scope="col">${group.title}</th>${group.ordered ? nothing : html`<td class="chart"></td>`}<th scope="col" class="right">${words.share}</th>
        <th scope="col" class="right">${columns.size}</th><th scope="col" class="right">${columns.onDisk}</th><th scope="col" class="right">${columns.files}</th></tr></thead>
      <tbody>${rows.map((row) => {
        const search = group.search(row, scan, by);
        const label = html`<bdi>${group.label(row)}</bdi>`;
        return line(row, search ? html`<a href=${scanLink(scan.batch_id, "search", { target, kind: NOT_DIRECTORIES, ...search })}>${label}</a>` : label);
      })}
      ${answer.others ? line(answer.others, html`<span class="faint">${words.others}</span>`) : nothing}</tbody></table>`;
  }

  /** Places, the largest first. @param {Scan} scan @param {number} target @param {any[]} rows @param {string} name @param {"files" | "bytes"} measure */
  ranking(scan, target, rows, name, measure) {
    const words = strings.reports;
    const { columns } = strings;
    const most = rows[0][measure];
    const directories = name === "largest-directories";
    const sequences = name === "largest-sequences";
    const files = name === "largest-files";
    return html`<table class="dense">
      <thead><tr><th scope="col">${sequences ? words.sequence : columns.path}</th><td class="chart"></td><th scope="col" class="right">${columns.size}</th>
        ${directories ? html`<th scope="col" class="right">${columns.files}</th>` : html`<th scope="col">${columns.modified}</th>`}
        ${files ? html`<th scope="col">${words.owner}</th>` : sequences ? html`<th scope="col">${words.frames}</th>` : nothing}</tr></thead>
      <tbody>${rows.map((row) => html`<tr data-testid="row">
        <th scope="row">${placeLink(scan, target, row, directories)}</th>
        <td class="chart">${bar(row[measure] / most)}</td>
        <td class="right">${bytes(row.bytes)}</td>
        ${directories ? html`<td class="right">${count(row.files)}</td>` : html`<td class="nowrap">${time(row.mtime)}</td>`}
        ${files ? html`<td><bdi>${row.owner ?? row.uid ?? words.unknownOwner}</bdi></td>` : sequences ? html`<td>${framesText(row.sequence)}</td>` : nothing}
      </tr>`)}</tbody></table>`;
  }

  /** @param {Scan} scan @param {number} target @param {any[]} rows */
  incomplete(scan, target, rows) {
    const words = strings.reports;
    return html`<table class="dense">
      <thead><tr><th scope="col">${words.sequence}</th><th scope="col">${words.frames}</th><th scope="col" class="right">${strings.columns.size}</th></tr></thead>
      <tbody>${rows.map((row) => html`<tr data-testid="row">
        <th scope="row">${placeLink(scan, target, row)}</th>
        <td class="gaps">${frameStrip(row.sequence)}${framesText(row.sequence)}</td>
        <td class="right">${bytes(row.bytes)}</td></tr>`)}</tbody></table>`;
  }

  /** @param {Scan} scan @param {number} target @param {any[]} rows */
  unreadable(scan, target, rows) {
    return html`<table class="dense">
      <thead><tr><th scope="col">${strings.columns.path}</th><th scope="col">${strings.search.fields.kind}</th><th scope="col">${strings.reports.reason}</th></tr></thead>
      <tbody>${rows.map((row) => html`<tr data-testid="row">
        <th scope="row">${placeLink(scan, target, row)}</th>
        <td>${row.directory ? strings.search.types.directory : strings.search.types.file}</td>
        <td><bdi>${row.reason}</bdi></td></tr>`)}</tbody></table>`;
  }
}

/** Rows by a measure, if it is not the one they came by. @param {any[]} rows @param {string} name @param {"files" | "bytes"} measure */
function ranked(rows, name, measure) {
  const asCame = measure === "bytes" || name === "unreadable" || name === "incomplete-sequences";
  return asCame ? rows : rows.toSorted((a, b) => b[measure] - a[measure]);
}

/** @param {number} part @param {number} all */
function percent(part, all) {
  if (all === 0) return "—";
  const share = (part / all) * 100;
  return share > 0 && share < 0.1 ? "< 0.1 %" : `${share.toFixed(1)} %`;
}
customElements.define("reports-view", ReportsView);
