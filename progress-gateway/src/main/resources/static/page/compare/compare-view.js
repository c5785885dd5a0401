import { html } from "lit";
import { PageElement } from "../app/page-element.js";

class CompareView extends PageElement {
  static properties = { scan: { attribute: false } };

  render() {
    return html`<p>compare-view</p>`;
  }
}
customElements.define("compare-view", CompareView);
