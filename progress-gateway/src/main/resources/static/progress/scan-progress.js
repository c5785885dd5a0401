/**
 * The element <scan-progress>: one scan, live, wherever it is put. It needs no library and takes nothing from the page around it
 * but its attributes: `batch-id`, `src` (the gateway's origin), `theme` (`dark`, `light` or `auto`) and `modal` (show() opens it).
 * News changes what is known; what is known is drawn at most once a frame.
 */
import { Api, messageOf, Problem } from "../http/api.js";
import { liveOf } from "../live/live.js";
import { isFinal } from "../live/status.js";
import { count } from "../words/format.js";
import { strings } from "../words/strings.js";
import { Announcer } from "./announcer.js";
import { Question } from "./cancelling.js";
import { element, put } from "./dom.js";
import { Knowledge } from "./knowledge.js";
import { Panel } from "./panel.js";
import { styles } from "./styles.js";
import { connectionWords, valueText } from "./words.js";

/** @typedef {import("./knowledge.js").Known} Known */
/** @typedef {import("../live/live.js").Live} Live */

const words = strings.progress;
const HOME = new URL(import.meta.url).origin;
const TELL_EVERY = 250;
const AGAIN = 3000;

/** Whether news can come. @param {import("../live/live.js").Connection} connection */
function isInformed({ state }) {
  return state === "live" || state === "polling";
}

export class ScanProgress extends HTMLElement {
  static observedAttributes = ["batch-id", "src", "modal"];

  constructor() {
    super();
    const root = this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [styles];
    this.announcer = new Announcer();
    this.question = new Question(() => this.cancel());
    this.panel = new Panel({
      cancel: () => this.cancelling || this.question.dialog.showModal(),
      retry: () => this.live?.now(),
      close: () => this.close(),
      speak: (text) => this.announcer.tell(text),
    });
    /** @type {HTMLElement} */
    this.frame = element("section");
    this.draw = () => this.paint();
    this.connected = () => this.connectionChanged();
    this.asked = 0;
    this.ticking = 0;
    /** Ends what has begun with a batch. @type {AbortController | null} */
    this.run = null;
    /** @type {Live | null} */
    this.live = null;
    this.api = new Api();
    this.known = new Knowledge();
    this.notice = "";
    this.problem = "";
    this.cancelling = false;
    this.toldAt = 0;
    this.telling = 0;
    this.lost = false;
  }

  get batchId() {
    return this.getAttribute("batch-id") ?? "";
  }

  set batchId(value) {
    put(this, "batch-id", value);
  }

  /** The gateway's origin; empty for that of the page. */
  get gateway() {
    const origin = new URL(this.getAttribute("src") || HOME, document.baseURI).origin;
    return origin === location.origin ? "" : origin;
  }

  connectedCallback() {
    this.arrange();
    this.begin();
  }

  disconnectedCallback() {
    this.end();
  }

  /** @param {string} name @param {string | null} before @param {string | null} value */
  attributeChangedCallback(name, before, value) {
    if (!this.isConnected || before === value) return;
    if (name === "modal") this.arrange();
    else this.begin();
  }

  /** Opens the dialog, if it is one. */
  show() {
    if (!(this.frame instanceof HTMLDialogElement) || this.frame.open) return;
    this.frame.showModal();
    this.soon();
  }

  close() {
    if (this.frame instanceof HTMLDialogElement) this.frame.close();
  }

  /** Puts the panel in place, or in a dialog. */
  arrange() {
    const modal = this.hasAttribute("modal");
    this.frame.remove();
    this.frame = element(modal ? "dialog" : "section", { class: "frame", "aria-labelledby": "title", tabindex: -1 },
      this.panel.node, this.question.dialog, this.announcer.polite, this.announcer.urgent);
    this.panel.close.hidden = !modal;
    this.frame.addEventListener("close", () => this.dispatchEvent(new Event("close")));
    this.shadowRoot?.append(this.frame);
    this.soon();
  }

  /** Follows the batch that the attributes name. */
  begin() {
    this.end();
    this.known = new Knowledge();
    this.problem = "";
    this.cancelling = false;
    this.toldAt = 0;
    this.panel.forget();
    this.announcer.forget();
    const batch = this.batchId;
    this.notice = batch ? words.loading : words.noBatch;
    this.soon();
    if (!batch) return;
    const run = new AbortController();
    this.run = run;
    this.api = new Api(this.gateway);
    const live = liveOf(this.gateway);
    this.live = live;
    live.addEventListener("connection", this.connected, { signal: run.signal });
    const stop = live.watch(batch, (message) => this.heard(message, true));
    run.signal.addEventListener("abort", stop);
    this.ticking = window.setInterval(this.draw, 1000);
    this.load(run.signal);
  }

