/** The gateway's HTTP interface. Every refusal becomes a Problem with the sentence that the gateway said. */
const BASE = "/api/v1";

export class Problem extends Error {
  /** @param {number} status 0 if the gateway could not be reached @param {{detail?: string, title?: string, field?: string}} body */
  constructor(status, body) {
    super(body.detail || body.title || `HTTP ${status}`);
    this.status = status;
    this.field = body.field || null;
  }
}

/** @param {string} path @param {RequestInit} [options] */
async function call(path, options = {}) {
  let response;
  try {
    response = await fetch(BASE + path, { cache: "no-store", ...options });
  } catch (e) {
    if (e instanceof DOMException && e.name === "AbortError") throw e;
    throw new Problem(0, { detail: "The gateway cannot be reached." });
  }
  const json = (response.headers.get("Content-Type") || "").includes("json");
  const body = json ? await response.json() : null;
  if (!response.ok) throw new Problem(response.status, body || {});
  return body;
}

const id = encodeURIComponent;

export const api = {
  scans: () => call("/scans").then((list) => list.scans),
  /** @param {string} batch */
  scan: (batch) => call(`/scans/${id(batch)}`),
  /** @param {string} batch @param {number} since @param {AbortSignal} signal */
  news: (batch, since, signal) => call(`/scans/${id(batch)}?since=${since}&wait=25`, { signal }),
  agents: () => call("/agents").then((list) => list.agents),
  /** @param {object} request */
  start: (request) =>
    call("/scans", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(request) }),
  /** @param {string} batch */
  cancel: (batch) => call(`/scans/${id(batch)}/cancel`, { method: "POST" }),
  /** @param {string} batch */
  remove: (batch) => call(`/scans/${id(batch)}`, { method: "DELETE" }),
  /** @param {string} batch @param {number} target @param {string} path percent-encoded already @param {{sort: string, order: string}} by @param {string|null} cursor @param {number} limit */
  tree: (batch, target, path, by, cursor, limit) =>
    call(
      `/scans/${id(batch)}/tree?target=${target}&path=${path}&sort=${by.sort}&order=${by.order}&limit=${limit}` +
        (cursor ? `&cursor=${id(cursor)}` : ""),
    ),
};
