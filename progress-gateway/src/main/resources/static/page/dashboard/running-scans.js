/** The scans that run, live: a line each. */
import { html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { isFinal } from "../../live/status.js";
import { percentage } from "../../progress/words.js";
import { about, bytes, count, middle } from "../../words/format.js";
import { strings } from "../../words/strings.js";
import { PageElement } from "../app/page-element.js";
import { scanLink } from "../route/route.js";
import { titleOf } from "../state/scans.js";
import { Selected } from "../state/store.js";

/** @typedef {import("../../http/types.js").Scan} Scan */

const PATH_ROOM = 72;

class RunningScans extends PageElement {
  constructor() {
    super();
    this.selected = new Selected(this, (state) =>
      [...state.scans.values()].filter((scan) => !isFinal(scan.status)).sort((a, b) => b.createdAt - a.createdAt));
  }

  render() {
    return html`<ul class="running" data-testid="running">
      ${repeat(this.selected.value, (scan) => scan.batch_id, (scan) => this.line(scan))}
    </ul>`;
  }

  /** @param {Scan} scan */
  line(scan) {
    const percent = scan.progressPercentage;
    const title = titleOf(scan);
    const done = scan.totalFiles === null ? strings.files(count(scan.filesProcessed))
      : strings.filesOf(count(scan.filesProcessed), count(scan.totalFiles), scan.totalIsExact);
    return html`<li class="panel">
      <div class="line">
        <a href=${scanLink(scan.batch_id)}><bdi>${title}</bdi></a>
        <span><span class="status" data-status=${scan.status}>${strings.status[scan.status]}</span> ·
          <span class="number" data-testid="running-percent">${percent === null ? strings.counting : `${percentage(percent)} %`}</span></span>
      </div>
      <div class="track ${percent === null ? "unknown" : ""}" role="progressbar" aria-label=${title} aria-valuemin="0" aria-valuemax="100"
        aria-valuenow=${percent === null ? nothing : Math.floor(percent)} aria-valuetext=${done}>
        <div class="fill" .style=${percent === null ? "" : `width:${percent}%`}></div>
      </div>
      <div class="line number">
        <span>${done}, ${bytes(scan.bytesProcessed)}</span>
        <span class="faint">${scan.filesPerSecond === null ? "" : strings.perSecond(count(scan.filesPerSecond))}
          ${scan.etaSeconds === null ? "" : `· ${about(scan.etaSeconds)}`}</span>
      </div>
      <div class="current" title=${scan.currentFile ?? ""}><bdi>${scan.currentFile === null ? strings.noCurrent : middle(scan.currentFile, PATH_ROOM)}</bdi></div>
    </li>`;
  }
}
customElements.define("running-scans", RunningScans);
