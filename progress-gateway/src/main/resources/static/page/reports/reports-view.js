import { html } from "lit";
import { PageElement } from "../app/page-element.js";

class ReportsView extends PageElement {
  static properties = { scan: { attribute: false } };

  render() {
    return html`<p>reports-view</p>`;
  }
}
customElements.define("reports-view", ReportsView);
