/** How the entries of a directory have grown since the last completed scan before this one. */
import { api } from "../../http/api.js";
import { encodeName } from "../../words/format.js";

/** @typedef {import("./colours.js").Growth} Growth */

/** How many that differ are asked for, those that differ most. */
const MOST = 1000;

/** Of those that differ less. @type {Growth} */
const NOT_ASKED = { bytes: null, before: null, change: "not_known" };

/**
 * @param {import("../../http/types.js").Scan} scan @param {number} target @param {string} path encoded @param {boolean} sequences @param {AbortSignal} signal
 * @returns {Promise<{since: number | null, of: (name: string) => Growth | undefined} | null>} by encoded name; undefined of what has not changed; null if there is nothing to compare with
 */
export async function growthOf(scan, target, path, sequences, signal) {
  const { agent, path: root } = scan.targets[target];
  const own = scan.startedAt ?? scan.createdAt;
  const { scans } = await api.history(agent, root, signal, String(own));
  const before = scans.findLast((past) => past.status === "completed");
  if (!before) return null;
  const { entries, nextCursor } = await api.compare(scan.batch_id, { with: before.batch_id, withTarget: before.target, target, path, sequences, limit: MOST }, signal);
  /** @type {Map<string, Growth>} */
  const known = new Map();
  for (const entry of entries) {
    known.set(encodeName(entry), { bytes: entry.deltas?.bytes ?? null, before: entry.before?.bytes ?? null, change: entry.change });
  }
  const others = nextCursor === null ? undefined : NOT_ASKED;
  return { since: before.finishedAt ?? before.startedAt, of: (name) => known.get(name) ?? others };
}
