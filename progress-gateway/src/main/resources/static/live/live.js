/**
 * News of batches from one gateway: over one WebSocket while that can be had, by polling while it cannot, and back. What comes
 * is told to whoever asked, newest only; a final state always is, whichever way it comes. The socket is tried again after a time
 * of its own, and at once when the tab becomes visible, the network returns or the computer wakes up.
 *
 * @typedef {"connecting" | "live" | "waiting" | "polling" | "offline"} ConnectionState
 * @typedef {object} Connection
 * @property {ConnectionState} state
 * @property {number} retryAt when the socket is tried again, in Unix milliseconds; 0 if that is not waited for
 * @property {number} since when the gateway was heard last, in Unix milliseconds, if it is offline; else 0
 *
 * @typedef {import("../http/types.js").ProgressMessage | import("../http/types.js").SocketError} Message
 * @typedef {(message: any) => void} Listener takes a Message
 * @typedef {{listeners: Set<Listener>, sequence: number, ended: boolean, last: Message | null, toldAt: number, timer: number}} Watched
 */
import { Api } from "../http/api.js";
import { Backoff } from "./backoff.js";
import { Polling } from "./polling.js";
import { Silence } from "./silence.js";
import { isFinal } from "./status.js";

const BEAT = 1000;
/** Beats so far apart: the computer slept. */
const ASLEEP = 5000;
/** A socket that is so long in coming: something in between may hold it up. */
const SLOW_TO_OPEN = 5000;
const NEVER_OPENS = 20_000;
const POLL_AFTER_FAILURES = 2;
/** Nobody reads faster; of what comes in between the newest is told. */
const TELL_EVERY = 200;
const LONGEST_TOLD = 60_000;
/** The gateway has no database at the moment. */
const ASK_AGAIN = 3000;
/** On another site's page: how long a connection is kept that nobody uses. */
const REST_AFTER = 15_000;

/** What the other end says about a batch that is not there. @type {ReadonlySet<string>} */
const ENDING = new Set(["unknown_batch", "bad_batch_id", "not_allowed"]);

/** @param {string} origin */
function socketAddress(origin) {
  const address = new URL("/ws/progress", origin || location.href);
  address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
  return address.href;
}

