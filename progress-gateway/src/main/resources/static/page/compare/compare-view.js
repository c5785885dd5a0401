/** What changed in a directory since an older scan of it. What one of them did not see is "not known", never "removed". */
import { html, nothing } from "lit";
import { api } from "../../http/api.js";
import { isFinal } from "../../live/status.js";
import { bytes, count, encodeName, time } from "../../words/format.js";
import { strings } from "../../words/strings.js";
import { Asked } from "../analysis/asked.js";
import { crumbs, dataTable, problemOf, routeOf, scanProperty, targetChooser, targetOf, waiting } from "../analysis/parts.js";
import { parentOf, rawOf } from "../analysis/places.js";
import { PageElement } from "../app/page-element.js";
import { go, rootLink, scanLink } from "../route/route.js";
import { divergingBar, signed, SYMBOLS } from "./changes.js";

/**
 * @typedef {import("../../http/types.js").Scan} Scan
 * @typedef {import("../../http/types.js").PastScan} PastScan
 * @typedef {import("./changes.js").Comparison} Comparison
 * @typedef {import("./changes.js").Compared} Compared
 */

const LIMIT = 200;

class CompareView extends PageElement {
  static properties = { scan: scanProperty };

  constructor() {
    super();
    /** @type {Scan | null} */
    this.scan = null;
    this.route = routeOf(this, "compare");
    /** @type {Asked<{scans: PastScan[]}>} */
    this.history = new Asked(this);
    /** @type {Asked<Comparison>} */
    this.asked = new Asked(this);
  }

  willUpdate() {
    const { scan, route: { value: route } } = this;
    if (!scan || route.batch !== scan.batch_id) return;
    const target = targetOf(scan, route);
    const { agent, path } = scan.targets[target];
    const state = String(isFinal(scan.status));
    this.history.ask(JSON.stringify([agent, path, scan.batch_id]), state, (signal) => pastOf(agent, path, scan.startedAt ?? scan.createdAt, signal));
    const older = this.older;
    if (!older) {
      this.asked.forget();
      return;
    }
    const query = this.query(target, older);
    const subject = JSON.stringify([scan.batch_id, target, older, route.params.path]);
    this.asked.ask(subject, JSON.stringify(query) + state, (signal) => api.compare(scan.batch_id, query, signal));
  }

  /** The scan to compare with; empty while it is not known, or if there is none. */
  get older() {
    return this.route.value.params.with || (this.olderOnes().find((past) => past.status === "completed") ?? this.olderOnes()[0])?.batch_id || "";
  }

  /** Older scans, the newest first. @param {boolean} [newer] those that are newer instead */
  olderOnes(newer = false) {
    const { batch_id: own, startedAt, createdAt } = /** @type {Scan} */ (this.scan);
    const began = startedAt ?? createdAt;
    return (this.history.answer?.scans ?? [])
      .filter((past) => past.batch_id !== own && ((past.startedAt ?? 0) > began) === newer)
      .toReversed();
  }

  /** @param {number} target @param {string} older */
  query(target, older) {
    const { path, sort, order, unchanged, sequences } = this.route.value.params;
    return { target, with: older, path, sort, order, unchanged, sequences, limit: LIMIT };
  }

  /** The address with some of it changed. @param {Record<string, string | null>} changes */
  link(changes) {
    return scanLink(this.route.value.batch, "compare", { ...this.route.value.params, ...changes });
  }

  /** @param {Record<string, string | null>} changes */
  refine(changes) {
    go(this.link(changes), true);
  }

  more() {
    const { scan, asked: { answer } } = this;
    if (!scan || !answer) return;
    const query = { ...this.query(answer.target, answer.with), cursor: answer.nextCursor };
    this.asked.run(async (signal) => {
      const next = await api.compare(scan.batch_id, query, signal);
      return { ...next, entries: [...answer.entries, ...next.entries] };
    });
  }

