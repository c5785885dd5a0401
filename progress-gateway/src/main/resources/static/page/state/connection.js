/** The page's one connection for news, and what is known of it. */
import { liveOf } from "../../live/live.js";
import { store } from "./store.js";

export const live = liveOf();

live.addEventListener("connection", () => store.set({ connection: live.connection }));