  end() {
    this.run?.abort();
    this.run = null;
    clearInterval(this.ticking);
    clearTimeout(this.telling);
    this.telling = 0;
    cancelAnimationFrame(this.asked);
    this.asked = 0;
  }

  /** Fetches what news does not tell. @param {AbortSignal} signal */
  async load(signal) {
    try {
      const whole = await this.api.call(`/scans/${encodeURIComponent(this.batchId)}`, { signal });
      if (!signal.aborted) this.heard(whole, false);
    } catch (e) {
      if (signal.aborted) return;
      const status = e instanceof Problem ? e.status : 0;
      if (status === 400 || status === 404) this.heard({ type: "error", code: "unknown_batch" }, false);
      else if (status === 401 || status === 403) this.heard({ type: "error", code: "not_allowed" }, false);
      else setTimeout(() => !signal.aborted && this.load(signal), AGAIN);
    }
  }

  /** @param {any} message of the socket or the answer of HTTP @param {boolean} news whether it was told as it happened */
  heard(message, news) {
    if (message.type === "error") {
      this.gone(message.code === "not_allowed" ? strings.notAllowed : strings.noSuchScan);
      return;
    }
    const now = Date.now();
    const wasKnown = this.known.scan !== null;
    const newer = this.known.take(message, news, now);
    const scan = /** @type {Known} */ (this.known.scan);
    if (newer) {
      this.tell();
      if (isFinal(scan.status)) this.ended(scan, wasKnown);
    }
    this.soon();
  }

  /** @param {Known} scan @param {boolean} watched whether it was seen running */
  ended(scan, watched) {
    this.cancelling = false;
    clearInterval(this.ticking);
    if (watched) this.announcer.tell(words.ended[scan.status](strings.files(count(scan.filesProcessed))), scan.status === "failed");
    if (!scan.finishedAt && this.run) this.load(this.run.signal);
    this.event(`scan-${scan.status}`, scan);
  }

  /** @param {string} why */
  gone(why) {
    this.end();
    this.known = new Knowledge();
    this.notice = why;
    this.soon();
    this.event("scan-gone", { batch_id: this.batchId });
  }

  /** Tells the page around, now and then, and of the newest. */
  tell() {
    const { scan } = this.known;
    if (!scan) return;
    const wait = isFinal(scan.status) ? 0 : this.toldAt + TELL_EVERY - Date.now();
    if (wait > 0) {
      if (this.telling === 0) this.telling = window.setTimeout(() => this.tell(), wait);
      return;
    }
    clearTimeout(this.telling);
    this.telling = 0;
    this.toldAt = Date.now();
    this.event("scan-progress", scan);
  }

  /** @param {string} name @param {object} detail */
  event(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }

  async cancel() {
    const { run } = this;
    this.cancelling = true;
    this.problem = "";
    this.soon();
    try {
      await this.api.cancel(this.batchId);
    } catch (e) {
      if (run !== this.run) return;
      this.cancelling = false;
      this.problem = messageOf(e);
      this.soon();
    }
  }

  connectionChanged() {
    const connection = this.live?.connection;
    if (!connection || !this.known.isRunning()) return this.soon();
    const lost = connection.state === "offline" || (this.lost && !isInformed(connection));
    if (lost !== this.lost) this.announcer.tell(connectionWords(connection));
    this.lost = lost;
    this.soon();
  }

  /** Draws in the next frame. */
  soon() {
    if (this.asked === 0 && this.isDrawn()) this.asked = requestAnimationFrame(this.draw);
  }

  isDrawn() {
    return this.isConnected && !(this.frame instanceof HTMLDialogElement && !this.frame.open);
  }

  paint() {
    this.asked = 0;
    if (!this.isDrawn() || document.visibilityState === "hidden") return;
    const { scan } = this.known;
    const now = Date.now();
    const connection = this.live?.connection ?? { state: /** @type {const} */ ("connecting"), retryAt: 0, since: 0 };
    const numbers = this.known.numbers(now, isInformed(connection));
    const focused = this.shadowRoot?.activeElement;
    this.panel.paint({ scan, connection, now, notice: this.notice, problem: this.problem, cancelling: this.cancelling, ...numbers });
    if (scan && !isFinal(scan.status)) this.announcer.progress(numbers.percent, valueText(scan, numbers.percent, numbers.percent === null), now);
    // Whoever was at a button that has gone stays here.
    if (focused && !focused.checkVisibility()) this.frame.focus({ preventScroll: true });
  }
}

if (!customElements.get("scan-progress")) customElements.define("scan-progress", ScanProgress);
