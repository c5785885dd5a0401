/** Asks for what the address needs all at once: the frame of the page, and a scan's views beside it where a scan is named. */
const NEXT_MS = 1000;

const views = () => Promise.all([import("./scan/scan-page.js"), import("./explorer/tree-explorer.js")]);

if (location.hash.startsWith("#/scans/")) views();
// What is wanted next is fetched once the first view is there.
import("./begin.js").then(() => setTimeout(views, NEXT_MS));
