/** What there is: scans that run, agents and their volumes, scans that have ended. */
import { html } from "lit";
import { isFinal } from "../../live/status.js";
import { strings } from "../../words/strings.js";
import { PageElement } from "../app/page-element.js";
import { Selected } from "../state/store.js";
import "./agent-list.js";
import "./running-scans.js";
import "./scan-list.js";

class DashboardPage extends PageElement {
  constructor() {
    super();
    this.selected = new Selected(this, (state) => [
      state.listed === null ? null : state.listed.length,
      [...state.scans.values()].some((scan) => !isFinal(scan.status)),
    ]);
  }

  render() {
    const [count, running] = this.selected.value;
    document.title = "Scanfleet";
    return html`
      <h1 class="unseen">${strings.dashboard.title}</h1>
      <section ?hidden=${!running} aria-labelledby="running-title">
        <h2 id="running-title">${strings.dashboard.running}</h2>
        <running-scans></running-scans>
      </section>
      <section aria-labelledby="agents-title">
        <h2 id="agents-title">${strings.dashboard.agents}</h2>
        <agent-list></agent-list>
      </section>
      <section aria-labelledby="scans-title">
        <h2 id="scans-title">${strings.scans}</h2>
        ${count === null ? html`<p class="panel faint">…</p>` : count === 0 ? this.empty() : html`<scan-list></scan-list>`}
      </section>`;
  }

  empty() {
    return html`<div class="panel empty" data-testid="no-scans">
      <p>${strings.noScans}</p>
      <p class="faint">${strings.tryCommand}</p>
      <p><code>${strings.command}</code></p>
    </div>`;
  }
}
customElements.define("dashboard-page", DashboardPage);
