/** Errors of the page's own scripts: caught wherever they happen and shown, so that nobody looks at numbers that stand still. */
import { store } from "./store.js";

const MOST = 5;

/** @param {unknown} error */
export function fault(error) {
  const text = error instanceof Error ? error.message : String(error);
  if (store.state.faults.includes(text)) return;
  console.warn(error);
  store.set({ faults: [...store.state.faults, text].slice(-MOST) });
}

/** The person has read them. */
export function dismissFaults() {
  store.set({ faults: [] });
}

export function catchFaults() {
  addEventListener("error", (event) => fault(event.error ?? event.message));
  addEventListener("unhandledrejection", (event) => fault(event.reason));
}
