/**
 * The frame around the views: the name, how news comes, what is wrong at present, and the view that the address names. Views
 * are fetched when they are first shown.
 */
import { html, nothing } from "lit";
import { strings } from "../../words/strings.js";
import { live } from "../state/connection.js";
import { dismissFaults, fault } from "../state/faults.js";
import { Selected } from "../state/store.js";
import { PageElement } from "./page-element.js";
import "../dashboard/dashboard-page.js";

/** @typedef {import("../route/route.js").Route} Route */

class AppFrame extends PageElement {
  constructor() {
    super();
    this.selected = new Selected(this, (state) => [
      state.route, state.connection, state.brokerDown, state.unreachable, state.faults,
      state.connection.state === "waiting" ? state.now : 0,
    ]);
    /** @type {Route | null} */
    this.shown = null;
  }

  /** @param {Map<string, unknown>} changed */
  updated(changed) {
    super.updated(changed);
    const route = /** @type {Route} */ (this.selected.value[0]);
    const before = this.shown;
    this.shown = route;
    if (!before || (before.view === route.view && before.batch === route.batch && before.tab === route.tab)) return;
    const main = /** @type {HTMLElement} */ (this.querySelector("main"));
    main.focus({ preventScroll: true });
    scrollTo(0, 0);
  }

  render() {
    const [route, connection, brokerDown, unreachable, faults] =
      /** @type {[Route, import("../../live/live.js").Connection, boolean, string | null, readonly string[]]} */ (this.selected.value.slice(0, 5));
    return html`
      <a class="skip" href="#content" @click=${this.skip}>${strings.skip}</a>
      <header class="bar">
        <a class="brand" href="#/"><img src="/favicon.svg" alt="" width="22" height="22">Scanfleet</a>
        ${this.connection(connection)}
        <button class="primary" type="button" data-testid="new-scan" @click=${() => import("../start/start-dialog.js").then(({ openStartDialog }) => openStartDialog(), fault)}>${strings.newScan}</button>
      </header>
      <div class="banners" role="status">
        ${unreachable ? html`<p class="banner bad" data-testid="unreachable">${strings.unreachableBanner(unreachable)}</p>` : nothing}
        ${brokerDown && !unreachable ? html`<p class="banner" data-testid="broker-down">${strings.brokerDown}</p>` : nothing}
      </div>
      ${faults.length === 0 ? nothing : html`<div class="banner bad" role="alert" data-testid="faults">
        <p>${strings.fault} ${faults.join(" · ")}</p>
        <button class="quiet" type="button" @click=${() => location.reload()}>${strings.reload}</button>
        <button class="quiet" type="button" @click=${dismissFaults}>${strings.dismiss}</button>
      </div>`}
      <main id="content" tabindex="-1">${this.view(route)}</main>`;
  }

  /** @param {Event} event */
  skip(event) {
    event.preventDefault();
    /** @type {HTMLElement} */ (this.querySelector("main")).focus();
  }

  /** @param {import("../../live/live.js").Connection} connection */
  connection(connection) {
    const words = strings.connection[connection.state];
    const text = typeof words === "function" ? words(connection) : words;
    const retry = connection.state === "waiting" || connection.state === "polling" || connection.state === "offline";
    return html`
      <span class="connection" data-testid="connection" data-state=${connection.state}>${text}</span>
      ${retry ? html`<button class="quiet" type="button" data-testid="retry" @click=${() => live.now()}>${strings.retryNow}</button>` : nothing}`;
  }

  /** @param {Route} route */
  view(route) {
    switch (route.view) {
      case "dashboard":
        return html`<dashboard-page></dashboard-page>`;
      case "scan":
        import("../scan/scan-page.js").catch(fault);
        return html`<scan-page .batch=${route.batch}></scan-page>`;
      case "root":
        import("../history/history-page.js").catch(fault);
        return html`<history-page></history-page>`;
      default:
        return html`<section class="panel empty"><h1>${strings.unknownLink}</h1><p><a href="#/">${strings.backToList}</a></p></section>`;
    }
  }
}
customElements.define("scanfleet-app", AppFrame);
