/** The file that is being looked at: both ends of its path, the whole to copy. */
import { strings } from "../words/strings.js";
import { element, put, say } from "./dom.js";
import { shortened } from "./words.js";

const words = strings.progress;
const COPIED_MS = 2000;
const LEAST = 12;

export class CurrentPath {
  /** @param {(text: string) => void} speak */
  constructor(speak) {
    this.path = "";
    this.room = 60;
    this.timer = 0;
    this.speak = speak;
    this.text = element("bdi", { class: "path", "data-testid": "current-file", part: "current-file" });
    this.ruler = element("span", { class: "ruler", "aria-hidden": "true" }, "0".repeat(20));
    this.button = element("button", { type: "button", class: "quiet", "aria-label": words.copyLabel, "data-testid": "copy", onclick: () => this.copy() }, words.copy);
    this.node = element("div", { class: "file" }, this.text, this.ruler, this.button);
    new ResizeObserver(() => requestAnimationFrame(() => this.measure())).observe(this.text);
  }

  measure() {
    const letter = this.ruler.getBoundingClientRect().width / 20;
    if (letter > 0) this.room = Math.max(LEAST, Math.floor(this.text.clientWidth / letter));
    this.paint(this.path);
  }

  /** @param {string | null} path */
  paint(path) {
    this.path = path ?? "";
    say(this.text, path ? shortened(path, this.room) : strings.noCurrent);
    put(this.text, "title", path || null);
    if (this.button.disabled === Boolean(path)) this.button.disabled = !path;
  }

  async copy() {
    const done = await copied(this.path, this.node);
    if (!done) return;
    say(this.button, words.copied);
    this.speak(words.copied);
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => say(this.button, words.copy), COPIED_MS);
  }
}

/** Where the page did not come over TLS, browsers have no clipboard but the old way. @param {string} text @param {HTMLElement} place */
async function copied(text, place) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const focused = /** @type {ShadowRoot} */ (place.getRootNode()).activeElement;
    const area = element("textarea", { class: "unseen", "aria-hidden": "true" });
    area.value = text;
    place.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    if (focused instanceof HTMLElement) focused.focus();
    return done;
  }
}
