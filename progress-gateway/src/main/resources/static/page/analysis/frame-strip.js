/**
 * The frames of an image sequence from first to last as a strip on which those that are missing, empty or odd are marked. Drawn
 * for those who see only: it stands beside the same in words.
 */
import { html } from "lit";
import { frameFaults, frameRanges } from "../../words/frames.js";

/** Of the strip, in percent: a mark that could not be seen would be of no use. */
const NARROWEST = 2;

/** @param {import("../../http/types.js").Sequence} sequence */
export function frameStrip(sequence) {
  const { first, last } = sequence;
  const all = last - first + 1;
  const marks = frameFaults(sequence).flatMap(([kind, { ranges }]) => frameRanges(ranges).map(([from, to]) => {
    const width = Math.min(100, Math.max(NARROWEST, ((to - from + 1) / all) * 100));
    const at = Math.min(100 - width, ((from - first) / all) * 100);
    return `linear-gradient(var(--frame-${kind}) 0 0) ${(at / (100 - width || 1)) * 100}% / ${width}% 100% no-repeat`;
  }));
  return html`<span class="frame-strip" data-testid="frames" aria-hidden="true" .style=${`background:${[...marks, "var(--frame)"].join(",")}`}></span>`;
}
