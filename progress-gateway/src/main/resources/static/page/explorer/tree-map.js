/**
 * The tree as a picture: the larger, the more space. Drawn on a canvas, with the keyboard as with the pointer; the table beside it
 * tells the same to those who cannot see it. Entries too small to see are one hatched cell of each directory.
 *
 * Laid out when the entries or the room change, painted at most once a frame and only when something changed.
 */
import { html, nothing } from "lit";
import { visible } from "../../words/format.js";
import { strings } from "../../words/strings.js";
import { textOf } from "../analysis/places.js";
import { PageElement } from "../app/page-element.js";
import { cellsOf, HEAD, headed, ROOT, tipsOf, weightOf } from "./cells.js";
import { legendOf, shadeOf } from "./colours.js";
import { below, isDirectory, opens } from "./entry-words.js";
import { Painting } from "./painting.js";
import { hierarchy, treemap, treemapSquarify } from "./squarified.js";

/**
 * @typedef {import("./cells.js").Entry} Entry
 * @typedef {import("./cells.js").Box} Box
 * @typedef {import("./cells.js").Node} Node
 * @typedef {{node: Node, box: Box}} Target what can be pointed at: a cell without cells in it, or the head of one that has some
 */

/** Square pixels. */
const ROOMY = 1500;
const ZOOM_MS = 180;
const words = strings.explorer;
const still = matchMedia("(prefers-reduced-motion: reduce)");
const themes = ["(prefers-color-scheme: light)", "(forced-colors: active)", "(prefers-contrast: more)"].map((query) => matchMedia(query));

class TreeMap extends PageElement {
  static properties = { content: { attribute: false }, colour: {}, growth: { attribute: false }, now: {}, selected: {}, path: {}, base: {} };

  constructor() {
    super();
    /** What is shown. @type {import("./picture.js").Content | null} */
    this.content = null;
    this.colour = "type";
    /** @type {(name: string) => import("./colours.js").Growth | undefined} by encoded name */
    this.growth = () => undefined;
    this.now = 0;
    this.selected = this.path = this.base = "";
    this.width = this.height = 0;
    /** @type {Node | null} */
    this.tree = null;
    /** @type {Target[]} */
    this.targets = [];
    /** @type {Target | null} */
    this.pointed = null;
    this.frame = 0;
    this.zoomAt = 0;
    /** The part of the picture that fills the canvas when zooming begins. @type {Box | null} */
    this.zoomFrom = null;
    this.laidOutPath = "";
    /** @type {CSSStyleDeclaration | null} */
    this.tokens = null;
    this.resized = new ResizeObserver(([{ contentRect }]) => {
      if (Math.round(contentRect.width) === this.width && Math.round(contentRect.height) === this.height) return;
      this.width = Math.round(contentRect.width);
      this.height = Math.round(contentRect.height);
      this.layOut();
    });
    this.redraw = () => this.paintSoon();
  }

  connectedCallback() {
    super.connectedCallback();
    for (const theme of themes) theme.addEventListener("change", this.redraw);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.resized.disconnect();
    for (const theme of themes) theme.removeEventListener("change", this.redraw);
    cancelAnimationFrame(this.frame);
    this.frame = 0;
  }

  get canvas() {
    return /** @type {HTMLCanvasElement | null} */ (this.querySelector("canvas"));
  }

  firstUpdated() {
    const room = this.querySelector(".room");
    if (room) this.resized.observe(room);
  }

  /** @param {Map<string, unknown>} changed */
  updated(changed) {
    if (changed.has("content")) this.layOut();
    else if (["colour", "growth", "selected"].some((name) => changed.has(name))) this.paintSoon();
  }

  layOut() {
    if (!this.content || this.width < 8 || this.height < 8) return;
    const before = this.targets;
    const from = this.laidOutPath;
    const { content } = this;
    const root = hierarchy(ROOT, ({ entry, at, top }) => (at === "" ? cellsOf(content, "", "") : entry?.entries?.length ? cellsOf(entry, at, top) : []))
      .sum((cell) => (cell === ROOT || cell.entry?.entries?.length ? 0 : weightOf(cell)))
      .sort((a, b) => Number(!a.data.entry) - Number(!b.data.entry) || (b.value ?? 0) - (a.value ?? 0));
    if (!root.value) root.children = undefined;
    this.tree = /** @type {import("d3-hierarchy").TreemapLayout<import("./cells.js").Cell>} */ (treemap()).tile(treemapSquarify).size([this.width, this.height]).round(true)
      .paddingInner(1).paddingOuter((node) => (node.depth === 0 ? 0 : 1)).paddingTop((node) => (headed(node) ? HEAD : node.depth > 0 ? 1 : 0))(root);
    this.targets = this.tree.descendants().flatMap((node) => {
      const { x0, y0, x1, y1 } = node;
      if (node.depth === 0 || x1 - x0 < 1 || y1 - y0 < 1) return [];
      if (!node.children) return [{ node, box: { x0, y0, x1, y1 } }];
      return headed(node) ? [{ node, box: { x0, y0, x1, y1: y0 + HEAD } }] : [];
    });
    const pointed = this.pointed?.node.data.at;
    this.pointed = from === this.path ? this.targets.find(({ node }) => node.data.at === pointed) ?? null : null;
    if (from !== this.path) this.zoom(before, from);
    this.laidOutPath = this.path;
    this.tell();
    this.paintSoon();
    this.requestUpdate();
    this.dispatchEvent(new CustomEvent("laid-out"));
  }

