/** Searching one tree. The address holds what is asked for; the form only writes it there. */
import { html, nothing } from "lit";
import { Problem } from "../../http/api.js";
import { bytes, time } from "../../words/format.js";
import { strings } from "../../words/strings.js";
import { sentence } from "../analysis/asked.js";
import { dataTable, framesText, placeOf, placeTitle, routeOf, scanProperty, targetChooser, targetOf } from "../analysis/parts.js";
import { encodePath, textOf } from "../analysis/places.js";
import { PageElement } from "../app/page-element.js";
import { go, scanLink } from "../route/route.js";
import { CONDITIONS, queryOf } from "./conditions.js";
import { Searching } from "./searching.js";

/** @typedef {import("../../http/types.js").Scan} Scan */

class SearchView extends PageElement {
  static properties = { scan: scanProperty, faults: { state: true } };

  constructor() {
    super();
    /** @type {Scan | null} */
    this.scan = null;
    this.route = routeOf(this, "search");
    this.search = new Searching(this);
    /** What was searched for. */
    this.asked = "";
    /** What is wrong with a field, by its name. @type {Record<string, string>} */
    this.faults = {};
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.asked = "";
  }

  willUpdate() {
    const { params, batch } = this.route.value;
    // A view that was left may be drawn once more.
    if (!this.isConnected || !this.scan || batch !== this.scan.batch_id) return;
    const asked = JSON.stringify([batch, params]);
    if (asked !== this.asked) {
      this.asked = asked;
      this.begin();
    }
    const problem = this.search.problem;
    if (problem instanceof Problem && problem.field && problem.field in strings.search.fields) {
      this.faults = { [problem.field]: problem.message };
    }
  }

  begin() {
    const scan = /** @type {Scan} */ (this.scan);
    const { params } = this.route.value;
    const { query, faults } = queryOf(params);
    this.faults = faults;
    const wanted = CONDITIONS.some((name) => params[name]) && Object.keys(faults).length === 0;
    this.search.start(scan.batch_id, wanted ? { ...query, target: targetOf(scan, this.route.value) } : null);
  }

  /** @param {SubmitEvent} event */
  submit(event) {
    event.preventDefault();
    const scan = /** @type {Scan} */ (this.scan);
    const { params } = this.route.value;
    /** @type {Record<string, string>} */
    const given = { target: params.target };
    for (const [name, value] of new FormData(/** @type {HTMLFormElement} */ (event.target))) given[name] = String(value);
    given.path = this.below(given.path, Number(given.target ?? 0));
    const link = scanLink(scan.batch_id, "search", given);
    if (!CONDITIONS.some((name) => given[name])) this.faults = { q: strings.search.nothingAsked };
    else if (link === location.hash) this.begin();
    else go(link);
  }

  /** @param {string} text of the field, also an absolute path @param {number} target */
  below(text, target) {
    const before = this.route.value.params.path ?? "";
    if (text === textOf(before)) return before;
    const root = this.scan?.targets[target]?.path.replace(/\/$/, "") ?? "";
    const below = text === root || text.startsWith(`${root}/`) ? text.slice(root.length) : text;
    return encodePath(below.trim().replace(/^\/+|\/+$/g, ""));
  }

  render() {
    const scan = this.scan;
    if (!scan) return nothing;
    return html`${this.form(scan)} ${this.search.query ? this.results(scan) : nothing}`;
  }

