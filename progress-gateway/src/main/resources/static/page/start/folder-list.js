/**
 * Directories to choose from: an agent's roots, and what the newest scan found below the one that is named. Nothing is asked
 * of the agent itself, so the list says of when it is. The event `folder` tells what was chosen.
 */
import { html, nothing } from "lit";
import { api, isAborted } from "../../http/api.js";
import { encodeText, time } from "../../words/format.js";
import { strings } from "../../words/strings.js";
import { PageElement } from "../app/page-element.js";

const words = strings.dialog;
const MOST = 500;
const PAUSE_MS = 150;

/** Whether a path is a directory or lies in it. @param {string} path @param {string} directory */
function isWithin(path, directory) {
  return path === directory || path.startsWith(directory.endsWith("/") ? directory : `${directory}/`);
}

class FolderList extends PageElement {
  static properties = { agent: {}, path: {}, roots: { attribute: false }, folders: { state: true }, asOf: { state: true } };

  constructor() {
    super();
    this.agent = "";
    this.path = "";
    /** @type {string[]} */
    this.roots = [];
    /** @type {string[]} */
    this.folders = [];
    /** When what is listed was found, in Unix seconds; null if nothing was. @type {number | null} */
    this.asOf = null;
    /** @type {Promise<import("../../http/types.js").ScannedRoot[]> | null} */
    this.scanned = null;
    this.abort = new AbortController();
    this.timer = 0;
  }

  /** @param {Map<string, unknown>} changed */
  updated(changed) {
    super.updated(changed);
    if (!changed.has("agent") && !changed.has("path")) return;
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.look(), PAUSE_MS);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.timer);
    this.abort.abort();
  }

  async look() {
    this.abort.abort();
    this.abort = new AbortController();
    const { agent, abort } = this;
    const path = this.path.length > 1 ? this.path.replace(/\/+$/, "") : this.path;
    try {
      this.scanned ??= api.roots();
      const best = (await this.scanned)
        .filter((root) => root.agent === agent && isWithin(path, root.path))
        .sort((a, b) => b.path.length - a.path.length || (b.newest.finishedAt ?? 0) - (a.newest.finishedAt ?? 0))[0];
      if (!best) {
        this.show([], null);
        return;
      }
      const below = encodeText(path.slice(best.path.length).replace(/^\//, ""));
      const { batch_id, target, finishedAt } = best.newest;
      const found = await api.tree(batch_id, { target, path: below, sort: "name", limit: MOST }, abort.signal);
      // A request names directories as text, so one whose name is none cannot be asked for.
      const names = found.entries.filter((entry) => entry.type === "directory" && !entry.nameBytes).map((entry) => entry.name);
      this.show(names.map((name) => `${path === "/" ? "" : path}/${name}`), finishedAt);
    } catch (e) {
      if (!isAborted(e)) this.show([], null);
    }
  }

  /** @param {string[]} folders @param {number | null} asOf */
  show(folders, asOf) {
    this.folders = folders;
    this.asOf = asOf;
  }

  /** @param {string} folder */
  choose(folder) {
    this.dispatchEvent(new CustomEvent("folder", { detail: folder }));
  }

  render() {
    const root = this.roots.find((one) => isWithin(this.path, one));
    const up = root !== undefined && this.path !== root ? this.path.replace(/\/+[^/]*\/*$/, "") || "/" : null;
    const others = this.roots.filter((one) => one !== this.path && (root === undefined || this.path === root));
    const offered = [...others, ...this.folders];
    if (up === null && offered.length === 0) return nothing;
    return html`<div class="folders" role="group" aria-label=${words.folders} data-testid="folders">
      ${up === null ? nothing : html`<button type="button" class="quiet" @click=${() => this.choose(up)}>↑ <bdi>${up}</bdi></button>`}
      ${offered.map((folder) => html`<button type="button" class="quiet" @click=${() => this.choose(folder)}><bdi>${others.includes(folder) ? folder : folder.slice(folder.lastIndexOf("/") + 1)}</bdi></button>`)}
    </div>
    ${this.asOf === null || this.folders.length === 0 ? nothing : html`<p class="faint hint">${words.asOf(time(this.asOf))}</p>`}`;
  }
}
customElements.define("folder-list", FolderList);
