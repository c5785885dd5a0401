/** The agents: how they are, what they may scan, and how full their volumes are. */
import { html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { bytes, count, span } from "../../words/format.js";
import { strings } from "../../words/strings.js";
import { PageElement } from "../app/page-element.js";
import { rootLink } from "../route/route.js";
import { fault } from "../state/faults.js";
import { Selected } from "../state/store.js";

/** @typedef {import("../../http/types.js").Agent} Agent */

class AgentList extends PageElement {
  constructor() {
    super();
    this.selected = new Selected(this, (state) => [
      state.agents,
      state.agents?.some((agent) => agent.status === "silent") ? state.now : 0,
    ]);
  }

  render() {
    const [agents, now] = /** @type {[readonly Agent[] | null, number]} */ (this.selected.value);
    if (agents === null) return html`<p class="panel faint">…</p>`;
    if (agents.length === 0) return html`<div class="panel empty" data-testid="no-agents"><p>${strings.dashboard.noAgents}</p><p><code>${strings.dashboard.agentCommand}</code></p></div>`;
    return html`<ul class="agents">${repeat(agents, (agent) => agent.agent, (agent) => this.card(agent, now))}</ul>`;
  }

  /** @param {Agent} agent @param {number} now Unix seconds */
  card(agent, now) {
    const alive = agent.status === "alive";
    const words = strings.dashboard;
    return html`<li class="panel agent" data-testid="agent">
      <div class="line">
        <h3><bdi>${agent.agent}</bdi></h3>
        <span class="status" data-status=${alive ? "completed" : "failed"}>${alive ? words.alive : words.silentSince(span(Math.max(0, now - agent.lastSeen)))}</span>
      </div>
      <p class="faint">${words.version(agent.version)}${agent.load === null ? "" : ` · ${words.load(agent.load.toFixed(2))}`}${agent.activeTargets === 0 ? nothing : ` · ${words.active(count(agent.activeTargets))}`}</p>
      <ul class="roots">
        ${agent.roots.map((root) => html`<li>
          <a href=${rootLink(agent.agent, root)} title=${words.history}><bdi>${root}</bdi></a>
          <button type="button" class="quiet" ?disabled=${!alive} data-testid="scan-root" aria-label=${words.scanRoot(root)}
            @click=${() => import("../start/start-dialog.js").then(({ openStartDialog }) => openStartDialog({ agent: agent.agent, path: root }), fault)}>${words.scan}</button>
        </li>`)}
      </ul>
      ${agent.volumes.map((volume) => this.volume(volume))}
    </li>`;
  }

  /** @param {import("../../http/types.js").Volume} volume */
  volume(volume) {
    const used = volume.totalBytes - volume.usableBytes;
    const percent = volume.totalBytes === 0 ? 0 : (100 * used) / volume.totalBytes;
    const text = strings.dashboard.used(bytes(used), bytes(volume.totalBytes), Math.round(percent));
    return html`<div class="volume">
      <div class="line"><span><bdi>${volume.mount}</bdi> <span class="faint">${volume.type}</span></span><span class="number">${text}</span></div>
      <div class="track small" data-level=${percent >= 95 ? "full" : percent >= 85 ? "high" : "fine"} role="meter" aria-label=${strings.dashboard.volume(volume.mount)}
        aria-valuemin="0" aria-valuemax="100" aria-valuenow=${Math.round(percent)} aria-valuetext=${text}><div class="fill" .style=${`width:${percent}%`}></div></div>
    </div>`;
  }
}
customElements.define("agent-list", AgentList);
