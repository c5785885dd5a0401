/** Paints the treemap's cells: directories as frames with a head, what is in them in its colour, labels where there is room. */
import { INK } from "./colours.js";
import { HEAD, headed, nameOf, sizeOf } from "./cells.js";

/** @typedef {import("./cells.js").Node} Node @typedef {import("./cells.js").Box} Box */

const FONT = "12px system-ui, sans-serif";
const NAMES = /** @type {const} */ (["ground", "panel", "line", "text", "focus", "track"]);

export class Painting {
  /**
   * @param {CanvasRenderingContext2D} context @param {CSSStyleDeclaration} style where the theme's colours are
   * @param {boolean} plain whether only the system's colours are to be used
   */
  constructor(context, style, plain) {
    this.context = context;
    this.plain = plain;
    const colours = NAMES.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]);
    /** @type {Record<typeof NAMES[number], string>} */
    this.colours = plain
      ? { ground: "CanvasText", panel: "Canvas", track: "Canvas", line: "CanvasText", text: "CanvasText", focus: "Highlight" }
      : Object.fromEntries(colours);
  }

  /**
   * @param {number} width @param {number} height
   * @param {number} scale pixels of the canvas to one of the page
   * @param {{sx: number, sy: number, dx: number, dy: number}} zoom
   */
  begin(width, height, scale, { sx, sy, dx, dy }) {
    const { context } = this;
    context.setTransform(scale, 0, 0, scale, 0, 0);
    context.fillStyle = this.colours.ground;
    context.fillRect(0, 0, width, height);
    context.setTransform(scale * sx, 0, 0, scale * sy, scale * dx, scale * dy);
    context.textBaseline = "middle";
  }

  /** @param {Node} node @param {string} shade */
  cell(node, shade) {
    const { context, plain, colours: { panel, track, line, text } } = this;
    const { x0, y0, x1, y1, children, data, depth } = node;
    const [width, height] = [x1 - x0, y1 - y0];
    context.fillStyle = children ? (depth % 2 ? panel : track) : !data.entry ? track : plain ? panel : shade;
    context.fillRect(x0, y0, width, height);
    if (!data.entry) this.hatch(x0, y0, width, height);
    if (plain) this.frame(node, line, 0.5);
    context.fillStyle = children || !data.entry || plain ? text : INK;
    if (children && headed(node)) this.label(node, Math.min(height, HEAD), "600 ");
    else if (!children && width > 38 && height > 15) this.label(node, height, "");
  }

  /** @param {Box} box */
  select(box) {
    this.frame(box, this.plain ? this.colours.focus : this.colours.text, 2);
  }

  /** @param {Box} box */
  point(box) {
    this.frame(box, this.colours.focus, 2);
  }

  /** @param {number} x @param {number} y @param {number} width @param {number} height */
  hatch(x, y, width, height) {
    const { context } = this;
    context.save();
    context.beginPath();
    context.rect(x, y, width, height);
    context.clip();
    context.beginPath();
    for (let at = -height; at < width; at += 7) {
      context.moveTo(x + at, y + height);
      context.lineTo(x + at + height, y);
    }
    context.strokeStyle = this.colours.line;
    context.lineWidth = 1;
    context.stroke();
    context.restore();
  }

  /** @param {Node} node @param {number} height @param {string} bold */
  label({ data, x0, y0, x1 }, height, bold) {
    const { context } = this;
    const width = x1 - x0;
    const name = nameOf(data);
    const size = sizeOf(data);
    context.font = bold + FONT;
    const head = y0 + Math.min(height, HEAD) / 2 + 0.5;
    const own = this.fit(name, width - 8);
    context.fillText(own, x0 + 4, head);
    if (height > HEAD * 2 && width > 52) context.fillText(this.fit(size, width - 8), x0 + 4, head + 15);
    else if (height <= HEAD && own === name) {
      const [used, more] = [context.measureText(own).width, context.measureText(size).width];
      if (used + more + 20 < width) context.fillText(size, x1 - more - 4, head);
    }
  }

  /** @param {string} text @param {number} room */
  fit(text, room) {
    const { width } = this.context.measureText(text);
    if (width <= room) return text;
    const letters = Math.floor((text.length * (room - 8)) / width);
    return letters < 2 ? "" : `${text.slice(0, letters)}…`;
  }

  /** @param {Box} box @param {string} colour @param {number} width */
  frame({ x0, y0, x1, y1 }, colour, width) {
    this.context.strokeStyle = colour;
    this.context.lineWidth = width;
    this.context.strokeRect(x0 + width / 2, y0 + width / 2, x1 - x0 - width, y1 - y0 - width);
  }
}
