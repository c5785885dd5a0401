/**
 * The gateway's HTTP interface. Every refusal becomes a Problem with the sentence that the gateway said. Paths below a target
 * are percent-encoded already wherever they are taken: a name need not be UTF-8.
 *
 * @typedef {import("./types.js").Scan} Scan
 * @typedef {import("./types.js").Agent} Agent
 * @typedef {import("./types.js").Directory} Directory
 * @typedef {import("./types.js").PastScan} PastScan
 * @typedef {import("./types.js").ScannedRoot} ScannedRoot
 * @typedef {Record<string, string | number | boolean | null | undefined>} Query values that are null or undefined are left out
 */
import { strings } from "../words/strings.js";

/** Parameters that are percent-encoded already. @type {ReadonlySet<string>} */
const RAW = new Set(["path", "sequence", "from"]);
const AGAIN_MS = 250;

export class Problem extends Error {
  /**
   * @param {number} status 0 if the gateway could not be reached
   * @param {{detail?: string, title?: string, field?: string, type?: string}} body
   */
  constructor(status, body) {
    super(body.detail || body.title || strings.refused(status));
    this.status = status;
    this.field = body.field ?? null;
    this.type = body.type ?? null;
  }
}

/** Whether it only says that nobody wants the answer any more. @param {unknown} error */
export function isAborted(error) {
  return error instanceof DOMException && error.name === "AbortError";
}

/** @param {unknown} error @returns {string} */
export function messageOf(error) {
  return error instanceof Error ? error.message : String(error);
}

/** @param {Query} query */
export function queryString(query) {
  return Object.entries(query)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([name, value]) => `${name}=${RAW.has(name) ? value : encodeURIComponent(String(value))}`)
    .join("&");
}

/**
 * What only reads is asked for once more: a browser breaks off all that is on its way when a network comes or goes, even another
 * one than that to the gateway.
 * @param {string} address @param {RequestInit} options
 */
async function fetched(address, options) {
  try {
    return await fetch(address, options);
  } catch (e) {
    if (isAborted(e) || options.method) throw e;
    await new Promise((wait) => setTimeout(wait, AGAIN_MS));
    return fetch(address, options);
  }
}

/** One gateway, by default that from which the page came. */
export class Api {
  /** @param {string} [origin] such as `https://scanfleet.studio.example`; empty for the page's own */
  constructor(origin = "") {
    this.base = `${origin}/api/v1`;
  }

  /**
   * @param {string} path @param {RequestInit} [options]
   * @returns {Promise<any>} what was answered; null if nothing was
   */
  async call(path, options = {}) {
    let response;
    try {
      response = await fetched(this.base + path, { cache: "no-cache", ...options });
    } catch (e) {
      if (isAborted(e)) throw e;
      throw new Problem(0, { detail: strings.unreachable });
    }
    const json = (response.headers.get("Content-Type") || "").includes("json");
    const body = json ? await response.json() : null;
    if (!response.ok) throw new Problem(response.status, body || {});
    return body;
  }

  /** @param {number} [limit] @returns {Promise<Scan[]>} newest first */
  async scans(limit = 100) {
    return (await this.call(`/scans?limit=${limit}`)).scans;
  }

  /** @param {string} batch @returns {Promise<Scan>} */
  scan(batch) {
    return this.call(`/scans/${encodeURIComponent(batch)}`);
  }

  /**
   * Waits for something newer than what is known.
   * @param {string} batch @param {number} since @param {AbortSignal} signal @param {number} wait seconds at most @returns {Promise<Scan>}
   */
  news(batch, since, signal, wait) {
    return this.call(`/scans/${encodeURIComponent(batch)}?since=${since}&wait=${wait}`, { signal });
  }

  /** @returns {Promise<Agent[]>} by name */
  async agents() {
    return (await this.call("/agents")).agents;
  }

  /**
   * @param {{targets: {agent: string, path: string}[], exclude?: string[], label?: string | null, crossMounts?: boolean}} request
   * @returns {Promise<Scan>}
   */
  start(request) {
    return this.call("/scans", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(request),
    });
  }

  /** @param {string} batch */
  cancel(batch) {
    return this.call(`/scans/${encodeURIComponent(batch)}/cancel`, { method: "POST" });
  }

  /** @param {string} batch */
  remove(batch) {
    return this.call(`/scans/${encodeURIComponent(batch)}`, { method: "DELETE" });
  }

  /** @param {string} batch @param {Query} query @param {AbortSignal} [signal] @returns {Promise<Directory>} */
  tree(batch, query, signal) {
    return this.call(`/scans/${encodeURIComponent(batch)}/tree?${queryString(query)}`, { signal });
  }

  /** @param {string} batch @param {Query} query @param {AbortSignal} [signal] */
  search(batch, query, signal) {
    return this.call(`/scans/${encodeURIComponent(batch)}/search?${queryString(query)}`, { signal });
  }

  /** @param {string} batch @param {string} name @param {Query} query @param {AbortSignal} [signal] */
  report(batch, name, query, signal) {
    return this.call(`/scans/${encodeURIComponent(batch)}/reports/${name}?${queryString(query)}`, { signal });
  }

  /** @param {string} batch @param {Query} query @param {AbortSignal} [signal] */
  compare(batch, query, signal) {
    return this.call(`/scans/${encodeURIComponent(batch)}/compare?${queryString(query)}`, { signal });
  }

  /** Where a tree can be had as a file. @param {string} batch @param {Query} query */
  exportAddress(batch, query) {
    return `${this.base}/scans/${encodeURIComponent(batch)}/export?${queryString(query)}`;
  }

  /** @returns {Promise<ScannedRoot[]>} those scanned last first */
  async roots() {
    return (await this.call("/roots?limit=100")).roots;
  }

  /**
   * @param {string} agent @param {string} path absolute, as text @param {AbortSignal} [signal]
   * @param {string | null} [before] what `nextBefore` was
   * @returns {Promise<{agent: string, path: string, scans: PastScan[], nextBefore: string | null}>} oldest first
   */
  history(agent, path, signal, before = null) {
    return this.call(`/roots/history?${queryString({ agent, path: encodeURIComponent(path), limit: 100, before })}`, { signal });
  }
}

/** The gateway that this page came from. */
export const api = new Api();
