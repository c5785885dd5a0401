/** The list of scans, newest first, narrowed by what is typed and by state: both stand in the address. */
import { html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { messageOf } from "../../http/api.js";
import { isFinal } from "../../live/status.js";
import { bytes, count, span, time } from "../../words/format.js";
import { strings } from "../../words/strings.js";
import { PageElement } from "../app/page-element.js";
import { go, queryOf, scanLink } from "../route/route.js";
import { LISTED, againLike, titleOf } from "../state/scans.js";
import { Selected, store } from "../state/store.js";

/** @typedef {import("../../http/types.js").Scan} Scan */

const STATES = ["running", "completed", "partial", "cancelled", "failed"];

/** @param {Scan} scan @param {string} state */
function isIn(scan, state) {
  if (state === "partial") return scan.partial && isFinal(scan.status);
  if (state === "running") return !isFinal(scan.status);
  return state === "" || scan.status === state;
}

/** @param {Scan} scan @param {string} text in lower case */
function tells(scan, text) {
  return [scan.label ?? "", ...scan.targets.flatMap(({ agent, path }) => [agent, path])].some((part) => part.toLowerCase().includes(text));
}

class ScanList extends PageElement {
  static properties = { refused: { state: true } };

  constructor() {
    super();
    this.refused = "";
    this.selected = new Selected(this, (state) => [state.route, ...(state.listed ?? []).map((id) => state.scans.get(id))]);
  }

  /** @param {Record<string, string>} changes */
  narrow(changes) {
    go(`#/${queryOf({ ...store.state.route.params, ...changes })}`, true);
  }

  /** @param {Scan} scan */
  async again(scan) {
    this.refused = "";
    try {
      go(scanLink((await againLike(scan)).batch_id));
    } catch (e) {
      this.refused = messageOf(e);
    }
  }

  render() {
    const [{ params }, ...all] = /** @type {[import("../route/route.js").Route, ...(Scan | undefined)[]]} */ (this.selected.value);
    const text = (params.q ?? "").trim().toLowerCase();
    const state = params.state ?? "";
    const scans = /** @type {Scan[]} */ (all.filter((scan) => scan && isIn(scan, state) && tells(scan, text)));
    const words = strings.dashboard;
    const columns = strings.columns;
    return html`
      <form class="filters" role="search" @submit=${(/** @type {Event} */ e) => e.preventDefault()}>
        <label>${words.filter} <input type="search" data-testid="filter" .value=${params.q ?? ""} placeholder=${words.filterHint}
          @input=${(/** @type {Event} */ e) => this.narrow({ q: /** @type {HTMLInputElement} */ (e.target).value })}></label>
        <label>${words.state} <select data-testid="filter-state" @change=${(/** @type {Event} */ e) => this.narrow({ state: /** @type {HTMLSelectElement} */ (e.target).value })}>
          <option value="" ?selected=${state === ""}>${words.all}</option>
          ${STATES.map((one) => html`<option value=${one} ?selected=${one === state}>${one === "partial" ? words.partial : strings.status[one]}</option>`)}
        </select></label>
        <span class="faint" role="status">${scans.length === all.length ? "" : words.shown(count(scans.length), count(all.length))}</span>
      </form>
      <p class="problem" role="alert">${this.refused}</p>
      <div class="scroll panel" role="group" aria-labelledby="scans-title" tabindex="0">
        <table data-testid="scan-list">
          <thead><tr>
            <th scope="col">${columns.scan}</th><th scope="col">${columns.status}</th><th scope="col" class="right">${columns.files}</th>
            <th scope="col" class="right">${columns.size}</th><th scope="col" class="wide">${columns.started}</th><th scope="col" class="right wide">${columns.took}</th>
            <th scope="col"><span class="unseen">${words.actions}</span></th>
          </tr></thead>
          <tbody>${repeat(scans, (scan) => scan.batch_id, (scan) => this.row(scan))}</tbody>
        </table>
        ${scans.length === 0 ? html`<p class="empty faint">${words.noneMatches}</p>` : nothing}
      </div>
      ${all.length < LISTED ? nothing : html`<p class="faint">${words.newest(count(LISTED))}</p>`}`;
  }

  /** @param {Scan} scan */
  row(scan) {
    const ended = isFinal(scan.status);
    const percent = scan.progressPercentage;
    const least = scan.partial ? "≥ " : "";
    return html`<tr data-testid="scan-row">
      <td><a href=${scanLink(scan.batch_id)}><bdi>${titleOf(scan)}</bdi></a>
        ${scan.importedFrom ? html`<div class="faint">${strings.dashboard.importedFrom(scan.importedFrom)}</div>` : nothing}</td>
      <td><span class="status" data-status=${scan.status}>${strings.status[scan.status]}${ended || percent === null ? "" : ` ${Math.floor(percent)} %`}</span>
        ${ended && scan.partial ? html`<div class="note" title=${strings.partialNote}>${strings.notes.partial}</div>` : nothing}</td>
      <td class="right">${least}${count(scan.filesProcessed)}</td>
      <td class="right">${least}${bytes(scan.bytesProcessed)}</td>
      <td class="wide">${time(scan.startedAt ?? scan.createdAt)}</td>
      <td class="right wide">${scan.finishedAt && scan.startedAt ? span(scan.finishedAt - scan.startedAt) : ""}</td>
      <td class="right">${ended && !scan.importedFrom ? html`<button type="button" class="quiet" aria-label=${strings.dashboard.againFor(titleOf(scan))} @click=${() => this.again(scan)}>${strings.again}</button>` : nothing}</td>
    </tr>`;
  }
}
customElements.define("scan-list", ScanList);
