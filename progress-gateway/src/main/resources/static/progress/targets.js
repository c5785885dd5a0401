/** A row for each directory of a scan that has several. */
import { count, ends } from "../words/format.js";
import { strings } from "../words/strings.js";
import { element, put, say, show, Sign } from "./dom.js";
import { Percent } from "./numbers.js";
import { statusSign } from "./signs.js";
import { percentage, shortened, size } from "./words.js";

/** @typedef {import("../http/types.js").Target} Target */

const words = strings.progress;
/** Letters at the end of a path that are never cut off: they tell one directory from another. */
const TAIL = 16;

class Row {
  constructor() {
    this.percent = new Percent();
    this.front = element("span", { class: "front" });
    this.tail = element("span");
    this.name = element("bdi", { class: "path ends" }, this.front, this.tail);
    this.numbers = element("span", { class: "number" });
    this.status = new Sign({ class: "sign", "data-testid": "target-status" });
    this.fill = element("div", { class: "fill" });
    this.track = element("div", { class: "track small", "aria-hidden": "true" }, this.fill);
    this.node = element("li", { "data-testid": "progress-target" }, this.name, this.status.node, this.numbers, this.track);
  }

  /** @param {Target} target */
  paint(target) {
    const running = target.status === "running";
    const percent = this.percent.take(target.progressPercentage, target.status);
    const name = shortened(`${target.agent}: ${target.path}`, Infinity);
    const [front, tail] = ends(name, TAIL);
    say(this.front, front);
    say(this.tail, tail);
    put(this.name, "title", name);
    statusSign(this.status, target.status, running && percent !== null ? words.percent(percentage(percent)) : "");
    const least = target.partial ? "≥ " : "";
    const errors = target.errors > 0 ? ` · ${words.unreadable(target.errors)}` : "";
    say(this.numbers, `${least}${strings.files(count(target.filesProcessed))} · ${size(target, target.partial)}${errors}`);
    show(this.track, running && percent !== null);
    this.fill.style.transform = `translateX(${(percent ?? 0) - 100}%)`;
  }
}

export class Targets {
  constructor() {
    /** @type {Row[]} */
    this.rows = [];
    this.list = element("ul", { class: "rows", tabindex: 0, "aria-label": words.targets });
    this.failures = element("ul", { class: "failures", "data-testid": "failures" });
  }

  forget() {
    this.rows = [];
    this.list.replaceChildren();
    this.failures.replaceChildren();
  }

  /** @param {readonly Target[]} targets */
  paint(targets) {
    const several = targets.length > 1;
    show(this.list, several);
    if (several) {
      while (this.rows.length < targets.length) {
        const row = new Row();
        this.rows.push(row);
        this.list.append(row.node);
      }
      targets.forEach((target, i) => this.rows[i].paint(target));
    }
    const failures = targets.filter((target) => target.error);
    show(this.failures, failures.length > 0);
    while (this.failures.children.length < failures.length) this.failures.append(element("li"));
    failures.forEach(({ agent, path, error }, i) => say(this.failures.children[i], words.failure(agent, path, error ?? "")));
  }
}
