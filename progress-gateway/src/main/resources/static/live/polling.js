/**
 * News by asking for it, for when there is no socket. Each batch has a question of its own that waits at the gateway until there
 * is something new; where more than a few would wait, which browsers do not allow, they are asked for every two seconds instead.
 * With no batch to ask for, whether the gateway answers at all is looked for.
 */
import { Problem } from "../http/api.js";
import { Backoff } from "./backoff.js";

const MOST_WAITING = 3;
const WAIT_SECONDS = 25;
const PAUSE = 2000;
/** A question that nobody answers. */
const GIVE_UP = 30_000;

/** @param {number} ms @param {AbortSignal} signal @returns {Promise<void>} */
function pause(ms, signal) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => (clearTimeout(timer), resolve()), { once: true });
  });
}

export class Polling {
  /**
   * @param {import("../http/api.js").Api} api
   * @param {() => Map<string, number>} wanted batches that have not ended, and the sequence known of each
   * @param {(message: any) => void} heard
   * @param {(answered: boolean) => void} told after each question
   */
  constructor(api, wanted, heard, told) {
    this.api = api;
    this.wanted = wanted;
    this.heard = heard;
    this.told = told;
    this.on = false;
    /** Whether the last question was answered; null if none was asked yet. @type {boolean | null} */
    this.answered = null;
    /** @type {Map<string, AbortController>} */
    this.loops = new Map();
  }

  /** Asks for all that is wanted and not asked for yet. */
  start() {
    this.on = true;
    const wanted = this.wanted();
    for (const batch of wanted.size > 0 ? wanted.keys() : [""]) {
      if (!this.loops.has(batch)) this.loop(batch);
    }
  }

  stop() {
    this.on = false;
    this.answered = null;
    this.abort();
  }

  /** Asks at once instead of at the next turn. */
  again() {
    if (!this.on) return;
    this.abort();
    this.start();
  }

  /** Asks for the state of each once, whichever way news comes otherwise. */
  once() {
    for (const [batch, sequence] of this.wanted()) {
      this.api.news(batch, sequence, AbortSignal.timeout(GIVE_UP), 0).then(this.heard, () => {});
    }
  }

  abort() {
    for (const loop of this.loops.values()) loop.abort();
    this.loops.clear();
  }

  /** @param {string} batch empty to look only whether there is an answer */
  async loop(batch) {
    const own = new AbortController();
    const backoff = new Backoff();
    this.loops.set(batch, own);
    let first = true;
    while (!own.signal.aborted) {
      const wanted = this.wanted();
      if (batch ? !wanted.has(batch) : wanted.size > 0) break;
      const wait = first || !batch || wanted.size > MOST_WAITING ? 0 : WAIT_SECONDS;
      let rest = first ? 0 : PAUSE;
      try {
        const signal = AbortSignal.any([own.signal, AbortSignal.timeout(GIVE_UP)]);
        if (batch) this.heard(await this.api.news(batch, wanted.get(batch) ?? -1, signal, wait));
        else await this.api.call("/scans?limit=1", { signal });
        if (own.signal.aborted) break;
        if (wait > 0) rest = 0;
        backoff.failures = 0;
        first = false;
        this.tell(true);
      } catch (e) {
        if (own.signal.aborted) break;
        if (e instanceof Problem && e.status >= 400 && e.status < 500) {
          this.tell(true);
          const refused = e.status === 401 || e.status === 403;
          this.heard({ type: "error", code: refused ? "not_allowed" : "unknown_batch", message: e.message, batch_id: batch });
          break;
        }
        this.tell(false);
        rest = backoff.failed();
      }
      if (rest > 0) await pause(rest, own.signal);
    }
    if (this.loops.get(batch) !== own) return;
    this.loops.delete(batch);
    if (batch && this.on) this.start();
  }

  /** @param {boolean} answered */
  tell(answered) {
    this.answered = answered;
    this.told(answered);
  }
}