  /**
   * Where there is room for more, the largest first: directories that are not opened, and those of which much is folded.
   * @param {WeakSet<Entry>} stale those to be opened again
   * @returns {import("./picture.js").Room[]}
   */
  roomy(stale) {
    const [folded, closed] = [this.targets.filter(({ node }) => node.data.others), this.targets.filter(({ node: { data: { entry } } }) => entry && (!entry.entries || stale.has(entry)) && isDirectory(entry) && opens(entry))]
      .map((targets, i) => targets.filter(({ node: { x0, y0, x1, y1 } }) => (x1 - x0) * (y1 - y0) > ROOMY * (i ? 1 : 2)).map(({ node }) => {
        const own = i ? node : /** @type {Node} */ (node.parent);
        return { entry: own.data.entry, at: node.data.at, area: (own.x1 - own.x0) * (own.y1 - own.y0), folded: i === 0 };
      }));
    return [...folded, ...closed].sort((a, b) => b.area - a.area);
  }

  /** @param {Target[]} before @param {string} from the directory that was shown before */
  zoom(before, from) {
    this.zoomFrom = null;
    if (still.matches) return;
    /** @param {Target[]} targets @param {string} inner @param {string} outer @returns {Node | undefined} */
    const find = (targets, inner, outer) => {
      const at = outer === "" ? inner : inner.startsWith(`${outer}/`) ? inner.slice(outer.length + 1) : "";
      return at ? targets.find(({ node }) => node.data.at === at)?.node : undefined;
    };
    const into = find(before, this.path, from);
    const out = find(this.targets, from, this.path);
    if (into) {
      const [sx, sy] = [this.width / Math.max(1, into.x1 - into.x0), this.height / Math.max(1, into.y1 - into.y0)];
      this.zoomFrom = { x0: -into.x0 * sx, y0: -into.y0 * sy, x1: (this.width - into.x0) * sx, y1: (this.height - into.y0) * sy };
    } else if (out) {
      this.zoomFrom = { x0: out.x0, y0: out.y0, x1: out.x1, y1: out.y1 };
    }
    this.zoomAt = performance.now();
  }

  paintSoon() {
    this.frame ||= requestAnimationFrame(() => {
      this.frame = 0;
      this.paint();
    });
  }

  paint() {
    const canvas = this.canvas;
    const context = canvas?.getContext("2d", { alpha: false });
    if (!canvas || !context || !this.tree) return;
    const scale = devicePixelRatio;
    if (canvas.width !== Math.round(this.width * scale) || canvas.height !== Math.round(this.height * scale)) {
      canvas.width = Math.round(this.width * scale);
      canvas.height = Math.round(this.height * scale);
    }
    this.tokens ??= getComputedStyle(this);
    const painting = new Painting(context, this.tokens, themes[1].matches);
    painting.begin(this.width, this.height, scale, this.zoomed());
    for (const node of this.tree.descendants()) {
      const { x0, y0, x1, y1, depth, data: { entry, top } } = node;
      if (depth === 0 || x1 - x0 < 1 || y1 - y0 < 1) continue;
      painting.cell(node, entry && !node.children ? shadeOf(this.colour, entry, this.now, this.growth(top)).colour : "");
    }
    const selected = this.tree.find((node) => node.data.at === this.selected && node.depth > 0);
    if (selected) painting.select(selected);
    if (this.pointed) painting.point(this.pointed.node);
    if (!this.painted) {
      this.painted = true;
      performance.mark("tree-map-painted");
    }
  }

  painted = false;

  /** How far zooming has come: the picture is painted that much larger, and moved. */
  zoomed() {
    const gone = (performance.now() - this.zoomAt) / ZOOM_MS;
    if (!this.zoomFrom || gone >= 1) return { sx: 1, sy: 1, dx: 0, dy: 0 };
    const rest = (1 - gone) ** 3;
    const [x0, y0] = [this.zoomFrom.x0 * rest, this.zoomFrom.y0 * rest];
    const sx = this.width / (this.width + (this.zoomFrom.x1 - this.width) * rest - x0);
    const sy = this.height / (this.height + (this.zoomFrom.y1 - this.height) * rest - y0);
    this.paintSoon();
    return { sx, sy, dx: -x0 * sx, dy: -y0 * sy };
  }

