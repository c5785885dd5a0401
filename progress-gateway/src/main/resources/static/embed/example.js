/** The example: which scan, the dialog, and a log of the events. */
import { Api } from "../http/api.js";

const EVENTS = ["scan-progress", "scan-completed", "scan-failed", "scan-cancelled", "scan-gone"];
const MOST_LINES = 200;

/** @template {HTMLElement} T @param {string} id @returns {T} */
const byId = (id) => /** @type {T} */ (document.getElementById(id));
const inline = byId("inline");
const modal = /** @type {HTMLElement & {show(): void}} */ (byId("modal"));
const log = byId("log");

for (const name of EVENTS) {
  document.addEventListener(name, (event) => {
    const { status, filesProcessed, progressPercentage } = /** @type {CustomEvent} */ (event).detail;
    const line = document.createElement("li");
    line.textContent = [/** @type {Element} */ (event.target).id, name, status, filesProcessed, progressPercentage].filter((part) => part !== undefined).join(" · ");
    log.append(line);
    if (log.children.length > MOST_LINES) log.firstChild?.remove();
    log.scrollTop = log.scrollHeight;
  });
}
byId("open").addEventListener("click", () => modal.show());

const asked = new URLSearchParams(location.search);
const theme = asked.get("theme") ?? "auto";
const batch = asked.get("batch") || (await new Api().scans(1))[0]?.batch_id || "";
/** @type {HTMLInputElement} */ (byId("batch")).value = batch;
/** @type {HTMLSelectElement} */ (byId("theme")).value = theme;
for (const element of [inline, modal]) {
  element.setAttribute("theme", theme);
  element.setAttribute("batch-id", batch);
}
