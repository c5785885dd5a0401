/** How <scan-progress> looks: its own sheet, so that neither page nor element disturbs the other, and no style is inline. */

/** @param {string[]} colours panel, line, text, faint, accent, good, warn, bad, track, focus */
function palette([panel, line, text, faint, accent, good, warn, bad, track, focus]) {
  return Object.entries({ panel, line, text, faint, accent, good, warn, bad, track, focus })
    .map(([name, colour]) => `--${name}: var(--scan-progress-${name}, ${colour});`).join("");
}
const DARK = `color-scheme: dark; ${palette(["#1c2229", "#323b46", "#dfe5ec", "#98a4b1", "#6fb3e8", "#7fd1a0", "#e6b660", "#f0857d", "#2a333d", "#a8d4f7"])}`;
const LIGHT = `color-scheme: light; ${palette(["#ffffff", "#cfd6de", "#1b232c", "#54616e", "#1565a8", "#1f7a45", "#8a5a00", "#b3261e", "#dde3e9", "#0b4f8a"])}`;

export const styles = new CSSStyleSheet();
styles.replaceSync(`
:host { display: block; ${DARK} }
:host([modal]) { display: contents; }
:host([hidden]) { display: none; }
:host([theme="light"]) { ${LIGHT} }
@media (prefers-color-scheme: light) { :host(:not([theme="dark"])) { ${LIGHT} } }
* { box-sizing: border-box; }
[hidden] { display: none !important; }
:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; border-radius: 3px; }
.frame { container-type: inline-size; font: var(--scan-progress-font, 15px/1.5 system-ui, "Segoe UI", Roboto, "Helvetica Neue", sans-serif); color: var(--text); text-align: start; outline: none; }
.panel { background: var(--panel); border: 1px solid var(--line); border-radius: 8px; padding: 1em; }
dialog { color: var(--text); background: var(--panel); border: 1px solid var(--line); border-radius: 10px; padding: 0; width: min(44rem, calc(100vw - 1.5rem)); max-height: calc(100dvh - 1.5rem); overflow: auto; }
dialog .panel { border: 0; }
dialog::backdrop { background: rgb(0 0 0 / .55); }
.question { padding: 1.25em; width: min(26rem, calc(100vw - 1.5rem)); }
.question p { margin: 0 0 .5em; }
.actions { display: flex; flex-wrap: wrap; gap: .5em; justify-content: flex-end; margin-top: 1em; }
.head, .line, .foot, .state { display: flex; flex-wrap: wrap; align-items: baseline; gap: .25em 1em; min-width: 0; }
.state { gap: .25em .6em; }
.title { font-weight: 600; overflow-wrap: anywhere; margin: 0; margin-inline-end: auto; }
.line { justify-content: space-between; margin: .35em 0 .5em; }
.big { font-size: 1.9em; font-weight: 600; line-height: 1.15; }
.percent { font-size: 1.25em; font-weight: 600; }
.big, .percent, .number, .facts dd, .count, .sign { font-variant-numeric: tabular-nums; }
.faint, .number, .rows .path { color: var(--faint); }
.notice { margin: .5em 0; }
.sign { display: inline-flex; align-items: baseline; gap: .45em; }
.shape { width: .8em; height: .8em; flex: none; fill: currentColor; color: var(--faint); transform: translateY(.06em); }
[data-tone="accent"] .shape { color: var(--accent); }
[data-tone="good"] .shape { color: var(--good); }
[data-tone="warn"] .shape { color: var(--warn); }
[data-tone="bad"] .shape { color: var(--bad); }
.note { display: flex; margin-top: .75em; }
.facts [data-tone="warn"] { color: var(--warn); }
.track { position: relative; height: .7em; border-radius: .35em; background: var(--track); overflow: hidden; }
.track.small { height: .3em; grid-column: 1 / -1; }
.fill { will-change: transform; height: 100%; background: var(--accent); border-radius: inherit; transform: translateX(-100%); }
[data-status="completed"] > .fill { background: var(--good); }
[data-status="failed"] > .fill, [data-status="cancelled"] > .fill { background: var(--warn); }
[data-unknown] > .fill { width: 25%; animation: wander 2.4s ease-in-out infinite alternate; }
@keyframes wander { from { transform: translateX(0); } to { transform: translateX(300%); } }
.file { display: flex; align-items: center; gap: .6em; margin-top: .6em; min-width: 0; }
.path, .ruler { font-family: ui-monospace, "DejaVu Sans Mono", Consolas, monospace; font-size: .86em; }
.path { flex: 1; min-width: 0; white-space: pre; overflow: hidden; text-overflow: ellipsis; color: var(--faint); }
.ruler { position: absolute; visibility: hidden; }
.facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(7.5em, 1fr)); gap: .6em 1.25em; margin: .8em 0 0; }
.facts div { min-width: 0; }
.facts dt { color: var(--faint); font-size: .82em; }
.facts dd { margin: 0; overflow-wrap: anywhere; }
.facts dd:has(.spark) { line-height: 0; }
.spark { width: 100%; max-width: 9em; height: 1.3em; overflow: visible; color: var(--accent); }
.spark path { fill: none; stroke: currentColor; stroke-width: 1.5px; vector-effect: non-scaling-stroke; }
.rows, .failures { list-style: none; margin: .9em 0 0; padding: 0; }
.rows { max-height: 20em; overflow: auto; border-top: 1px solid var(--line); }
.rows li { display: grid; grid-template-columns: minmax(0, 70em) minmax(9em, auto) minmax(14em, auto); gap: .2em 1.25em; align-items: baseline; padding: .45em .1em; border-bottom: 1px solid var(--line); }
.rows .number { text-align: end; font-size: .9em; }
.rows .path { color: var(--text); }
.ends { display: flex; }
.ends .front { overflow: hidden; text-overflow: ellipsis; }
.failures li, .problem { color: var(--bad); margin: .25em 0 0; overflow-wrap: anywhere; }
.problem:empty { display: none; }
.foot { margin-top: .9em; padding-top: .7em; border-top: 1px solid var(--line); align-items: center; }
.foot .danger { margin-inline-start: auto; }
button { font: inherit; color: inherit; background: var(--panel); border: 1px solid var(--line); border-radius: 5px; padding: .2em .7em; min-height: 2em; cursor: pointer; }
button:hover:not(:disabled) { border-color: var(--accent); }
button:disabled { opacity: .5; cursor: default; }
.quiet { background: none; font-size: .88em; }
.danger { border-color: var(--bad); color: var(--bad); background: none; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.frame, dialog { position: relative; }
dialog { position: fixed; }
@container (max-width: 34em) {
  .panel { padding: .75em; }
  .big { font-size: 1.5em; }
  .facts { grid-template-columns: repeat(auto-fill, minmax(5.5em, 1fr)); gap: .5em .9em; }
  .rows li { grid-template-columns: 1fr; }
  .rows .number { text-align: start; }
}
@container (min-width: 56em) {
  [data-ended] { padding: .6em 1em; }
  [data-ended] .main { display: flex; flex-wrap: wrap; align-items: center; gap: .2em 2em; }
  [data-ended] .main > * { flex-basis: 100%; }
  [data-ended] .main > :is(.line, .facts) { flex: none; display: flex; align-items: baseline; gap: .6em; margin: 0; }
  [data-ended] .main > .facts { gap: 0 2em; margin-inline-start: auto; }
  [data-ended] .main > .track { flex: 1 1 8em; }
  [data-ended] .big { font-size: 1.4em; }
  [data-ended] .percent { order: 1; font-size: 1em; color: var(--faint); }
}
@media (prefers-reduced-motion: reduce) {
  [data-unknown] > .fill { animation: none; width: 100%; transform: none; background: repeating-linear-gradient(135deg, var(--accent) 0 .4em, transparent .4em .9em); }
}
@media (prefers-contrast: more) {
  .frame { --line: var(--text); --faint: var(--text); }
  .danger, .problem, .failures li, .facts [data-tone="warn"] { color: var(--text); }
  .track { outline: 1px solid var(--text); }
}
@media (forced-colors: active) {
  .track { border: 1px solid CanvasText; }
  .fill { background: Highlight !important; forced-color-adjust: none; }
  .shape, .spark { color: CanvasText !important; }
}
`);
