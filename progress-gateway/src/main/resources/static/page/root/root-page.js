/** A directory over time: what each scan of it found. */
import { html, nothing } from "lit";
import { api } from "../../http/api.js";
import { bytes, count, span, time } from "../../words/format.js";
import { strings } from "../../words/strings.js";
import { Asked } from "../analysis/asked.js";
import { problemOf, scroller } from "../analysis/parts.js";
import { PageElement } from "../app/page-element.js";
import { signed } from "../compare/changes.js";
import { scanLink } from "../route/route.js";
import { Selected } from "../state/store.js";
import { drawHistory } from "./history-chart.js";

/**
 * @typedef {import("../../http/types.js").PastScan} PastScan
 * @typedef {{agent: string, path: string, scans: PastScan[], nextBefore: string | null}} History
 */

class RootPage extends PageElement {
  constructor() {
    super();
    this.route = new Selected(this, (state) => state.route);
    /** @type {Asked<History>} */
    this.asked = new Asked(this);
    /** @type {PastScan[] | null} what the chart shows */
    this.drawn = null;
    this.erase = () => {};
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.erase();
    this.drawn = null;
    document.title = "Scanfleet";
  }

  willUpdate() {
    const { view, params: { agent, path } } = this.route.value;
    if (view !== "root") return;
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
    const { agent, path } = this.route.value.params;
    const { answer, problem } = this.asked;
    const lacking = !agent || !path;
    const title = lacking ? words.lacking : words.title(agent, path);
    document.title = `${title} – Scanfleet`;
    return html`<p><a href="#/">← ${strings.backToList}</a></p>
      <h1><bdi>${title}</bdi></h1>
      ${problemOf(this.asked)}
      ${lacking || problem !== null ? nothing : answer === null ? html`<p class="faint" role="status">${strings.analysis.loading}</p>`
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

  /** @param {PastScan[]} scans */
  table(scans) {
    const words = strings.root;
    const { columns } = strings;
    return scroller(words.scans, html`<table class="dense">
      <thead><tr><th scope="col">${columns.started}</th><th scope="col">${columns.status}</th><th scope="col" class="right">${columns.size}</th>
        <th scope="col" class="right">${words.growth}</th><th scope="col" class="right">${columns.files}</th><th scope="col" class="right">${columns.took}</th>
        <th scope="col" class="right">${columns.errors}</th><td></td></tr></thead>
      <tbody>${scans.map((scan, i) => this.row(scan, scans[i - 1])).toReversed()}</tbody></table>`);
  }

  /** @param {PastScan} scan @param {PastScan | undefined} before */
  row(scan, before) {
    const words = strings.root;
    /** @param {string} value */
    const bound = (value) => (scan.partial ? words.atLeast(value) : value);
    const when = time(scan.startedAt);
    return html`<tr data-testid="past">
      <th scope="row" class="nowrap"><a href=${scanLink(scan.batch_id, "tree", { target: scan.target })}>${when}</a></th>
      <td><span class="status" data-status=${scan.status}>${strings.status[scan.status]}</span>
        ${scan.partial ? html`<span class="note">${words.partial}</span>` : nothing}
        ${scan.error ? html`<p class="problem"><bdi>${scan.error}</bdi></p>` : nothing}</td>
      <td class="right">${bound(bytes(scan.bytes))}</td>
      <td class="right">${before ? signed(scan.bytes - before.bytes) : "—"}</td>
      <td class="right">${bound(count(scan.files))}</td>
      <td class="right">${span(scan.seconds)}</td>
      <td class="right">${count(scan.errors)}</td>
      <td>${before && before.batch_id !== scan.batch_id ? html`<a href=${scanLink(scan.batch_id, "compare", { with: before.batch_id, target: scan.target })}
        aria-label=${`${words.compare} (${when})`}>${words.compare}</a>` : nothing}</td></tr>`;
  }
}
customElements.define("root-page", RootPage);
