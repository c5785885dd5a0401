/** The list of scans: what has been scanned, what is running, newest first. */
import { api } from "./api.js";
import { bytes, count, element, say, span, time } from "./format.js";
import { isFinal } from "./live.js";
import { strings } from "./strings.js";

const LOOK_EVERY = 10_000;

/** What to call a scan. @param {any} scan @returns {string} */
export function titleOf(scan) {
  const paths = scan.targets.map((target) => `${target.agent}: ${target.path}`);
  return scan.label || (paths.length > 2 ? `${paths[0]} and ${paths.length - 1} more` : paths.join(", "));
}

/**
 * Shows the list in a place; the returned function ends it.
 * @param {HTMLElement} place @param {import("./live.js").Live} live
 */
export function showScanList(place, live) {
  const body = element("tbody");
  const table = element(
    "div",
    { class: "scroll panel" },
    element(
      "table",
      { "data-testid": "scan-list" },
      element(
        "thead",
        {},
        element(
          "tr",
          {},
          element("th", { scope: "col" }, strings.columns.scan),
          element("th", { scope: "col" }, strings.columns.status),
          element("th", { scope: "col", class: "right" }, strings.columns.files),
          element("th", { scope: "col", class: "right" }, strings.columns.size),
          element("th", { scope: "col", class: "wide" }, strings.columns.started),
          element("th", { scope: "col", class: "right wide" }, strings.columns.took),
        ),
      ),
      body,
    ),
  );
  const empty = element(
    "div",
    { class: "panel empty", hidden: true },
    element("p", {}, strings.noScans),
    element("p", { class: "faint" }, strings.tryCommand),
    element("p", {}, element("code", {}, strings.command)),
  );
  const problem = element("p", { class: "problem", role: "alert" });
  place.replaceChildren(element("h1", {}, strings.scans), problem, empty, table);

  /** @type {Map<string, {row: HTMLElement, update: (scan: any) => void, stop: (() => void)|null}>} */
  const rows = new Map();
  let ended = false;

  function rowOf(scan) {
    const link = element("a", { href: `#/scans/${scan.batch_id}` }, titleOf(scan));
    const status = element("span", { class: "status" });
    const fill = element("div", { class: "fill" });
    const track = element("div", { class: "track small", "aria-hidden": "true" }, fill);
    const files = element("td", { class: "right" });
    const size = element("td", { class: "right" });
    const started = element("td", { class: "wide" });
    const took = element("td", { class: "right wide" });
    const row = element("tr", {}, element("td", {}, link), element("td", {}, status, track), files, size, started, took);
    let current = scan;
    function update(news) {
      current = { ...current, ...news };
      const running = !isFinal(current.status);
      status.dataset.status = current.status;
      const percent = current.progressPercentage;
      say(
        status,
        strings.status[current.status] + (running && percent !== null ? ` ${Math.floor(percent)} %` : ""),
      );
      track.hidden = !running;
      track.classList.toggle("unknown", percent === null);
      fill.style.width = percent === null ? "" : `${percent}%`;
      say(files, (current.partial ? "≥ " : "") + count(current.filesProcessed));
      say(size, (current.partial ? "≥ " : "") + bytes(current.bytesProcessed));
      say(started, time(current.startedAt ?? current.createdAt));
      say(took, current.finishedAt && current.startedAt ? span(current.finishedAt - current.startedAt) : "");
    }
    update(scan);
    return { row, update, stop: null };
  }

  async function look() {
    let scans;
    try {
      scans = await api.scans();
      say(problem, "");
    } catch (e) {
      say(problem, e.message);
      return;
    }
    if (ended) return;
    empty.hidden = scans.length > 0;
    table.hidden = scans.length === 0;
    const present = new Set(scans.map((scan) => scan.batch_id));
    for (const [id, known] of rows) {
      if (!present.has(id)) {
        known.stop?.();
        known.row.remove();
        rows.delete(id);
      }
    }
    scans.forEach((scan, place) => {
      let known = rows.get(scan.batch_id);
      if (!known) {
        known = rowOf(scan);
        rows.set(scan.batch_id, known);
      }
      known.update(scan);
      if (body.children[place] !== known.row) body.insertBefore(known.row, body.children[place] ?? null);
      if (!isFinal(scan.status) && !known.stop) {
        known.stop = live.watch(scan.batch_id, (message) => {
          if (message.type === "progress") known.update(message);
          if (isFinal(message.status) || message.type === "error") look();
        });
      } else if (isFinal(scan.status)) {
        known.stop?.();
        known.stop = null;
      }
    });
  }

  look();
  const timer = setInterval(look, LOOK_EVERY);
  return () => {
    ended = true;
    clearInterval(timer);
    rows.forEach((known) => known.stop?.());
  };
}
