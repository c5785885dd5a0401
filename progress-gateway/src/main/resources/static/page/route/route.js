/**
 * What the address says, and addresses for what there is to see. Everything a view depends on stands in the part after the
 * hash, so that a link shows the same to whoever opens it, and back and forward work.
 *
 * `#/` · `#/scans/ID` · `#/scans/ID/search?q=*.exr` · `#/scans/ID/reports/ages` · `#/scans/ID/compare?with=ID` ·
 * `#/roots?agent=nas-01&path=%2Fvol%2Fshow`
 *
 * Parameters are strings. `path` stays percent-encoded, as the gateway takes it: a name need not be UTF-8.
 */

/**
 * @typedef {object} Route
 * @property {"dashboard" | "scan" | "root" | "unknown"} view
 * @property {string} batch the scan; empty where the view is of none
 * @property {string} tab of a scan: `tree`, `search`, `reports` or `compare`
 * @property {string} name of a report
 * @property {Readonly<Record<string, string>>} params
 */

/** @type {ReadonlySet<string>} */
const TABS = new Set(["tree", "search", "reports", "compare"]);

/** Parameters whose value is percent-encoded bytes. @type {ReadonlySet<string>} */
const RAW = new Set(["path", "sequence"]);

/** @param {string} text */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** @param {string} query @returns {Record<string, string>} */
function paramsOf(query) {
  /** @type {Record<string, string>} */
  const params = {};
  for (const pair of query.split("&").filter(Boolean)) {
    const at = pair.indexOf("=");
    const name = decoded(at < 0 ? pair : pair.slice(0, at));
    const value = at < 0 ? "" : pair.slice(at + 1);
    params[name] = RAW.has(name) ? value : decoded(value);
  }
  return params;
}

/** @param {string} hash with or without its `#` @returns {Route} */
export function parse(hash) {
  const [place, query = ""] = hash.replace(/^#/, "").split(/\?(.*)/s);
  const parts = place.split("/").filter(Boolean).map(decoded);
  /** @type {Route} */
  const route = { view: "unknown", batch: "", tab: "", name: "", params: paramsOf(query) };
  if (parts.length === 0) return { ...route, view: "dashboard" };
  if (parts[0] === "roots" && parts.length === 1) return { ...route, view: "root" };
  if (parts[0] !== "scans" || parts.length < 2) return route;
  const tab = parts[2] ?? "tree";
  if (!TABS.has(tab) || parts.length > (tab === "reports" ? 4 : 3)) return route;
  return { ...route, view: "scan", batch: parts[1], tab, name: parts[3] ?? "" };
}

/** The part after `?`, with it. @param {Record<string, string | number | null | undefined>} params those that are empty, null or undefined are left out */
export function queryOf(params) {
  const pairs = Object.entries(params)
    .filter(([, value]) => value !== null && value !== undefined && value !== "")
    .map(([name, value]) => `${name}=${RAW.has(name) ? value : encodeURIComponent(String(value))}`);
  return pairs.length === 0 ? "" : `?${pairs.join("&")}`;
}

/**
 * The address of a scan's view.
 * @param {string} batch @param {string} [tab] @param {Record<string, string | number | null | undefined>} [params]
 */
export function scanLink(batch, tab = "tree", params = {}) {
  return `#/scans/${encodeURIComponent(batch)}${tab === "tree" ? "" : `/${tab}`}${queryOf(params)}`;
}

/** The address of a directory's history. @param {string} agent @param {string} path absolute, as it is shown */
export function rootLink(agent, path) {
  return `#/roots?agent=${encodeURIComponent(agent)}&path=${encodeURIComponent(path)}`;
}

/** Goes there; a step that only refines what is seen replaces the address. @param {string} link @param {boolean} [replace] */
export function go(link, replace = false) {
  if (link === location.hash) return;
  if (replace) {
    history.replaceState(null, "", link);
    dispatchEvent(new HashChangeEvent("hashchange"));
  } else {
    location.hash = link;
  }
}
