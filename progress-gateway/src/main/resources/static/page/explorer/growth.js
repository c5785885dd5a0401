/** How the entries of a directory have grown since the last completed scan before this one. */
import { api } from "../../http/api.js";
import { encodeName } from "../../words/format.js";

/** @typedef {import("./colours.js").Growth} Growth */

/**
 * @param {import("../../http/types.js").Scan} scan @param {number} target @param {string} path encoded @param {boolean} sequences @param {AbortSignal} signal
 * @returns {Promise<{since: number | null, of: Map<string, Growth>} | null>} by encoded name those that differ; null if there is nothing to compare with
 */
export async function growthOf(scan, target, path, sequences, signal) {
  const { agent, path: root } = scan.targets[target];
  const own = scan.startedAt ?? scan.createdAt;
  const { scans } = await api.history(agent, root, signal);
  const before = scans.filter((past) => past.status === "completed" && past.batch_id !== scan.batch_id && (past.startedAt ?? past.finishedAt ?? 0) <= own).at(-1);
  if (!before) return null;
  const { entries } = await api.compare(scan.batch_id, { with: before.batch_id, withTarget: before.target, target, path, sequences, limit: 1000 }, signal);
  /** @type {Map<string, Growth>} */
  const of = new Map();
  for (const entry of entries) {
    of.set(encodeName(entry), { bytes: entry.deltas?.bytes ?? null, before: entry.before?.bytes ?? null, change: entry.change });
  }
  return { since: before.finishedAt ?? before.startedAt, of };
}
