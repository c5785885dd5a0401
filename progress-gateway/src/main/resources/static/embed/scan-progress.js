/** What other sites load: `<script type="module" src="https://GATEWAY/embed/scan-progress.js">`. See docs/embedding.md. */
export { ScanProgress } from "../progress/scan-progress.js";
