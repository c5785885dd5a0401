/** Elements made by hand, and changed only where they differ. */

/** @typedef {Record<string, string | number | boolean | null | undefined | ((event: any) => void)>} Attributes `on…` listens; false and null are left out */

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag @param {Attributes} [attributes] @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(name.slice(2), value);
    else put(made, name, value);
  }
  made.append(...children);
  return made;
}

/** Sets an attribute, or takes it away. @param {Element} target @param {string} name @param {string | number | boolean | null | undefined} value */
export function put(target, name, value) {
  const next = value === null || value === undefined || value === false ? null : value === true ? "" : String(value);
  if (target.getAttribute(name) === next) return;
  if (next === null) target.removeAttribute(name);
  else target.setAttribute(name, next);
}

/** Sets the text of an element that has nothing else. @param {Element} target @param {string} text */
export function say(target, text) {
  const node = target.firstChild;
  if (!(node instanceof Text)) {
    if (text) target.append(text);
  } else if (node.data !== text) node.data = text;
}

/** @param {HTMLElement} target @param {boolean} shown */
export function show(target, shown) {
  if (target.hidden === shown) target.hidden = !shown;
}

/** Told apart by their shape. */
const SHAPES = {
  dot: "M8 2a6 6 0 1 0 0 12A6 6 0 1 0 8 2z",
  ring: "M8 2a6 6 0 1 0 0 12A6 6 0 1 0 8 2zm0 2.2a3.8 3.8 0 1 1 0 7.6a3.8 3.8 0 1 1 0-7.6z",
  square: "M3 3h10v10H3z",
  play: "M4 2l10 6-10 6z",
  check: "M6.4 13.4L1.3 8.3l1.7-1.7 3.4 3.4 6.9-7L15 4.7z",
  cross: "M3.4 2L8 6.6 12.6 2 14 3.4 9.4 8l4.6 4.6-1.4 1.4L8 9.4 3.4 14 2 12.6 6.6 8 2 3.4z",
  turn: "M8 2a6 6 0 1 0 6 6h-2.2A3.8 3.8 0 1 1 8 4.2V7l4.5-4L8-.6z",
  clock: "M8 1.5a6.5 6.5 0 1 0 0 13A6.5 6.5 0 1 0 8 1.5zM7 4h2v3.6l2.6 1.5-1 1.7L7 8.8z",
  warning: "M8 1l7.5 13.5H.5zM7.1 6v4.2h1.8V6zm0 5.2V13h1.8v-1.8z",
};
/** @typedef {keyof typeof SHAPES} Shape */

const SVG = "http://www.w3.org/2000/svg";

/** A path in a picture of its own. @param {string} box @param {string} name its class @param {string} [d] */
export function drawing(box, name, d = "") {
  const svg = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  put(svg, "viewBox", box);
  put(svg, "class", name);
  put(svg, "aria-hidden", "true");
  put(path, "d", d);
  put(path, "fill-rule", "evenodd");
  svg.append(path);
  return { svg, path };
}

/** A word with a shape before it; says both. */
export class Sign {
  /** @param {Attributes} attributes */
  constructor(attributes) {
    const { svg, path } = drawing("0 0 16 16", "shape");
    this.path = path;
    this.text = element("span");
    this.node = element("span", { ...attributes }, this.text);
    this.node.prepend(svg);
  }

  /** @param {Shape} shape @param {string} tone a class of colours @param {string} text */
  say(shape, tone, text) {
    put(this.path, "d", SHAPES[shape]);
    put(this.node, "data-tone", tone);
    say(this.text, text);
  }
}
