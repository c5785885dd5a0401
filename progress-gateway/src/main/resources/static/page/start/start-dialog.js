/**
 * The dialog that starts a scan: which directories of which agents, what to pass over, what to call it. What the gateway
 * refuses is said beside the field it speaks of. Focus returns to where it was.
 */
import { html, nothing } from "lit";
import { api, messageOf, Problem } from "../../http/api.js";
import { strings } from "../../words/strings.js";
import { PageElement } from "../app/page-element.js";
import { go, scanLink } from "../route/route.js";
import { fault } from "../state/faults.js";
import { startScan } from "../state/scans.js";
import { store } from "../state/store.js";
import "./folder-list.js";

/** @typedef {{agent: string, path: string}} Place */

const words = strings.dialog;

/** The fields, and what the gateway calls them: the last part of a name such as `targets[0].path`. */
const FIELDS = /(agent|path|exclude|label)(\[\d+\])?$/;

class StartDialog extends PageElement {
  static properties = {
    agents: { state: true }, agent: { state: true }, path: { state: true }, chosen: { state: true },
    problems: { state: true }, busy: { state: true },
  };

  constructor() {
    super();
    /** @type {readonly import("../../http/types.js").Agent[] | null} */
    this.agents = store.state.agents;
    this.agent = "";
    this.path = "";
    /** Directories to be scanned besides the one in the fields. @type {Place[]} */
    this.chosen = [];
    /** What is wrong, by field; `other` where it is of none. @type {Record<string, string>} */
    this.problems = {};
    this.busy = false;
    this.cameFrom = /** @type {HTMLElement | null} */ (document.activeElement);
  }

  get dialog() {
    return /** @type {HTMLDialogElement} */ (this.querySelector("dialog"));
  }

  /** @param {Partial<Place>} before what to fill in */
  async open(before) {
    document.body.append(this);
    try {
      this.agents = await api.agents();
    } catch (e) {
      this.problems = { other: messageOf(e) };
    }
    const agents = /** @type {readonly import("../../http/types.js").Agent[]} */ (this.agents ?? []);
    const first = agents.find((agent) => agent.status === "alive") ?? agents[0];
    this.choose(before.agent ?? first?.agent ?? "", before.path);
    if (agents.length === 0) this.problems = { agent: words.noAgents, ...this.problems };
    await this.updateComplete;
    this.dialog.showModal();
    this.field("path")?.focus();
  }

  /** @param {string} name */
  field(name) {
    return /** @type {HTMLInputElement | null} */ (this.querySelector(`#start-${name}`));
  }

  /** @param {string} agent @param {string} [path] by default the agent's first root */
  choose(agent, path) {
    this.agent = agent;
    this.path = path ?? this.agents?.find((known) => known.agent === agent)?.roots[0] ?? "";
  }

  closed() {
    this.remove();
    if (this.cameFrom?.isConnected) this.cameFrom.focus();
  }

  another() {
    if (this.path === "") return;
    this.chosen = [...this.chosen, { agent: this.agent, path: this.path }];
    this.choose(this.agent);
    this.field("path")?.focus();
  }

  /** @returns {Place[]} */
  get places() {
    const here = { agent: this.agent, path: this.path };
    const known = this.chosen.some((place) => place.agent === here.agent && place.path === here.path);
    return known || (this.path === "" && this.chosen.length > 0) ? this.chosen : [...this.chosen, here];
  }

  /** @param {SubmitEvent} event */
  async submit(event) {
    event.preventDefault();
    const form = new FormData(/** @type {HTMLFormElement} */ (event.target));
    this.busy = true;
    this.problems = {};
    try {
      const scan = await startScan({
        targets: this.places,
        exclude: String(form.get("exclude")).split("\n").map((line) => line.trim()).filter(Boolean),
        label: String(form.get("label")).trim() || null,
        crossMounts: form.get("crossMounts") !== null,
      });
      this.cameFrom = null;
      this.dialog.close();
      go(scanLink(scan.batch_id));
    } catch (e) {
      const field = FIELDS.exec((e instanceof Problem && e.field) || "")?.[1] ?? "other";
      this.problems = { [field]: messageOf(e) };
      await this.updateComplete;
      this.field(field)?.focus();
    } finally {
      this.busy = false;
    }
  }

  /** @param {string} field */
  problem(field) {
    return html`<p class="problem" role="alert" id="problem-${field}">${this.problems[field] ?? ""}</p>`;
  }

  render() {
    const invalid = (/** @type {string} */ field) => (this.problems[field] ? "true" : nothing);
    return html`<dialog aria-labelledby="start-title" @close=${this.closed}>
      <form @submit=${this.submit}>
        <h2 id="start-title">${words.title}</h2>
        ${this.chosen.length === 0 ? nothing : html`<ul class="chosen" aria-label=${words.chosen}>${this.chosen.map((place) => html`<li>
          <span><bdi>${place.agent}: ${place.path}</bdi></span>
          <button type="button" class="quiet" aria-label=${words.leaveOut(place.path)} @click=${() => (this.chosen = this.chosen.filter((one) => one !== place))}>${words.leave}</button></li>`)}</ul>`}
        <label for="start-agent">${words.agent}</label>
        <select id="start-agent" data-testid="start-agent" required aria-invalid=${invalid("agent")} aria-describedby="problem-agent"
          @change=${(/** @type {Event} */ e) => this.choose(/** @type {HTMLSelectElement} */ (e.target).value)}>
          ${(this.agents ?? []).map(({ agent, status }) => html`<option value=${agent} ?selected=${agent === this.agent}>${status === "alive" ? agent : words.silent(agent)}</option>`)}
        </select>
        ${this.problem("agent")}
        <label for="start-path">${words.path}</label>
        <input id="start-path" data-testid="start-path" ?required=${this.chosen.length === 0} autocomplete="off" spellcheck="false" .value=${this.path}
          aria-invalid=${invalid("path")} aria-describedby="problem-path" @input=${(/** @type {Event} */ e) => (this.path = /** @type {HTMLInputElement} */ (e.target).value)}>
        ${this.problem("path")}
        <folder-list .agent=${this.agent} .path=${this.path} .roots=${this.agents?.find(({ agent }) => agent === this.agent)?.roots ?? []}
          @folder=${(/** @type {CustomEvent<string>} */ e) => (this.path = e.detail)}></folder-list>
        <button type="button" class="quiet" data-testid="start-another" @click=${this.another}>${words.another}</button>
        <label for="start-label">${words.label}</label>
        <input id="start-label" name="label" autocomplete="off" aria-describedby="problem-label">
        ${this.problem("label")}
        <label for="start-exclude">${words.exclude}</label>
        <textarea id="start-exclude" name="exclude" rows="2" spellcheck="false" aria-invalid=${invalid("exclude")} aria-describedby="exclude-hint problem-exclude"></textarea>
        <p class="faint hint" id="exclude-hint">${words.excludeHint}</p>
        ${this.problem("exclude")}
        <label class="check"><input type="checkbox" name="crossMounts"> ${words.crossMounts}</label>
        ${this.problem("other")}
        <div class="actions">
          <button type="button" @click=${() => this.dialog.close()}>${words.close}</button>
          <button class="primary" data-testid="start-submit" ?disabled=${this.busy}>${words.start}</button>
        </div>
      </form>
    </dialog>`;
  }
}
customElements.define("start-dialog", StartDialog);

/** Opens the dialog. @param {Partial<Place>} [before] what to fill in */
export function openStartDialog(before = {}) {
  /** @type {StartDialog} */ (document.createElement("start-dialog")).open(before).catch(fault);
}
