/**
 * All that the page knows, in one place. Views are derived from it: they read `store.state` and are drawn anew when what they
 * read has changed. Only the functions beside this file change it.
 *
 * @typedef {import("../route/route.js").Route} Route
 * @typedef {import("../../http/types.js").Scan} Scan
 * @typedef {import("../../http/types.js").Agent} Agent
 *
 * @typedef {object} State
 * @property {Route} route
 * @property {import("../../live/live.js").Connection} connection how news comes
 * @property {ReadonlyMap<string, Scan>} scans those that are known, by batch id; running ones are live
 * @property {readonly string[] | null} listed batch ids of the list, newest first; null until it came
 * @property {readonly Agent[] | null} agents null until they came
 * @property {boolean} brokerDown whether the gateway has said that it cannot reach its broker
 * @property {string | null} unreachable why the gateway does not answer; null if it does
 * @property {number} now Unix seconds, moved on every second for what tells how long ago something was
 * @property {readonly string[]} faults errors of the page's own scripts
 */

/** @template T */
export class Store {
  /** @param {T} first */
  constructor(first) {
    this.state = first;
    /** @type {Set<() => void>} */
    this.listeners = new Set();
  }

  /** Changes some of the state. @param {Partial<T>} changes */
  set(changes) {
    this.state = { ...this.state, ...changes };
    for (const listener of [...this.listeners]) listener();
  }

  /** Tells of every change until the returned function is called. @param {() => void} listener */
  subscribe(listener) {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }
}

/** Draws its host anew when what it selects from the state has changed. @template V */
export class Selected {
  /**
   * @param {import("lit").ReactiveControllerHost} host
   * @param {(state: State) => V} select compared by identity, or member by member if it gives an array
   */
  constructor(host, select) {
    this.host = host;
    this.select = select;
    /** @type {V} */
    this.value = select(store.state);
    this.stop = () => {};
    host.addController(this);
  }

  hostConnected() {
    this.look();
    this.stop = store.subscribe(() => this.look());
  }

  hostDisconnected() {
    this.stop();
  }

  look() {
    const next = this.select(store.state);
    if (same(this.value, next)) return;
    this.value = next;
    this.host.requestUpdate();
  }
}

/** @param {unknown} a @param {unknown} b */
function same(a, b) {
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, i) => item === b[i]);
  return a === b;
}

/** @type {Store<State>} */
export const store = new Store({
  route: { view: "dashboard", batch: "", tab: "", name: "", params: {} },
  connection: { state: "connecting", retryAt: 0, since: 0 },
  scans: new Map(),
  listed: null,
  agents: null,
  brokerDown: false,
  unreachable: null,
  now: Date.now() / 1000,
  faults: [],
});
