class ScanProgress extends HTMLElement {}
customElements.define("scan-progress", ScanProgress);
