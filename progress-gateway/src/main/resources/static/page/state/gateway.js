/** Whether the gateway answers, whether it reaches its broker, and which agents it knows: asked from time to time. */
import { api, messageOf, Problem } from "../../http/api.js";
import { live } from "./connection.js";
import { store } from "./store.js";

const EVERY = 5000;

/** An answer came. */
export function reached() {
  if (store.state.unreachable !== null) store.set({ unreachable: null });
}

/** @param {unknown} error what came instead of an answer; a refusal is an answer */
export function unreached(error) {
  if (error instanceof Problem && error.status !== 0) reached();
  else store.set({ unreachable: messageOf(error) });
}

async function loadAgents() {
  try {
    const agents = await api.agents();
    reached();
    if (JSON.stringify(agents) !== JSON.stringify(store.state.agents)) store.set({ agents });
  } catch (e) {
    unreached(e);
  }
}

async function loadBroker() {
  try {
    const answer = await fetch("/actuator/health/readiness", { cache: "no-store" });
    const health = await answer.json();
    const brokerDown = (health.components?.broker?.status ?? "UP") !== "UP";
    if (brokerDown !== store.state.brokerDown) store.set({ brokerDown });
  } catch {
    // Whether the gateway answers at all is told by other calls.
  }
}

async function look() {
  await Promise.all([loadAgents(), loadBroker()]);
}

export function keepGateway() {
  setInterval(() => document.visibilityState === "visible" && look(), EVERY);
  setInterval(() => store.set({ now: Date.now() / 1000 }), 1000);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && look());
  live.addEventListener("connection", () => live.connection.state === "live" && look());
  look();
}
