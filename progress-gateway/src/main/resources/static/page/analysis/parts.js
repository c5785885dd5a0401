/** What search, reports and comparisons draw alike. */
import { html, nothing } from "lit";
import { isFinal } from "../../live/status.js";
import { count, middle, visible } from "../../words/format.js";
import { frameFaultWords } from "../../words/frames.js";
import { strings } from "../../words/strings.js";
import { scanLink } from "../route/route.js";
import { Selected } from "../state/store.js";
import { sentence } from "./asked.js";
import { parentOf, rawOf, textOf } from "./places.js";

/**
 * @typedef {import("../../http/types.js").Scan} Scan
 * @typedef {import("../../http/types.js").Sequence} Sequence
 * @typedef {import("../route/route.js").Route} Route
 */

const ROOM = 56;

/** The property `scan` of a view that does not care how many files there are by now. */
export const scanProperty = {
  attribute: false,
  /** @param {Scan | null} now @param {Scan | null} before */
  hasChanged: (now, before) =>
    now?.batch_id !== before?.batch_id || now?.status !== before?.status || now?.partial !== before?.partial,
};

/**
 * The route while it is that of a tab, and the last such route after that: a view that is being left is not drawn with the
 * parameters of another.
 * @param {import("lit").ReactiveControllerHost} host @param {string} tab
 */
export function routeOf(host, tab) {
  /** @type {Route | null} */
  let last = null;
  return new Selected(host, ({ route }) => {
    if (!last || route.tab === tab) last = route;
    return last;
  });
}

/** Which target of a scan an address speaks of. @param {Scan} scan @param {Route} route */
export function targetOf(scan, route) {
  const target = Number(route.params.target ?? 0);
  return scan.targets.some((each) => each.target === target) ? target : 0;
}

/** @param {Scan} scan @param {number} target @param {(target: string) => void} choose */
export function targetChooser(scan, target, choose) {
  if (scan.targets.length < 2) return nothing;
  return html`<label class="field">${strings.target}
    <select name="target" data-testid="choose-target" @change=${(/** @type {{target: HTMLSelectElement}} */ e) => choose(e.target.value)}>
      ${scan.targets.map((each) => html`<option value=${each.target} .selected=${each.target === target}>${each.agent}: ${each.path}</option>`)}
    </select></label>`;
}

/** A part of 1, drawn for those who see. @param {number} part */
export function bar(part) {
  const width = `width:${(Math.min(1, Math.max(0, part || 0)) * 100).toFixed(2)}%`;
  return html`<span class="gauge" aria-hidden="true"><span .style=${width}></span></span>`;
}

/**
 * A directory below a target as a link to the explorer, or what lies in one beside a link to where it lies. What lies at a
 * place that is not stored yet has no link.
 * @param {Scan} scan @param {number} target @param {{path: string, pathBytes?: string}} place @param {boolean} [directory] whether it is one
 */
export function placeOf(scan, target, place, directory = false) {
  const raw = rawOf(place);
  const root = scan.targets[target]?.path ?? "";
  const at = directory ? place.path.length : Math.max(0, place.path.lastIndexOf("/"));
  const above = place.path.slice(0, at);
  const text = html`<bdi>${above === "" ? root : middle(above, ROOM)}</bdi>`;
  const whole = `${root.replace(/\/$/, "")}/${place.path}`;
  const link = !isFinal(scan.status) && above.includes("…") ? html`<span title=${whole}>${text}</span>`
    : html`<a href=${scanLink(scan.batch_id, "tree", { target, path: directory ? raw : parentOf(raw) })} title=${whole}>${text}</a>`;
  return directory ? link : html`<span class="pair"><bdi>${place.path.slice(above === "" ? 0 : at + 1)}</bdi>${link}</span>`;
}