export class Live extends EventTarget {
  /** @param {string} [origin] of the gateway; empty for the page's own */
  constructor(origin = "") {
    super();
    this.origin = origin;
    /** @type {Map<string, Watched>} */
    this.batches = new Map();
    this.backoff = new Backoff();
    this.silence = new Silence();
    this.polling = new Polling(new Api(origin), () => this.wanted(), (message) => this.heard(message), () => this.polled());
    /** @type {WebSocket | null} */
    this.socket = null;
    this.begunAt = 0;
    this.openedAt = 0;
    this.everOpened = false;
    this.heardAt = Date.now();
    this.retryAt = 0;
    this.retryTimer = 0;
    this.beatTimer = 0;
    this.beatAt = 0;
    this.neededAt = 0;
    this.toldOf = "";
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.check());
    addEventListener("online", () => this.check());
    addEventListener("offline", () => this.check());
    if (!origin) this.wake();
  }

  /** Tells of a batch until the returned function is called. @param {string} batch @param {Listener} listener */
  watch(batch, listener) {
    const known = this.batches.get(batch) ?? { listeners: new Set(), sequence: -1, ended: false, last: null, toldAt: 0, timer: 0 };
    known.listeners.add(listener);
    if (!this.batches.has(batch)) {
      this.batches.set(batch, known);
      this.wake();
      this.subscribe(batch);
    } else if (known.last) {
      queueMicrotask(() => known.listeners.has(listener) && listener(known.last));
    }
    return () => {
      known.listeners.delete(listener);
      if (known.listeners.size > 0 || this.batches.get(batch) !== known) return;
      this.batches.delete(batch);
      clearTimeout(known.timer);
      this.polling.loops.get(batch)?.abort();
      this.polling.loops.delete(batch);
      this.send({ type: "unsubscribe", batch_id: batch });
    };
  }

  /** @returns {Connection} */
  get connection() {
    const { answered } = this.polling;
    /** @type {ConnectionState} */
    const state = this.isOpen() ? "live"
      : answered ? "polling"
      : answered === false ? "offline"
      : this.retryAt > 0 ? "waiting"
      : "connecting";
    return { state, retryAt: this.retryAt, since: state === "offline" ? this.heardAt : 0 };
  }

  /** Tries at once instead of at the next turn. */
  now() {
    if (!this.isOpen() && this.beatTimer !== 0) this.anew();
  }

  anew() {
    this.connect();
    this.polling.again();
  }

  /** Finds out whether what one believes of the connection still holds. */
  check() {
    if (!this.isOpen()) {
      this.now();
      return;
    }
    this.silence.hurry(Date.now());
    this.send({ type: "ping" });
    if (document.visibilityState === "visible") this.polling.once();
  }

  /** Batches that have not ended, and what is known of them. */
  wanted() {
    return new Map([...this.batches].filter(([, known]) => !known.ended).map(([batch, known]) => [batch, known.sequence]));
  }

  isOpen() {
    return this.socket?.readyState === WebSocket.OPEN;
  }

  wake() {
    this.neededAt = Date.now();
    if (this.beatTimer !== 0) return;
    this.beatAt = Date.now();
    this.beatTimer = window.setInterval(() => this.beat(), BEAT);
    this.connect();
  }

  /** Nobody needs it: the gateway need not keep it. */
  rest() {
    clearInterval(this.beatTimer);
    clearTimeout(this.retryTimer);
    this.beatTimer = this.retryAt = 0;
    const socket = this.socket;
    this.socket = null;
    socket?.close();
    this.polling.stop();
    this.tell();
  }

  connect() {
    clearTimeout(this.retryTimer);
    this.retryAt = 0;
    const before = this.socket;
    this.socket = null;
    before?.close();
    this.begunAt = Date.now();
    this.openedAt = 0;
    const socket = new WebSocket(socketAddress(this.origin));
    this.socket = socket;
    socket.addEventListener("open", () => this.socket === socket && this.opened());
    socket.addEventListener("message", (event) => {
      if (this.socket !== socket) return;
      this.heardAt = Date.now();
      this.silence.heard(this.heardAt);
      this.heard(JSON.parse(event.data));
    });
    socket.addEventListener("close", (event) => this.socket === socket && this.lost(event));
    this.tell();
  }

  opened() {
    this.everOpened = true;
    this.openedAt = this.heardAt = Date.now();
    this.silence.heard(this.openedAt);
    this.polling.stop();
    for (const batch of this.wanted().keys()) this.subscribe(batch);
    this.tell();
  }

  /** The socket has gone, or is given up. @param {CloseEvent} [event] */
  lost(event) {
    const socket = this.socket;
    this.socket = null;
    socket?.close();
    const pause = this.backoff.failed(this.openedAt > 0 ? Date.now() - this.openedAt : 0);
    // A gateway that stops says when to come back, so that its browsers do not all return at once.
    const told = event?.code === 1012 ? /^retry_ms=(\d{1,9})$/.exec(event.reason) : null;
    const wait = told ? Math.min(LONGEST_TOLD, Number(told[1])) : pause;
    this.retryAt = Date.now() + wait;
    clearTimeout(this.retryTimer);
    this.retryTimer = window.setTimeout(() => this.connect(), wait);
    if (!this.everOpened || this.backoff.failures >= POLL_AFTER_FAILURES) this.polling.start();
    this.tell();
  }

  beat() {
    const now = Date.now();
    const slept = now - this.beatAt > ASLEEP;
    this.beatAt = now;
    if (!this.origin || this.wanted().size > 0) this.neededAt = now;
    if (now - this.neededAt > REST_AFTER) this.rest();
    else if (slept) this.woken();
    else if (this.isOpen()) this.listen(now);
    else if (this.socket && now - this.begunAt > NEVER_OPENS) this.lost();
    else if (this.socket && now - this.begunAt > SLOW_TO_OPEN) this.polling.start();
  }

  /** A connection from before the sleep has probably died without a word. Beats of hidden tabs are far apart, though. */
  woken() {
    if (document.visibilityState === "hidden") this.check();
    else this.anew();
  }

  /** @param {number} now */
  listen(now) {
    const todo = this.silence.look(now);
    if (todo === "ask") this.send({ type: "ping" });
    else if (todo === "lost") this.lost();
  }

  /** @param {string} batch */
  subscribe(batch) {
    if (!this.wanted().has(batch)) return;
    if (this.isOpen()) this.send({ type: "subscribe", batch_id: batch });
    else if (this.polling.on) this.polling.start();
  }

  /** @param {object} message */
  send(message) {
    if (this.isOpen()) this.socket?.send(JSON.stringify(message));
  }

  /** A question was answered, or not. */
  polled() {
    if (this.polling.answered) this.heardAt = Date.now();
    this.tell();
  }

  /** @param {any} message */
  heard(message) {
    const known = this.batches.get(message.batch_id);
    if (!known || known.ended) return;
    if (message.type === "progress") {
      const final = isFinal(message.status);
      if (message.sequence <= known.sequence && !final) return;
      known.sequence = message.sequence;
      known.ended = final;
    } else if (ENDING.has(message.code)) {
      known.ended = true;
    } else {
      if (message.code === "unavailable") setTimeout(() => this.subscribe(message.batch_id), ASK_AGAIN);
      return;
    }
    known.last = message;
    const wait = known.ended ? 0 : known.toldAt + TELL_EVERY - Date.now();
    if (wait <= 0) this.deliver(known);
    else if (known.timer === 0) known.timer = window.setTimeout(() => this.deliver(known), wait);
  }

  /** @param {Watched} known */
  deliver(known) {
    clearTimeout(known.timer);
    known.timer = 0;
    known.toldAt = Date.now();
    for (const listener of [...known.listeners]) {
      try {
        listener(known.last);
      } catch (e) {
        reportError(e);
      }
    }
  }

  /** Tells of the connection if it has changed. */
  tell() {
    const { state, retryAt, since } = this.connection;
    const now = `${state} ${retryAt} ${since}`;
    if (now === this.toldOf) return;
    this.toldOf = now;
    this.dispatchEvent(new Event("connection"));
  }
}

/** @type {Map<string, Live>} */
const shared = new Map();

/** The one connection to a gateway that all on a page share. @param {string} [origin] such as `https://scanfleet.studio.example` */
export function liveOf(origin = "") {
  const key = origin === location.origin ? "" : origin;
  const live = shared.get(key) ?? new Live(key);
  shared.set(key, live);
  return live;
}
