/** Asks before a scan is stopped. */
import { strings } from "../words/strings.js";
import { element } from "./dom.js";

const words = strings.progress;

export class Question {
  /** @param {() => void} yes */
  constructor(yes) {
    const close = () => this.dialog.close();
    this.dialog = element("dialog", { class: "question", "aria-labelledby": "question", "data-testid": "cancel-dialog" },
      element("p", { id: "question", class: "title" }, words.question),
      element("p", { class: "faint" }, words.kept),
      element("div", { class: "actions" },
        element("button", { type: "button", "data-testid": "keep", onclick: close }, words.goOn),
        element("button", { type: "button", class: "danger", "data-testid": "cancel-confirm", onclick: () => (close(), yes()) }, words.stop)));
  }
}