  render() {
    const { scan, history, asked } = this;
    if (!scan) return nothing;
    const words = strings.compare;
    const target = targetOf(scan, this.route.value);
    const { agent, path } = scan.targets[target];
    const raw = this.route.value.params.path ?? "";
    return html`
      <div class="choices">
        ${targetChooser(scan, target, (value) => go(scanLink(scan.batch_id, "compare", { target: value })))}
        ${this.older ? this.chooser() : nothing}
        <a href=${rootLink(agent, path)} data-testid="history">${words.history}</a>
        ${this.older ? html`<a href=${scanLink(scan.batch_id, "tree", { target, path: raw, color: "growth" })} data-testid="treemap">${words.treemap}</a>` : nothing}
      </div>
      ${problemOf(history)}
      ${waiting(history)}
      ${history.answer && !this.older ? this.without() : nothing}
      ${this.older ? html`
        ${crumbs(path, raw, (to) => this.link({ path: to }))}
        ${problemOf(asked)}
        ${waiting(asked)}
        ${asked.answer ? this.comparison(asked.answer) : nothing}` : nothing}`;
  }

  chooser() {
    const words = strings.compare;
    const older = this.older;
    const past = [...this.olderOnes(true), ...this.olderOnes()];
    return html`<label class="field">${words.with}
      <select data-testid="with" @change=${(/** @type {{target: HTMLSelectElement}} */ e) => go(this.link({ with: e.target.value }))}>
        ${past.some((each) => each.batch_id === older) ? nothing : html`<option value=${older} selected>${older}</option>`}
        ${past.map((each) => html`<option value=${each.batch_id} .selected=${each.batch_id === older}>${words.scanOf(time(each.startedAt), bytes(each.bytes))}${
          each.status === "completed" ? "" : ` · ${strings.status[each.status]}`}${each.partial ? ` · ${strings.notes.partial}` : ""}</option>`)}
      </select></label>`;
  }

  without() {
    const words = strings.compare;
    const scan = /** @type {Scan} */ (this.scan);
    const newer = this.olderOnes(true)[0];
    return html`<section class="panel empty" data-testid="no-older"><p>${words.noOlder}</p>
      ${newer ? html`<p><a href=${scanLink(newer.batch_id, "compare", { with: scan.batch_id, target: newer.target })}>${words.newer}</a></p>` : nothing}</section>`;
  }

  /** @param {Comparison} answer */
  comparison(answer) {
    const words = strings.compare;
    const { params } = this.route.value;
    const grown = answer.deltas?.bytes ?? null;
    const headline = grown === null ? words.unknownGrowth : grown === 0 ? words.same : (grown > 0 ? words.grown : words.shrunk)(bytes(Math.abs(grown)));
    const notes = [
      (!isFinal(answer.status) || !isFinal(answer.withStatus)) && words.running,
      answer.partial && words.partial,
      !answer.summaryComplete && words.incomplete,
      !answer.movesComplete && words.movesIncomplete,
    ].filter(Boolean);
    return html`<section class="panel" aria-busy=${this.asked.busy} data-testid="comparison">
      <div class="line"><h2 data-testid="grown">${headline}</h2>
        <p class="faint number">${words.fromTo(bytes(answer.before?.bytes), bytes(answer.after?.bytes))}</p></div>
      ${this.movedText(answer)}
      <dl class="facts">${Object.entries(words.summary).map(([key, label]) => {
        const amount = answer.summary[/** @type {keyof Comparison["summary"]} */ (key)];
        return html`<div data-testid="summary-${key}"><dt>${label}</dt><dd>${strings.files(count(amount.files))}</dd>
          <dd class="faint">${key === "changed" ? signed(amount.bytes) : bytes(amount.bytes)}</dd></div>`;
      })}</dl>
      ${notes.map((note) => html`<p class="note">${note}</p>`)}
      <div class="checks">${/** @type {const} */ (["unchanged", "sequences"]).map((name) => html`<label><input type="checkbox" data-testid=${name} .checked=${params[name] === "true"}
        @change=${(/** @type {{target: HTMLInputElement}} */ e) => this.refine({ [name]: e.target.checked ? "true" : null })}> ${words[name]}</label>`)}</div>
      ${answer.entries.length === 0 ? html`<p class="empty" data-testid="nothing">${words.nothing}</p>` : this.table(answer)}
      ${answer.nextCursor === null ? nothing : html`<p><button type="button" data-testid="more" ?disabled=${this.asked.busy} @click=${() => this.more()}>${
        strings.showMore(count(answer.entryCount - answer.entries.length))}</button></p>`}
    </section>`;
  }

