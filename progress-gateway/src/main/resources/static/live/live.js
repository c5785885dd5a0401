/**
 * News of batches: over one WebSocket while that can be had, by long polling while it cannot. Whatever comes is told to
 * whoever asked, newest only; a final state always is. Reconnects with full jitter, at once when the tab becomes visible
 * or the network returns; a socket on which nothing is heard for 30 seconds counts as lost.
 */
import { api, Problem } from "../http/api.js";
import { isFinal } from "./status.js";

const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 20_000;
const PING_EVERY = 10_000;
const SILENCE = 30_000;
const POLL_AFTER_FAILURES = 3;
/** @typedef {{state: "connecting" | "live" | "waiting" | "polling" | "offline", retryAt: number, since: number}} Connection times in Unix milliseconds */

export class Live extends EventTarget {
  constructor(origin = "") {
    super();
    /** @type {Map<string, {listeners: Set<Function>, sequence: number, ended: boolean, poll: AbortController|null}>} */
    this.batches = new Map();
    this.failures = 0;
    this.socket = null;
    this.state = "connecting";
    this.retryAt = 0;
    this.timer = 0;
    this.lastHeard = 0;
    setInterval(() => this.beat(), 1000);
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.now());
    addEventListener("online", () => this.now());
    this.connect();
  }

  /** Tells of a batch until the returned function is called. @param {string} batch @param {(message: any) => void} listener */
  watch(batch, listener) {
    let known = this.batches.get(batch);
    if (!known) {
      known = { listeners: new Set(), sequence: -1, ended: false, poll: null };
      this.batches.set(batch, known);
      this.subscribe(batch);
    }
    known.listeners.add(listener);
    return () => {
      known.listeners.delete(listener);
      if (known.listeners.size === 0 && this.batches.get(batch) === known) {
        this.batches.delete(batch);
        known.poll?.abort();
        this.send({ type: "unsubscribe", batch_id: batch });
      }
    };
  }

  /** Connects at once instead of at the next turn. */
  now() {
    if (!this.socket) {
      clearTimeout(this.timer);
      this.connect();
    }
  }

  connect() {
    this.retryAt = 0;
    this.tell(this.failures >= POLL_AFTER_FAILURES ? "polling" : "connecting");
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    const socket = new WebSocket(`${scheme}//${location.host}/ws/progress`);
    this.socket = socket;
    let opened = 0;
    this.lastHeard = Date.now();
    socket.addEventListener("open", () => {
      opened = Date.now();
      this.lastHeard = opened;
      this.tell("live");
      for (const [batch, known] of this.batches) {
        known.poll?.abort();
        known.poll = null;
        this.subscribe(batch);
      }
    });
    socket.addEventListener("message", (event) => {
      this.lastHeard = Date.now();
      this.heard(JSON.parse(event.data));
    });
    socket.addEventListener("close", (event) => {
      if (this.socket !== socket) return;
      this.socket = null;
      // A connection that lived a while was a good one: begin again with short pauses.
      this.failures = opened && Date.now() - opened > 10_000 ? 1 : this.failures + 1;
      // A gateway that stops says when to come back, so that its browsers do not all return at once.
      const told = event.code === 1012 ? Number(/^retry_ms=(\d{1,6})$/.exec(event.reason)?.[1] ?? 0) : 0;
      const jitter = Math.random() * Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** this.failures);
      const pause = told ? Math.min(LONGEST_PAUSE, told) : FIRST_PAUSE + jitter;
      this.retryAt = Date.now() + pause;
      this.timer = setTimeout(() => this.connect(), pause);
      this.tell(this.failures >= POLL_AFTER_FAILURES ? "polling" : "waiting");
      if (this.failures >= POLL_AFTER_FAILURES) this.pollAll();
    });
  }

  beat() {
    if (this.state === "waiting") this.tell("waiting");
    if (this.socket?.readyState !== WebSocket.OPEN) return;
    const silent = Date.now() - this.lastHeard;
    if (silent > SILENCE) this.socket.close();
    else if (silent > PING_EVERY) this.send({ type: "ping" });
  }

  /** @param {string} batch */
  subscribe(batch) {
    if (this.batches.get(batch)?.ended) return;
    if (this.socket?.readyState === WebSocket.OPEN) this.send({ type: "subscribe", batch_id: batch });
    else if (this.state === "polling") this.poll(batch);
  }

  /** @param {object} message */
  send(message) {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(message));
  }

  pollAll() {
    for (const batch of this.batches.keys()) this.poll(batch);
  }

  /** @param {string} batch */
  async poll(batch) {
    const known = this.batches.get(batch);
    if (!known || known.poll || known.ended) return;
    const abort = new AbortController();
    known.poll = abort;
    while (!abort.signal.aborted && !known.ended) {
      try {
        this.heard(await api.news(batch, known.sequence, abort.signal));
      } catch (e) {
        if (e instanceof Problem && e.status === 404) {
          this.heard({ type: "error", code: "unknown_batch", batch_id: batch });
          break;
        }
        await new Promise((resolve) => setTimeout(resolve, 2000));
      }
    }
    if (known.poll === abort) known.poll = null;
  }

  /** @param {any} message */
  heard(message) {
    const known = this.batches.get(message.batch_id);
    if (!known) return;
    if (message.type === "progress") {
      const final = isFinal(message.status);
      if (known.ended || (message.sequence <= known.sequence && !final)) return;
      known.sequence = message.sequence;
      known.ended = final;
    } else if (message.code === "unknown_batch") {
      known.ended = true;
    }
    for (const listener of known.listeners) listener(message);
  }

  /** @param {string} state */
  tell(state) {
    this.state = state;
    this.dispatchEvent(new Event("connection"));
  }

  /** @returns {Connection} */
  get connection() {
    return { state: this.state, retryAt: this.retryAt, since: 0 };
  }
}

const shared = new Map();

/** The one connection to a gateway that all on a page share. @param {string} [origin] */
export function liveOf(origin = "") {
  if (!shared.has(origin)) shared.set(origin, new Live(origin));
  return shared.get(origin);
}
