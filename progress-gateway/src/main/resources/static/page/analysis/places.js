/** Paths below a target: percent-encoded in addresses, since a name need not be UTF-8, and as text for people. */

/** A path as addresses have it. @param {{path: string, pathBytes?: string}} place @returns {string} */
export function rawOf({ path, pathBytes }) {
  if (!pathBytes) return encodePath(path);
  return [...atob(pathBytes)]
    .map((c) => (/[\w./-]/.test(c) ? c : `%${c.charCodeAt(0).toString(16).padStart(2, "0").toUpperCase()}`))
    .join("");
}

/** @param {string} path as text */
export function encodePath(path) {
  return path.split("/").map(encodeURIComponent).join("/");
}

/** The path of the directory it lies in. @param {string} raw */
export function parentOf(raw) {
  return raw.slice(0, Math.max(0, raw.lastIndexOf("/")));
}

/** @param {string} raw @returns {string} as people read it; what is not UTF-8 in it stays encoded */
export function textOf(raw) {
  return raw
    .split("/")
    .map((part) => {
      try {
        return decodeURIComponent(part);
      } catch {
        return part;
      }
    })
    .join("/");
}
