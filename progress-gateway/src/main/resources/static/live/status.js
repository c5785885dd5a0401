/** States of a scan after which nothing follows. @type {ReadonlySet<string>} */
const FINAL = new Set(["completed", "failed", "cancelled"]);

/** @param {string} status */
export function isFinal(status) {
  return FINAL.has(status);
}