/** The way from a target to a directory in it. @param {string} root @param {string} raw @param {(raw: string) => string} linkOf */
export function crumbs(root, raw, linkOf) {
  const parts = raw.split("/").filter(Boolean);
  const steps = parts.map((part, i) => ({ text: visible(textOf(part)), raw: parts.slice(0, i + 1).join("/") }));
  return html`<nav class="place" aria-label=${strings.analysis.place} data-testid="crumbs"><ol class="crumbs">
    ${[{ text: root, raw: "" }, ...steps].map((step, i) => html`<li>${i === steps.length
      ? html`<bdi aria-current="page">${step.text}</bdi>` : html`<a href=${linkOf(step.raw)}><bdi>${step.text}</bdi></a>`}</li>`)}
  </ol></nav>`;
}

/** What there is to say of a sequence's frames. @param {Sequence} sequence */
export function framesText(sequence) {
  return [strings.analysis.frames.all(count(sequence.frames)), ...frameFaultWords(sequence)].join(" · ");
}

/** Says what came instead of an answer. @param {import("./asked.js").Asked<any>} asked */
export function problemOf(asked) {
  if (asked.problem === null) return nothing;
  return html`<div class="trouble" role="alert" data-testid="problem">
    <p class="problem">${sentence(asked.problem)}</p>
    <button type="button" ?disabled=${asked.busy} @click=${() => asked.run()}>${strings.analysis.again}</button>
  </div>`;
}

/** Buttons of which one is pressed. @param {string} label @param {Record<string, string>} choices words by value @param {string} chosen @param {(value: string) => void} choose */
export function choice(label, choices, chosen, choose) {
  return html`<div class="choice" role="group" aria-label=${label}>
    ${Object.entries(choices).map(([value, text]) => html`
      <button type="button" aria-pressed=${value === chosen} data-testid="choose-${value}" @click=${() => choose(value)}>${text}</button>`)}
  </div>`;
}

/**
 * A column: its title, what is in it, `right`, `nowrap` or `chart`, and the key it is sorted by.
 * @template R @typedef {[title: unknown, cell: (row: R, i: number) => unknown, kind?: string, key?: string]} Column
 */

/**
 * A table whose first column names the rows, and that may be wider than the screen.
 * @template R @param {string} label @param {readonly Column<R>[]} columns @param {readonly R[]} rows @param {string} testid of a row
 * @param {{sort: string, order: string, choose: (sort: string, order: string | null) => void}} [sorting]
 */
export function dataTable(label, columns, rows, testid, sorting) {
  /** @param {Column<R>} column */
  const head = ([title, , kind = "", key]) => {
    if (kind === "chart") return html`<td class="chart"></td>`;
    if (!key || !sorting) return html`<th scope="col" class=${kind}>${title}</th>`;
    const { sort, order, choose } = sorting;
    const up = order === "asc";
    return html`<th scope="col" class=${kind} aria-sort=${key !== sort ? "none" : up ? "ascending" : "descending"}>
      <button type="button" class="sort" data-testid="sort-${key}" @click=${() => choose(key, key !== sort ? null : up ? "desc" : "asc")}>${title}<span
        aria-hidden="true">${key !== sort ? "" : up ? " ▴" : " ▾"}</span></button></th>`;
  };
  return html`<div class="scroll" role="group" tabindex="0" aria-label=${label}><table class="dense">
    <thead><tr>${columns.map(head)}</tr></thead>
    <tbody>${rows.map((row, i) => html`<tr data-testid=${testid}>${columns.map(([, cell, kind = ""], at) =>
      at === 0 ? html`<th scope="row" class=${kind}>${cell(row, i)}</th>` : html`<td class=${kind}>${cell(row, i)}</td>`)}</tr>`)}</tbody>
  </table></div>`;
}

/** The titles over a name and where it lies. */
export const placeTitle = () => html`<span class="pair"><span>${strings.columns.name}</span><span>${strings.analysis.where}</span></span>`;

/** While nothing has come yet. @param {import("./asked.js").Asked<any>} asked */
export function waiting(asked) {
  return asked.answer === null && asked.problem === null ? html`<p class="faint" role="status">${strings.analysis.loading}</p>` : nothing;
}
