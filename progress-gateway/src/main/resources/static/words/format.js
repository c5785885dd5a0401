/** Numbers, times and paths as people read them. What is unknown is a dash, never 0. */
const DASH = "—";
const integer = new Intl.NumberFormat("en");
const clock = new Intl.DateTimeFormat("en", { dateStyle: "medium", timeStyle: "short" });
const calendar = new Intl.DateTimeFormat("en", { dateStyle: "medium" });
const UNITS = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];

/** @param {number|null|undefined} value @returns {string} */
export function count(value) {
  return value === null || value === undefined ? DASH : integer.format(Math.round(value));
}

/** @param {number|null|undefined} value bytes @returns {string} */
export function bytes(value) {
  if (value === null || value === undefined) return DASH;
  let unit = 0;
  let rest = value;
  while (rest >= 1024 && unit < UNITS.length - 1) {
    rest /= 1024;
    unit++;
  }
  return `${unit === 0 ? rest : rest.toFixed(rest < 10 ? 2 : 1)} ${UNITS[unit]}`;
}

/** @param {number|null|undefined} seconds Unix time @returns {string} */
export function time(seconds) {
  if (seconds === null || seconds === undefined) return DASH;
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? DASH : clock.format(date);
}

/** @param {number|null|undefined} seconds Unix time @returns {string} without the time of day */
export function day(seconds) {
  return time(seconds) === DASH ? DASH : calendar.format(Number(seconds) * 1000);
}

/** @param {number|null|undefined} seconds a span @returns {string} */
export function span(seconds) {
  if (seconds === null || seconds === undefined) return DASH;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  const h = Math.floor(whole / 3600);
  const m = Math.floor((whole % 3600) / 60);
  const s = whole % 60;
  if (h > 0) return `${h} h ${String(m).padStart(2, "0")} min`;
  return m > 0 ? `${m} min ${String(s).padStart(2, "0")} s` : `${s} s`;
}

/** An estimate in words, coarse on purpose. @param {number|null|undefined} seconds @returns {string} */
export function about(seconds) {
  if (seconds === null || seconds === undefined) return DASH;
  if (seconds < 10) return "a few seconds";
  if (seconds < 55) return `about ${Math.ceil(seconds / 10) * 10} seconds`;
  if (seconds < 3300) return `about ${Math.max(1, Math.round(seconds / 60))} min`;
  return `about ${(seconds / 3600).toFixed(1)} hours`;
}

/** Both ends of a long path. @param {string} path @param {number} room in characters @returns {string} */
export function middle(path, room) {
  if (path.length <= room) return path;
  const tail = Math.ceil(room * 0.65);
  return `${path.slice(0, room - tail - 1)}…${path.slice(path.length - tail)}`;
}

/** A text in two parts, of which the first may be cut short where there is no room. @param {string} text @param {number} tail letters of the second @returns {[string, string]} */
export function ends(text, tail) {
  const letters = [...text];
  return [letters.slice(0, -tail).join(""), letters.slice(-tail).join("")];
}

/** A name with its control and direction characters made visible. @param {string} name */
export function visible(name) {
  return name.replace(/[\p{Cc}\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/gu, (c) => `⟨U+${c.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}⟩`);
}

/** One path component, each byte percent-encoded where it must be. @param {{name: string, nameBytes?: string}} entry */
export function encodeName(entry) {
  if (!entry.nameBytes) return encodeURIComponent(entry.name);
  return [...atob(entry.nameBytes)]
    .map((c) => `%${c.charCodeAt(0).toString(16).padStart(2, "0").toUpperCase()}`)
    .join("");
}

/** A path below a target as the gateway takes it. @param {string} path as text */
export function encodeText(path) {
  return path.split("/").map(encodeURIComponent).join("/");
}
