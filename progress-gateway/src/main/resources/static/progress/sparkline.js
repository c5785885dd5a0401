/** The rate of the last minute as a line, a point a second; the numbers beside it say the same. */
import { drawing, put } from "./dom.js";

const POINTS = 60;
const HEIGHT = 20;

export class Sparkline {
  constructor() {
    /** @type {number[]} */
    this.rates = [];
    this.at = 0;
    const { svg, path } = drawing(`0 0 ${POINTS - 1} ${HEIGHT}`, "spark");
    put(svg, "preserveAspectRatio", "none");
    this.svg = svg;
    this.path = path;
  }

  forget() {
    this.rates = [];
    put(this.path, "d", "");
  }

  /** @param {number | null} rate @param {number} now ms; at most one point a second is taken */
  take(rate, now) {
    if (rate === null || now - this.at < 1000) return;
    this.at = now;
    this.rates.push(rate);
    if (this.rates.length > POINTS) this.rates.shift();
    if (this.rates.length < 2) return;
    const top = Math.max(1, ...this.rates);
    const first = POINTS - this.rates.length;
    put(this.path, "d", this.rates.map((r, i) => `${i === 0 ? "M" : "L"}${first + i} ${(HEIGHT - 1 - (r / top) * (HEIGHT - 2)).toFixed(1)}`).join(""));
  }
}
