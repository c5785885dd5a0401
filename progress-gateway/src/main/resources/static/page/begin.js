/** Begins: what the address says, the keeping of what is known, and the frame around the views. */
import { parse } from "./route/route.js";
import { catchFaults } from "./state/faults.js";
import { keepGateway } from "./state/gateway.js";
import { keepScans } from "./state/scans.js";
import { store } from "./state/store.js";
import "./app/app-frame.js";

catchFaults();
addEventListener("hashchange", () => store.set({ route: parse(location.hash) }));
store.set({ route: parse(location.hash) });
document.body.append(document.createElement("scanfleet-app"));
keepGateway();
keepScans();
