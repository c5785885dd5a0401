import { html } from "lit";
import { PageElement } from "../app/page-element.js";

class RootPage extends PageElement {
  static properties = { scan: { attribute: false } };

  render() {
    return html`<p>root-page</p>`;
  }
}
customElements.define("root-page", RootPage);
