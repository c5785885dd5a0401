import { html } from "lit";
import { PageElement } from "../app/page-element.js";

class DashboardPage extends PageElement {
  static properties = { scan: { attribute: false } };

  render() {
    return html`<p>dashboard-page</p>`;
  }
}
customElements.define("dashboard-page", DashboardPage);
