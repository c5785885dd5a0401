/**
 * The base of every view: drawn at most once a frame, into the document itself so that one style sheet serves all. A view
 * whose drawing fails shows that, and the others go on.
 */
import { html, LitElement, render } from "lit";
import { strings } from "../../words/strings.js";
import { fault } from "../state/faults.js";

export class PageElement extends LitElement {
  createRenderRoot() {
    return this;
  }

  async scheduleUpdate() {
    await new Promise((resolve) => requestAnimationFrame(resolve));
    super.scheduleUpdate();
  }

  performUpdate() {
    try {
      super.performUpdate();
    } catch (e) {
      fault(e);
      render(html`<p class="problem" role="alert">${strings.viewFailed}</p>`, this.renderRoot ?? this);
    }
  }
}