  /** Shows the tip of what is pointed at. @param {{x: number, y: number}} [pointer] */
  tell(pointer) {
    const tip = /** @type {HTMLElement | null} */ (this.querySelector(".tip"));
    const live = /** @type {HTMLElement | null} */ (this.querySelector('[role="status"]'));
    if (!tip || !live) return;
    tip.hidden = !this.pointed;
    if (!this.pointed) return;
    const { box, node } = this.pointed;
    const { entry, top } = node.data;
    const shade = entry ? shadeOf(this.colour, entry, this.now, this.growth(top)).name : "";
    const shown = [this.base, visible(textOf(this.path))].filter(Boolean).join("/");
    const lines = tipsOf(node.data, shown, this.tree?.value ?? 0, shade, this.colour === "growth" ? this.growth(top) : undefined);
    tip.replaceChildren(...lines.map((line) => {
      const element = document.createElement("bdi");
      element.textContent = line;
      return element;
    }));
    if (!pointer) live.textContent = lines.join(". ");
    const [x, y] = pointer ? [pointer.x + 14, pointer.y + 18] : [box.x0 + 6, box.y1 + 4];
    tip.style.left = `${Math.max(0, Math.min(x, this.width - tip.offsetWidth))}px`;
    tip.style.top = `${y + tip.offsetHeight > this.height ? Math.max(0, (pointer ? pointer.y - 8 : box.y0 - 4) - tip.offsetHeight) : y}px`;
  }

  /** @param {Target | null} target @param {{x: number, y: number}} [pointer] */
  point(target, pointer) {
    if (target !== this.pointed) this.paintSoon();
    this.pointed = target;
    this.tell(pointer);
  }

  /** @param {MouseEvent} event @returns {Target | null} */
  hit({ offsetX: x, offsetY: y }) {
    return this.targets.findLast(({ box }) => x >= box.x0 && x < box.x1 && y >= box.y0 && y < box.y1) ?? null;
  }

  /** Goes into a directory; what is none is selected. @param {Target | null} target */
  enter(target) {
    const cell = target?.node.data;
    if (!cell) return;
    const { entry, at } = cell;
    const into = entry ? (isDirectory(entry) && opens(entry) ? at : null) : at.slice(0, -1) || null;
    if (into) this.dispatchEvent(new CustomEvent("zoom-in", { detail: below(this.path, into) }));
    else if (entry) this.dispatchEvent(new CustomEvent("select-entry", { detail: at }));
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (way) this.point(this.next(way));
    else if (event.key === "Home") this.point(this.targets[0] ?? null);
    else if (event.key === "Enter") this.enter(this.pointed);
    else if (event.key === " " && this.pointed?.node.data.entry) this.dispatchEvent(new CustomEvent("select-entry", { detail: this.pointed.node.data.at }));
    else if (event.key === "Backspace" || event.key === "Escape") this.dispatchEvent(new CustomEvent("zoom-out"));
    else return;
    event.preventDefault();
  }

  /** The nearest cell in that direction. @param {number[]} way @returns {Target | null} */
  next([right, down]) {
    if (!this.pointed) return this.targets[0] ?? null;
    const { box } = this.pointed;
    const [x, y] = [(box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2];
    let best = this.pointed;
    let least = Infinity;
    for (const target of this.targets) {
      const { x0, y0, x1, y1 } = target.box;
      const gap = right ? (right > 0 ? x0 - box.x1 : box.x0 - x1) : down > 0 ? y0 - box.y1 : box.y0 - y1;
      if (gap < -1 || x1 - x0 < 3 || y1 - y0 < 3) continue;
      const aside = right ? Math.max(0, y0 - y, y - y1) : Math.max(0, x0 - x, x - x1);
      const far = gap + aside * 3;
      if (far < least) [best, least] = [target, far];
    }
    return best;
  }

  render() {
    const empty = this.content !== null && this.tree !== null && !this.tree.value;
    return html`
      <div class="room">
        <canvas tabindex="0" role="application" aria-roledescription=${words.treemap} aria-label=${words.mapLabel} aria-describedby="map-keys" data-testid="treemap"
          @keydown=${this.key}
          @focus=${() => this.canvas?.matches(":focus-visible") && this.point(this.pointed ?? this.targets[0] ?? null)} @blur=${() => this.point(null)}
          @mousemove=${(/** @type {MouseEvent} */ event) => this.point(this.hit(event), { x: event.offsetX, y: event.offsetY })}
          @mouseleave=${() => this.point(null)} @click=${(/** @type {MouseEvent} */ event) => this.enter(this.hit(event))}></canvas>
        <div class="tip" data-testid="tip" aria-hidden="true" hidden></div>
        ${empty ? html`<p class="nothing faint">${words.noSpace}</p>` : nothing}
      </div>
      <ul class="legend" aria-label=${words.legend} data-testid="legend">${legendOf(this.colour).map(({ name, colour }) => html`<li><span class="swatch" .style=${`background:${colour}`}></span>${name}</li>`)}</ul>
      <p id="map-keys" class="unseen">${words.mapKeys}</p>
      <p class="unseen" role="status" data-testid="map-says"></p>`;
  }
}
customElements.define("tree-map", TreeMap);