  /** @param {Scan} scan */
  form(scan) {
    const words = strings.search;
    const { params } = this.route.value;
    const further = [...CONDITIONS, "path"].some((name) => name !== "q" && params[name]);
    return html`<form class="panel search" role="search" data-testid="search-form" @submit=${this.submit}>
      <div class="asking">
        ${this.field("q", html`<input id="search-q" name="q" data-testid="q" type="search" autocomplete="off" spellcheck="false"
          placeholder=${words.example} .value=${params.q ?? ""} aria-describedby="search-hint search-q-fault" aria-invalid=${"q" in this.faults}>`)}
        <button class="primary" data-testid="search-submit">${words.submit}</button>
      </div>
      <p class="faint hint" id="search-hint">${words.hint}</p>
      <div class="checks">
        <label><input type="checkbox" name="sequences" value="true" data-testid="sequences" .checked=${params.sequences === "true"}> ${words.sequences}</label>
        <label><input type="checkbox" name="case" value="sensitive" data-testid="case" .checked=${params.case === "sensitive"}> ${words.matchCase}</label>
      </div>
      <details ?open=${further} data-testid="further">
        <summary>${words.further}</summary>
        <div class="fields">
          ${this.field("kind", html`<select id="search-kind" name="kind" data-testid="kind">
            ${Object.entries(words.kinds).map(([value, text]) => html`<option value=${value} .selected=${value === (params.kind ?? "")}>${text}</option>`)}
          </select>`)}
          ${["minSize", "maxSize"].map((name) => this.input(name, "text", words.size))}
          ${["modifiedAfter", "modifiedBefore"].map((name) => this.input(name, "date"))}
          ${this.input("owner", "text", "1000")}
          ${this.input("path", "text", "", textOf(params.path ?? ""))}
          ${targetChooser(scan, targetOf(scan, this.route.value), () => {})}
        </div>
        <p class="faint hint">${words.furtherHint}</p>
      </details>
    </form>`;
  }

  /** @param {string} name @param {string} type @param {string} [placeholder] @param {string} [value] */
  input(name, type, placeholder = "", value = this.route.value.params[name] ?? "") {
    return this.field(name, html`<input id="search-${name}" name=${name} type=${type} data-testid=${name} placeholder=${placeholder} .value=${value}
      autocomplete="off" spellcheck="false" aria-describedby="search-${name}-fault" aria-invalid=${name in this.faults}>`);
  }

  /** @param {string} name @param {unknown} control */
  field(name, control) {
    return html`<div class="field"><label for="search-${name}">${strings.search.fields[name]}</label>${control}
      <p class="problem" id="search-${name}-fault" role="alert" data-testid="fault-${name}">${this.faults[name] ?? ""}</p></div>`;
  }

  /** @param {Scan} scan */
  results(scan) {
    const words = strings.search;
    const { hits, running, complete, progress, partial, ended, problem } = this.search;
    const percent = Math.floor(progress * 100);
    const trouble = problem !== null && Object.keys(this.faults).length === 0;
    const found = complete ? words.found(hits.length) : words.foundSoFar(hits.length, percent);
    const end = running ? "" : problem !== null ? "" : hits.length === 0 && complete ? words.nothing : found;
    return html`<section aria-label=${words.results} aria-busy=${running} data-testid="results">
      <div class="outcome">
        <p class="number" data-testid="found">${hits.length === 0 && complete ? words.nothing : found}</p>
        <p class="unseen" role="status">${end}</p>
        ${complete ? nothing : html`<div class="track" role="progressbar" aria-label=${words.searched} aria-valuemin="0" aria-valuemax="100" aria-valuenow=${percent}>
          <div class="fill" .style=${`width:${progress * 100}%`}></div></div>`}
        ${running ? html`<button type="button" data-testid="stop" @click=${() => this.search.stop()}>${words.stop}</button>` : nothing}
      </div>
      ${trouble ? html`<p class="problem" role="alert" data-testid="problem">${sentence(problem)}</p>` : nothing}
      ${partial ? html`<p class="note" data-testid="partial">${ended ? words.partial : words.unfinished}</p>` : nothing}
      ${hits.length === 0 ? nothing : this.table(scan)}
      ${running || complete || (problem !== null && !trouble) ? nothing
        : html`<p><button type="button" data-testid="more" @click=${() => this.search.more()}>${words.more}</button></p>`}
    </section>`;
  }

  /** @param {Scan} scan */
  table(scan) {
    const { columns, search: words } = strings;
    const target = targetOf(scan, this.route.value);
    /** @type {import("../analysis/parts.js").Column<import("./searching.js").Hit>[]} */
    const shown = [
      [placeTitle(), (hit) => html`${placeOf(scan, target, hit)}${hit.sequence ? html`<span class="faint more">${framesText(hit.sequence)}</span>` : nothing}`],
      [columns.size, (hit) => bytes(hit.bytes), "right"],
      [columns.modified, (hit) => time(hit.mtime), "nowrap"],
      [words.fields.kind, (hit) => (hit.sequence ? words.sequence : words.types[hit.type] ?? hit.type), "nowrap"],
    ];
    return dataTable(words.results, shown, this.search.hits, "hit");
  }
}
customElements.define("search-view", SearchView);
