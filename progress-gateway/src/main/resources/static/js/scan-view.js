/** One scan, live: how far it is, what it is at, and its tree. */
import { api } from "./api.js";
import { about, bytes, count, element, middle, say, span, time } from "./format.js";
import { isFinal } from "./live.js";
import { titleOf } from "./scan-list.js";
import { strings } from "./strings.js";
import { TreeTable } from "./tree-table.js";

const SPEAK_EVERY_PERCENT = 10;
const SPEAK_EVERY_MS = 30_000;

/**
 * Shows a scan in a place; the returned function ends it.
 * @param {HTMLElement} place @param {import("./live.js").Live} live @param {string} batch
 * @param {(request: object) => void} again
 */
export function showScan(place, live, batch, again) {
  let scan = null;
  let tree = null;
  let stop = () => {};
  let ended = false;
  let pending = false;
  let spoken = { percent: 0, at: 0 };
  const announcer = document.getElementById("announcer");
  const problem = element("p", { class: "problem", role: "alert" });
  place.replaceChildren(element("p", { class: "faint" }, "…"));

  const title = element("h1", {});
  const status = element("span", { class: "status", "data-testid": "status" });
  const files = element("span", { class: "big", "data-testid": "files" });
  const of = element("span", { class: "faint number" });
  const percentage = element("span", { class: "number", "data-testid": "percentage" });
  const fill = element("div", { class: "fill" });
  const track = element("div", { class: "track", role: "progressbar", "aria-label": strings.columns.files, "aria-valuemin": "0", "aria-valuemax": "100" }, fill);
  const current = element("div", { class: "current", "data-testid": "current-file" });
  const facts = {};
  const list = element("dl", { class: "facts" });
  for (const [name, label] of Object.entries(strings.facts)) {
    facts[name] = element("dd", { "data-testid": name });
    list.append(element("div", {}, element("dt", {}, label), facts[name]));
  }
  const failures = element("div", {});
  const targets = element("tbody");
  const targetPanel = element(
    "section",
    { hidden: true },
    element("h2", {}, strings.targets),
    element(
      "div",
      { class: "scroll panel" },
      element(
        "table",
        {},
        element("thead", {}, element("tr", {},
          ...["agent", "path", "status"].map((c) => element("th", { scope: "col" }, strings.columns[c])),
          ...["files", "size", "errors"].map((c) => element("th", { scope: "col", class: "right" }, strings.columns[c])))),
        targets,
      ),
    ),
  );
  const cancel = element("button", { type: "button", class: "danger", "data-testid": "cancel", onclick: () => act(strings.cancelConfirm, () => api.cancel(batch)) }, strings.cancel);
  const remove = element("button", { type: "button", class: "danger", onclick: () => act(strings.removeConfirm, async () => {
    await api.remove(batch);
    location.hash = "#/";
  }) }, strings.remove);
  const repeat = element("button", { type: "button", onclick: () => again({ agent: scan.targets[0].agent, path: scan.targets[0].path }) }, strings.again);

  async function act(question, action) {
    if (!confirm(question)) return;
    try {
      await action();
      say(problem, "");
    } catch (e) {
      say(problem, e.message);
    }
  }

  function layOut() {
    const treePlace = element("section", {});
    place.replaceChildren(
      element("p", {}, element("a", { href: "#/" }, `← ${strings.backToList}`)),
      element("div", { class: "head" }, title, element("div", { class: "actions" }, cancel, repeat, remove)),
      problem,
      element("section", { class: "panel" },
        element("div", { class: "line" }, element("div", {}, files, " ", of), element("div", {}, status, " ", percentage)),
        track, current, failures, list),
      targetPanel, treePlace,
    );
    tree = new TreeTable(treePlace, batch, scan.targets);
  }

  function soon() {
    if (pending) return;
    pending = true;
    requestAnimationFrame(() => {
      pending = false;
      if (!ended && scan) render();
    });
  }

  function render() {
    const running = !isFinal(scan.status);
    const percent = scan.progressPercentage;
    const exact = scan.totalIsExact;
    say(title, titleOf(scan));
    document.title = `${percent === null || !running ? "" : `${Math.floor(percent)} % `}${titleOf(scan)} – Scanfleet`;
    status.dataset.status = scan.status;
    say(status, strings.status[scan.status]);
    say(files, count(scan.filesProcessed));
    const shownTotal = scan.totalFiles !== null && (running || exact);
    say(of, shownTotal ? strings.filesOf("", count(scan.totalFiles), exact).trim() : strings.files("").trim());
    const unknown = running && percent === null;
    say(percentage, unknown ? strings.counting : percent === null ? "" : `${percent >= 100 ? 100 : percent.toFixed(1)} %`);
    track.dataset.status = scan.status;
    track.classList.toggle("unknown", unknown);
    fill.style.width = unknown ? "" : `${percent ?? 100}%`;
    if (unknown) track.removeAttribute("aria-valuenow");
    else track.setAttribute("aria-valuenow", String(Math.floor(percent ?? 100)));
    track.setAttribute("aria-valuetext", unknown ? `${strings.counting} ${strings.files(count(scan.filesProcessed))}`
      : shownTotal ? strings.filesOf(count(scan.filesProcessed), count(scan.totalFiles), exact) : strings.files(count(scan.filesProcessed)));
    current.hidden = !running;
    say(current, scan.currentFile ? middle(scan.currentFile, Math.max(24, Math.floor(current.clientWidth / 7.6))) : strings.noCurrent);
    current.title = scan.currentFile ?? "";
    const least = scan.partial || scan.targets.some((t) => t.partial) ? "≥ " : "";
    say(facts.rate, scan.filesPerSecond === null ? "—" : strings.perSecond(count(scan.filesPerSecond)));
    say(facts.size, least + bytes(scan.bytesProcessed));
    say(facts.directories, count(scan.directoriesProcessed));
    say(facts.errors, count(scan.errors));
    const until = scan.finishedAt ?? Date.now() / 1000;
    say(facts.elapsed, scan.startedAt ? span(Math.max(0, until - scan.startedAt)) : "—");
    facts.eta.parentElement.hidden = !running || scan.etaSeconds === null;
    say(facts.eta, about(scan.etaSeconds));
    say(facts.phase, strings.phase[scan.phase] ?? scan.phase);
    say(facts.started, time(scan.startedAt ?? scan.createdAt));
    failures.replaceChildren(...scan.targets.filter((t) => t.error).map((t) => element("p", { class: "problem" }, t.error)));
    cancel.hidden = !running;
    remove.hidden = running;
    repeat.hidden = running;
    targetPanel.hidden = scan.targets.length < 2;
    targets.replaceChildren(...(scan.targets.length < 2 ? [] : scan.targets.map(targetRow)));
    speak(running, percent);
  }

  function targetRow(target) {
    const percent = target.progressPercentage;
    return element("tr", {},
      element("td", {}, target.agent),
      element("td", {}, target.path),
      element("td", {}, element("span", { class: "status", "data-status": target.status }, strings.status[target.status] + (percent !== null && !isFinal(target.status) ? ` ${Math.floor(percent)} %` : ""))),
      element("td", { class: "right" }, (target.partial ? "≥ " : "") + count(target.filesProcessed)),
      element("td", { class: "right" }, (target.partial ? "≥ " : "") + bytes(target.bytesProcessed)),
      element("td", { class: "right" }, count(target.errors)));
  }

  /** Not every change: who listens wants to hear other things too. */
  function speak(running, percent) {
    if (!running) return;
    const now = Date.now();
    const step = percent === null ? 0 : Math.floor(percent / SPEAK_EVERY_PERCENT) * SPEAK_EVERY_PERCENT;
    if (step <= spoken.percent && now - spoken.at < SPEAK_EVERY_MS) return;
    spoken = { percent: step, at: now };
    say(announcer, percent === null ? strings.say.counting(count(scan.filesProcessed)) : strings.say.progress(Math.floor(percent)));
  }

  async function fetchWhole() {
    try {
      const whole = await api.scan(batch);
      if (ended) return;
      const first = scan === null;
      if (first || whole.sequence >= scan.sequence || isFinal(whole.status)) scan = { ...scan, ...whole };
      if (first) {
        layOut();
        tree.open(!isFinal(scan.status));
        stop = live.watch(batch, heard);
      }
      soon();
    } catch (e) {
      if (e.status === 404) gone();
      else {
        place.replaceChildren(element("p", { class: "problem", role: "alert" }, e.message));
        setTimeout(() => !ended && scan === null && fetchWhole(), 3000);
      }
    }
  }

  function heard(message) {
    if (message.type === "error") {
      gone();
      return;
    }
    const wasRunning = !isFinal(scan.status);
    scan = { ...scan, ...message };
    if (scan.startedAt === null) scan.startedAt = message.timestamp;
    soon();
    if (isFinal(message.status) && wasRunning) {
      say(announcer, strings.say.ended(message.status, count(message.filesProcessed)));
      fetchWhole();
      tree.finish();
    }
  }

  function gone() {
    ended = true;
    tree?.stop();
    place.replaceChildren(element("p", { class: "panel empty" }, strings.noSuchScan, " ", element("a", { href: "#/" }, strings.backToList)));
  }

  fetchWhole();
  const elapsed = setInterval(() => scan && !isFinal(scan.status) && soon(), 1000);
  return () => {
    ended = true;
    clearInterval(elapsed);
    stop();
    tree?.stop();
    document.title = "Scanfleet";
  };
}
