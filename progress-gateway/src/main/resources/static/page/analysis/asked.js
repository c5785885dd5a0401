/**
 * What a view has asked of the gateway: the newest question only, asked again by itself when the gateway was busy or not
 * there, given up when the view is left.
 */
import { isAborted, messageOf, Problem } from "../../http/api.js";
import { strings } from "../../words/strings.js";

const AGAIN_MS = 3000;

/** Whether the same question may be answered a little later. @param {unknown} error */
export function isPassing(error) {
  return error instanceof Problem && (error.status === 0 || error.status === 503);
}

/** @param {unknown} error */
export function sentence(error) {
  return isPassing(error) ? `${messageOf(error)} ${strings.analysis.trying}` : messageOf(error);
}

/** @template T */
export class Asked {
  /** @param {import("lit").ReactiveControllerHost} host drawn anew whenever something comes */
  constructor(host) {
    this.host = host;
    /** @type {T | null} */
    this.answer = null;
    /** @type {unknown} */
    this.problem = null;
    this.busy = false;
    this.subject = "";
    this.detail = "";
    /** @type {(signal: AbortSignal) => Promise<T>} */
    this.question = () => Promise.reject(new Error("nothing asked"));
    this.abort = new AbortController();
    this.timer = 0;
    /** A view that was left may be drawn once more, and then asks nothing. */
    this.left = true;
    host.addController(this);
  }

  hostConnected() {
    this.left = false;
    this.host.requestUpdate();
  }

  hostDisconnected() {
    this.left = true;
    this.forget();
  }

  /** Asks nothing. */
  forget() {
    this.abort.abort();
    clearTimeout(this.timer);
    this.subject = "";
    this.answer = null;
    this.problem = null;
    this.busy = false;
  }

  /**
   * Asks, unless this is what was asked last. What was answered stays while only the detail is another one.
   * @param {string} subject @param {string} detail @param {(signal: AbortSignal) => Promise<T>} question
   */
  ask(subject, detail, question) {
    if (this.left || (subject === this.subject && detail === this.detail)) return;
    if (subject !== this.subject) this.answer = null;
    this.subject = subject;
    this.detail = detail;
    this.question = question;
    this.run();
  }

  /** Asks now. @param {(signal: AbortSignal) => Promise<T>} [question] by default the same once more */
  async run(question = this.question) {
    this.abort.abort();
    clearTimeout(this.timer);
    const abort = new AbortController();
    this.abort = abort;
    this.busy = true;
    this.host.requestUpdate();
    try {
      const answer = await question(abort.signal);
      if (abort.signal.aborted) return;
      this.answer = answer;
      this.problem = null;
    } catch (e) {
      if (abort.signal.aborted || isAborted(e)) return;
      this.problem = e;
      if (isPassing(e)) this.timer = window.setTimeout(() => this.run(question), AGAIN_MS);
    }
    this.busy = false;
    this.host.requestUpdate();
  }
}
