/** A directory over time: what each scan of it found. */
import { html, nothing } from "lit";
import { api } from "../../http/api.js";
import { bytes, count, span, time } from "../../words/format.js";
import { strings } from "../../words/strings.js";
import { Asked } from "../analysis/asked.js";
import { dataTable, problemOf, waiting } from "../analysis/parts.js";
import { textOf } from "../analysis/places.js";
import { PageElement } from "../app/page-element.js";
import { signed } from "../compare/changes.js";
import { scanLink } from "../route/route.js";
import { Selected } from "../state/store.js";
import { drawHistory } from "./history-chart.js";

/**
 * @typedef {import("../../http/types.js").PastScan} PastScan
 * @typedef {{agent: string, path: string, scans: PastScan[], nextBefore: string | null}} History
 */

class HistoryPage extends PageElement {
  constructor() {
    super();
    this.route = new Selected(this, (state) => state.route);
    /** @type {Asked<History>} */
    this.asked = new Asked(this);
    /** @type {PastScan[] | null} what the chart shows */
    this.drawn = null;
    this.erase = () => {};
  }

  get place() {
    const { agent = "", path = "" } = this.route.value.params;
    return { agent, path: textOf(path) };
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.erase();
    this.drawn = null;
    document.title = "Scanfleet";
  }

  willUpdate() {
    if (this.route.value.view !== "root") return;
    const { agent, path } = this.place;
    if (agent && path) this.asked.ask(JSON.stringify([agent, path]), "", (signal) => api.history(agent, path, signal));
    else this.asked.forget();
  }

  /** @param {Map<string, unknown>} changed */
  updated(changed) {
    super.updated(changed);
    const scans = this.asked.answer?.scans ?? null;
    if (scans === this.drawn) return;
    this.erase();
    this.erase = () => {};
    this.drawn = scans;
    const place = this.querySelector(".history");
    if (scans && place instanceof HTMLElement) this.erase = drawHistory(place, scans);
  }

  older() {
    const before = this.asked.answer;
    if (!before) return;
    this.asked.run(async (signal) => {
      const more = await api.history(before.agent, before.path, signal, before.nextBefore);
      return { ...more, scans: [...more.scans, ...before.scans] };
    });
  }

  render() {
    const words = strings.root;
    const { agent, path } = this.place;
    const { answer, problem } = this.asked;
    const lacking = !agent || !path;
    const title = lacking ? words.lacking : words.title(agent, path);
    document.title = `${title} – Scanfleet`;
    return html`<p><a href="#/">← ${strings.backToList}</a></p>
      <h1><bdi>${title}</bdi></h1>
      ${problemOf(this.asked)}
      ${lacking || problem !== null ? nothing : answer === null ? waiting(this.asked)
        : answer.scans.length === 0 ? html`<p class="panel empty">${words.noneEnded}</p>` : this.history(answer)}`;
  }

  /** @param {History} answer */
  history({ scans, nextBefore }) {
    const words = strings.root;
    const partial = scans.some((scan) => scan.partial);
    return html`
      ${scans.length === 1 ? html`<p class="faint">${words.one}</p>` : nothing}
      <figure class="panel">
        <div class="history" role="img" aria-label=${words.chart} data-testid="chart"></div>
        <figcaption class="legend"><span class="key bytes">${words.bytes}</span><span class="key files">${words.files}</span>
          ${partial ? html`<span class="key bound">${words.bound}</span>` : nothing}</figcaption>
      </figure>
      <h2>${words.scans}</h2>
      ${partial ? html`<p class="note" data-testid="partial">${words.partialNote}</p>` : nothing}
      ${this.table(scans)}
      ${nextBefore === null ? nothing
        : html`<p><button type="button" data-testid="older" ?disabled=${this.asked.busy} @click=${() => this.older()}>${words.older}</button></p>`}`;
  }

  /** @param {PastScan[]} scans oldest first */
  table(scans) {
    const words = strings.root;
    const { columns } = strings;
    /** @param {PastScan} scan @param {string} value */
    const bound = (scan, value) => (scan.partial ? words.atLeast(value) : value);
    /** @param {PastScan} scan */
    const before = (scan) => scans[scans.indexOf(scan) - 1];
    /** @type {import("../analysis/parts.js").Column<PastScan>[]} */
    const shown = [
      [columns.started, (scan) => html`<a href=${scanLink(scan.batch_id, "tree", { target: scan.target })}>${time(scan.startedAt)}</a>`, "nowrap"],
      [columns.status, (scan) => html`<span class="status" data-status=${scan.status}>${strings.status[scan.status]}</span>
        ${scan.partial ? html`<span class="note">${words.partial}</span>` : nothing}
        ${scan.error ? html`<p class="problem"><bdi>${scan.error}</bdi></p>` : nothing}`],
      [columns.size, (scan) => bound(scan, bytes(scan.bytes)), "right"],
      [words.growth, (scan) => signed(before(scan) && scan.bytes - before(scan).bytes), "right"],
      [columns.files, (scan) => bound(scan, count(scan.files)), "right"],
      [columns.took, (scan) => span(scan.seconds), "right"],
      [columns.errors, (scan) => count(scan.errors), "right"],
      [words.changes, (scan) => (before(scan) ? html`<a href=${scanLink(scan.batch_id, "compare", { with: before(scan).batch_id, target: scan.target })}
        aria-label=${`${words.compare} (${time(scan.startedAt)})`}>${words.compare}</a>` : nothing), "nowrap"],
    ];
    return dataTable(words.scans, shown, scans.toReversed(), "past");
  }
}
customElements.define("history-page", HistoryPage);
