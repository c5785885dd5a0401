import { html } from "lit";
import { PageElement } from "../app/page-element.js";

class TreeExplorer extends PageElement {
  static properties = { scan: { attribute: false } };

  render() {
    return html`<p>tree-explorer</p>`;
  }
}
customElements.define("tree-explorer", TreeExplorer);
