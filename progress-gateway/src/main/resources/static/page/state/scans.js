/**
 * What is known of scans, kept right: the list from time to time, those that run live. What is older than what is known is
 * dropped, so that it does not matter which way news comes.
 *
 * @typedef {import("../../http/types.js").Scan} Scan
 * @typedef {import("../../http/types.js").ProgressMessage} ProgressMessage
 */
import { api } from "../../http/api.js";
import { isFinal } from "../../live/status.js";
import { count } from "../../words/format.js";
import { strings } from "../../words/strings.js";
import { reached, unreached } from "./gateway.js";
import { live } from "./connection.js";
import { store } from "./store.js";

const LIST_EVERY = 10_000;

/** How many scans the list has at most. */
export const LISTED = 500;

/** Ends watching of a batch. @type {Map<string, () => void>} */
const watched = new Map();

/** What to call a scan. @param {Scan} scan */
export function titleOf(scan) {
  if (scan.label) return scan.label;
  const [first, ...others] = scan.targets.map((target) => `${target.agent}: ${target.path}`);
  return others.length > 1 ? strings.andMore(first, count(others.length)) : [first, ...others].join(", ");
}

/** Whether what is told is not behind what is known. @param {Scan | undefined} known @param {ProgressMessage} told */
function isNews(known, told) {
  return !known || told.sequence >= known.sequence || (isFinal(told.status) && !isFinal(known.status));
}

/** @param {Scan[]} told */
function learn(told) {
  const scans = new Map(store.state.scans);
  for (const scan of told) {
    if (isNews(scans.get(scan.batch_id), scan)) scans.set(scan.batch_id, scan);
  }
  store.set({ scans });
  for (const scan of told) {
    if (!isFinal(scan.status)) watch(scan.batch_id);
  }
}

/** @param {string} batch */
function forget(batch) {
  watched.get(batch)?.();
  watched.delete(batch);
  const scans = new Map(store.state.scans);
  scans.delete(batch);
  store.set({ scans, listed: store.state.listed?.filter((id) => id !== batch) ?? null });
}

/** @param {string} batch */
function watch(batch) {
  if (watched.has(batch)) return;
  watched.set(batch, live.watch(batch, (message) => heard(batch, message)));
}

/** @param {string} batch @param {ProgressMessage | import("../../http/types.js").SocketError} message */
function heard(batch, message) {
  if (message.type === "error") {
    forget(batch);
    return;
  }
  const known = store.state.scans.get(batch);
  if (!known || !isNews(known, message)) return;
  const scan = { ...known, ...message, startedAt: known.startedAt ?? message.timestamp };
  store.set({ scans: new Map(store.state.scans).set(batch, scan) });
  if (!isFinal(message.status)) return;
  watched.get(batch)?.();
  watched.delete(batch);
  loadScan(batch).catch(() => {});
}

/** Fetches a scan whole. @param {string} batch @returns {Promise<Scan>} rejected with a Problem if it is not there */
export async function loadScan(batch) {
  try {
    const scan = await api.scan(batch);
    reached();
    learn([scan]);
    return scan;
  } catch (e) {
    unreached(e);
    throw e;
  }
}

export async function loadList() {
  try {
    const scans = await api.scans(LISTED);
    reached();
    store.set({ listed: scans.map((scan) => scan.batch_id) });
    learn(scans);
  } catch (e) {
    unreached(e);
  }
}

/** Deletes a scan that has ended, and its trees. @param {string} batch */
export async function removeScan(batch) {
  await api.remove(batch);
  forget(batch);
}

/** Asks for a scan. @param {Parameters<typeof api.start>[0]} request */
export async function startScan(request) {
  const scan = await api.start(request);
  store.set({ listed: [scan.batch_id, ...(store.state.listed ?? [])] });
  learn([scan]);
  return scan;
}

/** Asks for what a scan was asked for, anew. @param {Scan} scan */
export function againLike(scan) {
  const { label, exclude, crossMounts } = scan;
  return startScan({ targets: scan.targets.map(({ agent, path }) => ({ agent, path })), label, exclude, crossMounts });
}

export function keepScans() {
  setInterval(() => document.visibilityState === "visible" && loadList(), LIST_EVERY);
  loadList();
}
