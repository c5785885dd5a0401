/** One scan: how far it is, and the views of its tree. */
import { html, nothing } from "lit";
import { messageOf, Problem } from "../../http/api.js";
import { isFinal } from "../../live/status.js";
import { strings } from "../../words/strings.js";
import { PageElement } from "../app/page-element.js";
import { go, scanLink } from "../route/route.js";
import { fault } from "../state/faults.js";
import { againLike, loadScan, removeScan, titleOf } from "../state/scans.js";
import { Selected, store } from "../state/store.js";
import "../../progress/scan-progress.js";

/** @typedef {import("../../http/types.js").Scan} Scan */

const AGAIN_MS = 3000;

/** What shows each tab, fetched when it is first opened. @type {Record<string, () => Promise<unknown>>} */
const TABS = {
  tree: () => import("../explorer/tree-explorer.js"),
  search: () => import("../search/search-view.js"),
  reports: () => import("../reports/reports-view.js"),
  compare: () => import("../compare/compare-view.js"),
};

/** What this page itself says of a scan: much else changes five times a second, and <scan-progress> shows it. @param {Scan | undefined} scan */
function tells(scan) {
  return scan && JSON.stringify([scan.label, scan.finishedAt, scan.partial, Math.floor(scan.progressPercentage ?? -1),
    scan.targets.map(({ status, error, partial }) => [status, error, partial])]);
}

class ScanPage extends PageElement {
  static properties = { batch: { attribute: false }, problem: { state: true }, refused: { state: true } };

  constructor() {
    super();
    this.batch = "";
    /** Why it cannot be shown. @type {unknown} */
    this.problem = null;
    /** Why what was asked for was not done. */
    this.refused = "";
    this.timer = 0;
    // When the connection is back, a view that could not be fetched can.
    this.selected = new Selected(this, (state) => [tells(state.scans.get(this.batch)), state.route, state.connection.state]);
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (!changed.has("batch")) return;
    TABS[store.state.route.tab]?.().catch(fault);
    this.selected.look();
    this.problem = null;
    this.refused = "";
    this.load();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.timer);
    document.title = "Scanfleet";
  }

  async load() {
    clearTimeout(this.timer);
    const batch = this.batch;
    try {
      await loadScan(batch);
      this.problem = null;
    } catch (e) {
      if (batch !== this.batch || !this.isConnected) return;
      this.problem = e;
      if (!(e instanceof Problem) || e.status === 0 || e.status >= 500) {
        this.timer = window.setTimeout(() => this.load(), AGAIN_MS);
      }
    }
  }

  /** @param {() => Promise<unknown>} action */
  async act(action) {
    this.refused = "";
    try {
      await action();
    } catch (e) {
      this.refused = messageOf(e);
    }
  }

  /** @param {Scan} scan */
  again(scan) {
    return this.act(async () => go(scanLink((await againLike(scan)).batch_id)));
  }

  discard() {
    if (!confirm(strings.removeConfirm)) return;
    this.act(async () => {
      await removeScan(this.batch);
      go("#/");
    });
  }

  render() {
    const { scans, route } = store.state;
    const scan = scans.get(this.batch);
    if (!scan) return this.without();
    const title = titleOf(scan);
    const percent = scan.progressPercentage;
    document.title = `${percent === null || isFinal(scan.status) ? "" : `${Math.floor(percent)} % `}${title} – Scanfleet`;
    return html`
      <p><a href="#/">← ${strings.backToList}</a></p>
      <div class="head">
        <h1><bdi>${title}</bdi></h1>
        <div class="actions" ?hidden=${!isFinal(scan.status)}>
          ${scan.importedFrom ? nothing : html`<button type="button" data-testid="again" @click=${() => this.again(scan)}>${strings.again}</button>`}
          <button type="button" class="danger" data-testid="remove" @click=${this.discard}>${strings.remove}</button>
        </div>
      </div>
      <p class="problem" role="alert">${this.refused}</p>
      <scan-progress batch-id=${scan.batch_id}></scan-progress>
      <nav class="tabs" aria-label=${strings.scan.views}>
        ${Object.keys(TABS).map((tab) => html`
          <a href=${scanLink(scan.batch_id, tab, { target: route.params.target })} data-testid="tab-${tab}"
            aria-current=${tab === route.tab ? "page" : "false"}>${strings.scan.tabs[tab]}</a>`)}
      </nav>
      ${this.tab(route.tab, scan)}`;
  }

  /** @param {string} tab @param {Scan} scan */
  tab(tab, scan) {
    TABS[tab]?.().catch(fault);
    switch (tab) {
      case "search":
        return html`<search-view .scan=${scan}></search-view>`;
      case "reports":
        return html`<reports-view .scan=${scan}></reports-view>`;
      case "compare":
        return html`<compare-view .scan=${scan}></compare-view>`;
      default:
        return html`<tree-explorer .scan=${scan}></tree-explorer>`;
    }
  }

  without() {
    const problem = this.problem;
    const status = problem instanceof Problem ? problem.status : 0;
    const text = problem === null ? "…"
      : status === 404 || status === 400 ? strings.noSuchScan
      : status === 401 || status === 403 ? strings.notAllowed
      : messageOf(problem);
    return html`<section class="panel empty" data-testid="no-scan"><h1>${text}</h1><p><a href="#/">${strings.backToList}</a></p></section>`;
  }
}
customElements.define("scan-page", ScanPage);