  /** @param {Comparison} answer */
  table(answer) {
    const words = strings.compare;
    const { columns } = words;
    const { path, sort = "size", order = sort === "name" ? "asc" : "desc" } = this.route.value.params;
    const most = Math.max(1, ...answer.entries.map((entry) => Math.abs(entry.deltas?.bytes ?? 0)));
    /** @param {Compared} entry */
    const name = (entry) => {
      const text = html`<bdi>${entry.name}</bdi>`;
      const below = `${path ? `${path}/` : ""}${encodeName(entry)}`;
      return html`${entry.type === "directory" ? html`<a href=${this.link({ path: below, with: answer.with })}>${text}/</a>` : text}
        ${this.movedText(entry)}
        ${entry.sequence ? html`<span class="faint more">${words.frames(entry.sequence)}</span>` : nothing}`;
    };
    /** @type {import("../analysis/parts.js").Column<Compared>[]} */
    const shown = [
      [strings.columns.name, name, "", "name"],
      [columns.change, ({ change }) => html`<span class="change" data-change=${change}><span aria-hidden="true">${SYMBOLS[change]}</span> ${words.change[change]}</span>`],
      [nothing, (entry) => divergingBar((entry.deltas?.bytes ?? 0) / most), "chart"],
      [columns.difference, (entry) => signed(entry.deltas?.bytes), "right", "size"],
      [columns.before, (entry) => bytes(entry.before?.bytes), "right"],
      [columns.after, (entry) => bytes(entry.after?.bytes), "right"],
      [strings.columns.files, (entry) => signed(entry.deltas?.files, count), "right", "files"],
      [strings.columns.modified, (entry) => time((entry.after ?? entry.before)?.mtime), "nowrap", "mtime"],
    ];
    return dataTable(words.entries, shown, answer.entries, "entry", { sort, order, choose: (key, way) => this.refine({ sort: key, order: way }) });
  }

  /** Where it came from or has gone to. @param {Compared | Comparison} what */
  movedText(what) {
    const words = strings.compare;
    const answer = /** @type {Comparison} */ (this.asked.answer);
    return [
      what.movedFrom === undefined ? null
        : { word: words.movedFrom, place: { path: what.movedFrom, pathBytes: what.movedFromBytes }, batch: answer.with, target: answer.withTarget },
      what.movedTo === undefined ? null
        : { word: words.movedTo, place: { path: what.movedTo, pathBytes: what.movedToBytes }, batch: answer.batch_id, target: answer.target },
    ].map((way) => way && html`<span class="moved" data-testid="moved">${way.word} <a href=${
      scanLink(way.batch, "tree", { target: way.target, path: parentOf(rawOf(way.place)) })}><bdi>${way.place.path}</bdi></a></span>`);
  }
}

/**
 * The last scans of a directory that have ended, and if this one is not among them the last before it; none if nothing ever was.
 * @param {string} agent @param {string} path @param {number} began @param {AbortSignal} signal
 */
async function pastOf(agent, path, began, signal) {
  try {
    const last = await api.history(agent, path, signal);
    if (last.nextBefore === null || (last.scans[0].startedAt ?? 0) < began) return last;
    const { scans } = await api.history(agent, path, signal, String(began));
    return { scans: [...scans, ...last.scans] };
  } catch (e) {
    if (e instanceof Error && "status" in e && e.status === 404) return { scans: [] };
    throw e;
  }
}
customElements.define("compare-view", CompareView);
