import { html } from "lit";
import { PageElement } from "../app/page-element.js";

class SearchView extends PageElement {
  static properties = { scan: { attribute: false } };

  render() {
    return html`<p>search-view</p>`;
  }
}
customElements.define("search-view", SearchView);
