/** What a state looks like: a shape, a colour and a word. */
import { strings } from "../words/strings.js";
import { connectionWords } from "./words.js";

/** @typedef {import("./dom.js").Shape} Shape */
/** @typedef {import("../live/live.js").Connection} Connection */

/** @type {Record<string, [Shape, string]>} */
const STATUS = {
  queued: ["clock", "faint"], running: ["play", "accent"], completed: ["check", "good"], failed: ["cross", "bad"], cancelled: ["square", "warn"],
};

/** @type {Record<Connection["state"], [Shape, string]>} */
const CONNECTION = {
  live: ["dot", "good"], connecting: ["ring", "faint"], waiting: ["turn", "warn"], polling: ["square", "warn"], offline: ["cross", "bad"],
};

/** @param {import("./dom.js").Sign} sign @param {import("../http/types.js").Status} status @param {string} [more] */
export function statusSign(sign, status, more = "") {
  const [shape, tone] = STATUS[status] ?? STATUS.queued;
  sign.say(shape, tone, [strings.status[status], more].filter(Boolean).join(" · "));
}

/** @param {import("./dom.js").Sign} sign @param {Connection} connection */
export function connectionSign(sign, connection) {
  const [shape, tone] = CONNECTION[connection.state];
  sign.say(shape, tone, connectionWords(connection));
}
